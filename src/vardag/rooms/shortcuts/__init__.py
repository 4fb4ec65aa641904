"""How often shortcuts are shown and followed: numbers alone, of no person."""
