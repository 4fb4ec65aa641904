"""Clinics' own standard replies, and care of the addresses that they lead to."""
