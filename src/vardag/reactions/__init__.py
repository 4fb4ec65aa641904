"""What follows later from what happens: nothing here changes a case."""
