"""Every part of a routine with its place in the document."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

PLAIN_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def walk(part: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Yield every part with its place, outer parts first."""
    yield place, part
    for name, inner in _inner(part):
        yield from walk(inner, f"{place}{name}".removeprefix("."))


def places(things: tuple[object, ...]) -> list[str]:
    """Return how each thing of a list is named: by its key, or by its number from 0."""
    keys = Counter(getattr(thing, "key", None) for thing in things)
    return [_place(i, getattr(thing, "key", None), keys) for i, thing in enumerate(things)]


def _place(number: int, key: str | None, keys: Counter[str | None]) -> str:
    if key is not None and keys[key] == 1 and PLAIN_KEY.fullmatch(key):
        return f".{key}"
    return f"[{number}]"


def _inner(part: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield f".{each.name.rstrip('_')}", getattr(part, each.name)
    elif isinstance(part, tuple):
        yield from zip(places(part), part, strict=True)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield f".{key}", value
