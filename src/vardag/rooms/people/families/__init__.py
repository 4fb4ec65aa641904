"""Families: what the population register says of them, and who is kept from whom."""
