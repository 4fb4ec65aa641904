"""The routines that have been published, as text that is never changed."""
