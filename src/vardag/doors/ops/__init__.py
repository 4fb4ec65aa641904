"""Commands, servers and workers."""
