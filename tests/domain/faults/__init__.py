"""Faults to plant in the packaged routine, each with the finding that must come of it."""
