"""A folder that another program empties: a file for each message, and one that comes back as receipt.

A file is written beside its place and moved there whole, so that nobody reads half of it; its name is
the message's key, so that what comes twice lies there once. The receipt is a file of the same name in
the folder ``receipts``. The format is in docs/reference/messages.md.
"""

import json
import os
from pathlib import Path
from typing import Any

from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.message import Json
from vardag.rooms.deliveries.port import NotThrough

_LARGEST = 64 * 1024  # bytes of a receipt; it is a line or two


class Folder:
    """A folder for messages, with a folder ``receipts`` in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._receipts = folder / "receipts"

    def send(self, message: Json) -> str | None:
        """Lay the message there, and return the receipt if it has come already; see ``System``."""
        if found := self.receipt(message):
            return found  # it was laid there before, and done
        name = f"{message['key']}.json"
        beside = self._folder / f".{name}.{os.getpid()}"
        try:
            self._receipts.mkdir(exist_ok=True)
            _write(beside, json.dumps(message, ensure_ascii=False, indent=1))
            beside.replace(self._folder / name)
        except OSError as wrong:
            beside.unlink(missing_ok=True)
            raise NotThrough(
                Trouble.AWAY, f"the folder can't be written: {wrong.strerror}"
            ) from None
        return None

    def receipt(self, message: Json) -> str | None:
        """Return what the receipt's file says; see ``System``."""
        path = self._receipts / f"{message['key']}.json"
        try:
            with path.open("rb") as file:
                given = file.read(_LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as wrong:
            raise NotThrough(Trouble.AWAY, f"a receipt can't be read: {wrong.strerror}") from None
        return _said(given, message)


def _write(path: Path, text: str) -> None:
    """Write a file that only this user and its group read; it is on the disk when this returns."""
    line = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with os.fdopen(line, "w", encoding="utf-8") as to:
        to.write(text)
        to.flush()
        os.fsync(to.fileno())


def _said(given: bytes, message: Json) -> str:
    """Return the receipt's id.

    :raises NotThrough: if it refuses the message, is about another, or can't be read
    """
    said = _read(given)
    if said.get("key") != message["key"]:
        raise NotThrough(Trouble.UNSURE, "the receipt is about another message, or can't be read")
    if said.get("status") == "refused":
        raise NotThrough(Trouble.REFUSED, "the receipt says that the message is refused")
    if (
        said.get("status") != "done"
        or not isinstance(said.get("receipt"), str)
        or not said["receipt"]
    ):
        raise NotThrough(Trouble.UNSURE, "the receipt says neither done nor refused")
    return str(said["receipt"])


def _read(given: bytes) -> dict[str, Any]:
    try:
        said = json.loads(given)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
