"""Scenarios: a routine's own test cases, played through the door that the pages use."""
