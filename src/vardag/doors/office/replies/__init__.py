"""Standard replies and links: the pages by which a clinic keeps its own."""
