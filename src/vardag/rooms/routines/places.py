"""Places in a document's plain data, and how people name them.

A thing in a list goes by its key where it has one that no other there has: ``services.message.help``;
else by its number, from 0: ``stages[2]``.
"""

import re

type Path = tuple[str | int, ...]

_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PART = re.compile(r"\[(\d{1,6})\]|([^.\[\]]+)")


def name_of(data: object, path: Path) -> str:
    """Return the name of a place."""
    name = ""
    for part in path:
        key = _own_key(data, part)
        name += f"[{part}]" if isinstance(part, int) and key is None else f".{key or part}"
        data = _inside(data, part)
    return name.removeprefix(".")


def path_of(data: object, name: str) -> Path:
    """Return the path that a name means in ``data``, as far as it can be followed."""
    path: list[str | int] = []
    for number, word in _PART.findall(name):
        part = int(number) if number else _part(data, word)
        path.append(part)
        data = _inside(data, part)
    return tuple(path)


def _part(data: object, word: str) -> str | int:
    if isinstance(data, list):
        return next((i for i in range(len(data)) if _own_key(data, i) == word), word)
    return word


def _own_key(data: object, part: str | int) -> str | None:
    """Return the key of a thing in a list, if it has one of its own."""
    if not (isinstance(data, list) and isinstance(part, int)):
        return None
    keys = [item.get("key") if isinstance(item, dict) else None for item in data]
    key = keys[part] if part < len(keys) else None
    if isinstance(key, str) and _PLAIN_KEY.fullmatch(key) and keys.count(key) == 1:
        return key
    return None


def _inside(data: object, part: str | int) -> object:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None
