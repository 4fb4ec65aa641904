"""Handing over what somebody holds who is going away, or has left."""
