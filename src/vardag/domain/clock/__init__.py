"""Working days: which days count, and the date by which something is owed."""
