"""Guardians whom the clinic keeps from all about a child."""
