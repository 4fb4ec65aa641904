"""What the check of a routine finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that must be put right before a routine may be used.

    ``key`` is the place in the document, such as ``processes.message.endings[0].when.wish``: a thing in
    a list goes by its key, or by its number from 0 where it has none.
    """

    key: str
    problem: str
    remedy: str
