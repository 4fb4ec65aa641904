"""What a file is by what is in it, and the same file without what tells more than it shows.

No name and no claim of a browser is asked. Nothing here knows of rows or pages, so that it can run in
a process of its own, with a bound on its time and memory (``apart``).
"""
