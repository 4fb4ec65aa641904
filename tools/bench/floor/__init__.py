"""The floor: bare Django views that do the least SQL for the same pages, on the same rows."""
