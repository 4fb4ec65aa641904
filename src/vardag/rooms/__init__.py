"""Tables, and the only code that writes each of them."""
