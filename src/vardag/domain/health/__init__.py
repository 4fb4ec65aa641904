"""How it stands with an installation: what is looked at, and what is said of it."""
