"""Vardag: every case a family sends gets a response within two working days."""
