"""Ways in. Doors hold no tables and no rules; they read the clock, ask, and show."""
