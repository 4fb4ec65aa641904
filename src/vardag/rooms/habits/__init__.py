"""How somebody likes to work: keys, what comes after an act, columns of lists, and views."""
