"""How somebody wants to be told: one form for staff and families, each for oneself alone."""
