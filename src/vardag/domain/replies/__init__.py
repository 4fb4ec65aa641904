"""A clinic's own standard replies, and the addresses that they lead to."""
