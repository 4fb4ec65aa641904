"""Who looked at what. Rows are added and never changed."""
