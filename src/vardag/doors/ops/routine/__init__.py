"""The routine as commands show it: checked, as text, and as a page with flow charts."""
