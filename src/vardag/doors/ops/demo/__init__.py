"""The demonstration: invented clinics, people and cases around today, and one command to run it all."""
