"""Those who work at clinics: roles, introductions, groups, and what the directory says."""
