"""Desks: what a person has before them of a case, and hasn't sent; and that they are at it now."""
