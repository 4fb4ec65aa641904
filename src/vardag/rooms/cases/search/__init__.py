"""Finding cases: the index of their words, and what is looked for in it (ADR-0034)."""
