"""Finding cases by what is looked for in the index of their words (ADR-0034)."""
