"""What staff look through: the inbox, the worklist, the registers, the post, and what a search finds.

It has no table of its own, and changes nothing.
"""
