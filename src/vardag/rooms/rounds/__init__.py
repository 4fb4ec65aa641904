"""When workers last did what is due beside the pages: a row for each work, of no person."""
