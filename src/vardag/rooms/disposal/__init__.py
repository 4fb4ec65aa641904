"""Disposing of closed cases by a recorded decision: what would go, what stays, and what stands after."""
