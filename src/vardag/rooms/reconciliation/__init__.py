"""What doesn't agree: lists of a clinic's cases, and lists from other systems held against them."""
