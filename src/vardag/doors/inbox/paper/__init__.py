"""A case on paper."""
