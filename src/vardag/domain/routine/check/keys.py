"""Keys: what everything else is found by."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.walk import PLAIN_KEY, walk
from vardag.domain.routine.document import NURSE, RECEIVER, Routine


def check_keys(routine: Routine) -> Iterator[Finding]:
    """Find keys that stand twice in a list, that no address could hold, or that mean something else."""
    for place, part in walk(routine):
        if isinstance(part, tuple):
            yield from _twice(place, part)
        elif isinstance(key := getattr(part, "key", None), str) and not PLAIN_KEY.fullmatch(key):
            problem = f"“{key}” can't be a key: it would not fit in an address."
            yield Finding(f"{place}.key", problem, "Use a–z and 0–9, with a hyphen between words.")
    for group in routine.groups:
        if group.key in (RECEIVER, NURSE):
            problem = f"“{group.key}” means a role, so no group can have that key."
            yield Finding(f"groups.{group.key}.key", problem, "Choose another key for the group.")


def _twice(place: str, things: tuple[object, ...]) -> Iterator[Finding]:
    seen: set[object] = set()
    for number, thing in enumerate(things):
        key = thing if isinstance(thing, str) else getattr(thing, "key", None)
        if key is not None and key in seen:
            problem = f"“{key}” stands twice in this list."
            yield Finding(f"{place}[{number}]", problem, "Keep one of them, or rename the other.")
        seen.add(key)
