"""How the work goes, in numbers that are about no person."""
