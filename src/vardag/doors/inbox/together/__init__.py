"""One act to several cases."""
