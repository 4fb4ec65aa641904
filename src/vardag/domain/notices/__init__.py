"""Notices: who is to be told that there is something to read, when, and how often it is tried."""
