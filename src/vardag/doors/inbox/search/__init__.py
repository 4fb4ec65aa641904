"""Searching for cases: what is looked for, and what was found."""
