"""A case, from a family's request to its closing and the work that outlives it.

``decide`` says what happens, or refuses; ``evolve`` applies it. Neither knows a clock or a database.
"""
