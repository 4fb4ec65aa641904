"""What helps whoever is here: the handbook, and how far everybody can use the pages."""
