"""What a backup says of itself; written last, so that a folder without it is no backup."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vardag.doors.ops.backup.sealed import Damaged

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Part:
    """A file of a backup, as it lies there: its bytes, and their SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a backup, and what it must come to when it is restored.

    :param backup: its id, in hexadecimal
    :param database: ``sqlite`` or ``postgresql``; it is restored into the same kind
    :param tables: how many rows each has
    :param sequences: on PostgreSQL, the SQL by which each goes on where it was
    :param gone: files whose owner removed them while the backup was made: their rows go too
    :param damaged: files whose bytes weren't in the store, or had changed, when the backup was made
    :param log_key: tells whether another key is the one that signed the access log; empty without one
    :param log_head: as it was just before; empty if there was none
    """

    backup: str
    made_at: str
    version: str
    database: str
    server: str
    migrations: list[list[str]]
    tables: dict[str, int]
    sequences: list[str]
    files: int
    files_size: int
    gone: list[str]
    damaged: list[str]
    log_key: str
    log_head: str
    parts: list[Part]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def as_text(manifest: Manifest) -> bytes:
    """Return the text of a manifest, with a sum of itself."""
    told = {"format": FORMAT, **asdict(manifest)}
    return _written({"sha256": _sum(told), "backup": told})


def _written(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _sum(told: dict[str, Any]) -> str:
    return hashlib.sha256(_written(told)).hexdigest()


def from_text(text: bytes) -> Manifest:
    """Read a manifest.

    :raises Damaged: if it is none, or changed, or of a later format than this version knows
    """
    try:
        whole: dict[str, Any] = json.loads(text)
        told = whole["backup"]
        if whole["sha256"] != _sum(told) or _written(whole) != text:
            raise Damaged("the manifest was changed: this backup can't be used")
        known = told.pop("format")
        if known != FORMAT:
            raise Damaged(f"this backup has format {known}; this version reads format {FORMAT}")
        parts = [Part(**each) for each in told.pop("parts")]
        return Manifest(**told, parts=parts)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Damaged(f"the manifest can't be read: {wrong}") from wrong
