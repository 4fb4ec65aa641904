"""The page of a case: what stands on it, and what can be done there."""
