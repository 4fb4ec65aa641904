"""Staff and residents: roles by clinic, groups, absence, guardians."""
