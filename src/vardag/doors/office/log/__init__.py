"""What the log reviewer reads: the access log, sign-ins, and what was opened by way of exception."""
