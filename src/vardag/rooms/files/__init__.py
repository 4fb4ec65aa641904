"""Files that people send with their words: their rows, their bytes, and what is known of them."""
