"""The key that signs the access log: in a file outside the database, read once."""

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

SHORTEST = 32  # characters
_THROW_AWAY = b"only-for-tests-and-throw-away-databases"


class NoKey(Exception):
    """The key file is missing, can't be read, or is too short."""


def log_key() -> bytes:
    """Return the key.

    :raises NoKey: if there is none; then nothing can be logged, and nothing may be shown
    """
    if settings.THROW_AWAY:
        return _THROW_AWAY
    return read_key(settings.LOG_KEY_FILE)


@cache
def read_key(path: Path) -> bytes:
    """Return the key in a file.

    :raises NoKey: if there is none
    """
    try:
        key = path.read_bytes().strip()
    except OSError as wrong:
        raise NoKey(f"the access log's key {path} can't be read: {wrong.strerror}") from wrong
    if len(key) < SHORTEST:
        raise NoKey(f"the access log's key {path} is shorter than {SHORTEST} characters")
    return key


def make_key(path: Path) -> bool:
    """Make a key that only its owner can read; one that is there stands. Tell whether one was made."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    return True
