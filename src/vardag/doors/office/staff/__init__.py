"""Who works here: roles, introductions and groups."""
