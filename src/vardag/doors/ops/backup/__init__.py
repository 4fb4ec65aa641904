"""``vardag backup`` and ``vardag restore``: all that an installation cannot lose, in one folder."""
