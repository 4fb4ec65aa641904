"""Ids as forms and addresses hold them: whatever can be none is told before any database is asked."""

from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say

_LONGEST = 18  # digits, which any database's integer holds


def as_id(text: str) -> int | None:
    """Return a number that any database's id can be; None of anything else, however long."""
    fits = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if fits else None


def id_of(text: str) -> int:
    """Return the same where there must be one.

    :raises OutOfReach: if it can't be one
    """
    found = as_id(text)
    if found is None:
        raise OutOfReach(say("There is nothing here, or it isn't yours to see."))
    return found
