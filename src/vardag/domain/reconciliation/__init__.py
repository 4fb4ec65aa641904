"""What doesn't agree: between what was done and what was said, here and in other systems (R14)."""
