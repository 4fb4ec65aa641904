"""Settings and addresses: the only floor that knows every other."""
