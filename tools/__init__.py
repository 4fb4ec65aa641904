"""The workshop: what ./dev hands over to. Nothing here is part of the product."""
