"""What doesn't agree: the weekly lists, and lists from other systems that are held against the cases."""
