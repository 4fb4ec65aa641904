"""A receipt to keep: what was sent, when, and by which day one hears from the clinic."""
