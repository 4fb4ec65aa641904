"""Notices: rows written with what causes them, and the mailings that carry them to people."""
