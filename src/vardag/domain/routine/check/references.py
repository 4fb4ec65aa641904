"""References: what one part names must be there."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol

from vardag.domain.routine.check.finding import Finding


class Keyed(Protocol):
    """Anything that has a key."""

    @property
    def key(self) -> str: ...


def keys_of(things: Iterable[Keyed]) -> tuple[str, ...]:
    """Return the keys of things, in order."""
    return tuple(thing.key for thing in things)


def missing(place: str, key: str | None, known: Iterable[str], *, what: str) -> list[Finding]:
    """Return a finding if ``key`` is named and isn't known.

    :param what: what the key should lead to, such as ``process``
    """
    known = tuple(known)
    if key is None or key in known:
        return []
    close = get_close_matches(key, known, n=1)
    remedy = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(known) or 'none'}."
    return [Finding(place, f"There is no {what} “{key}”.", remedy)]
