"""The law: what holds for every clinic, in plain Python with no database, no clock and no framework."""
