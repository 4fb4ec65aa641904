"""The receivers' and handlers' door."""
