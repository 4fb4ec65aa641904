"""The key of backups: in a file that isn't kept where the backups are."""

import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vardag.doors.ops.starting import CannotStart

_SHORTEST = 32  # characters; those of ``backup-key`` are 64
_BITS_256 = 32  # bytes


@dataclass(frozen=True)
class Key:
    """What backups are encrypted with. ``name`` tells one key from another and gives nothing away."""

    secret: bytes

    @property
    def name(self) -> bytes:
        return hmac.digest(self.secret, b"vardag backup: the name of the key", sha256)[:8]

    def of_part(self, backup: bytes, part: str) -> bytes:
        """Return the key of one part of one backup, so that none can stand in another's place."""
        derived = HKDF(SHA256(), _BITS_256, salt=backup, info=f"vardag backup 1 {part}".encode())
        return derived.derive(self.secret)


def read(path: Path) -> Key:
    """Return the key in a file.

    :raises CannotStart: if it can't be read, or is no key
    """
    try:
        secret = path.read_bytes().strip()
    except OSError as wrong:
        raise CannotStart(f"the key {path} can't be read: {wrong.strerror}") from wrong
    if len(secret) < _SHORTEST:
        raise CannotStart(
            f"the key {path} is shorter than {_SHORTEST} characters. `vardag backup-key FILE` makes one"
        )
    return Key(secret)


def make(path: Path) -> int:
    """Make a key by chance, in a file that only its owner can read.

    :raises CannotStart: if there is a file already, which may be the only key to a backup
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BITS_256) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise CannotStart(f"{path} is there already, and isn't written over") from None
    except OSError as wrong:
        raise CannotStart(f"can't write {path}: {wrong.strerror}") from wrong
    print(f"made {path}")
    print("keep a copy where you keep other secrets, and none beside the backups:")
    print("without it nobody can restore them")
    return 0
