"""Who took part of what: the access log, its seals, and the review of it. Rows are only added."""
