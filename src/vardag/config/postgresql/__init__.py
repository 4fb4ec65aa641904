"""Django's PostgreSQL, which isn't asked at each request whether it is still there."""
