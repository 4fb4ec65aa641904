"""What a backup holds of the access log beside its rows: how far it reached, and, sealed, its key.

A key beside the log that it signs lets whoever takes the backup make entries that look true. So it
goes along only where all is encrypted; otherwise only what tells whether another key is the same.
"""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from vardag.doors.ops.backup.folder import Backup, NewBackup, flush_folder
from vardag.doors.ops.starting import CannotStart

_PART = "access-log.key"


def head() -> str:
    """Return the head as it is now; empty if there is none."""
    try:
        return Path(settings.LOG_HEAD_FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _key() -> bytes:
    if settings.THROW_AWAY or not settings.LOG_KEY_FILE.exists():
        return b""
    return bytes(settings.LOG_KEY_FILE.read_bytes())


def _fingerprint(key: bytes) -> str:
    return hmac.digest(key.strip(), b"vardag backup: the log's key", sha256).hex() if key else ""


def fingerprint() -> str:
    """Return what tells one key of the log from another; empty without any."""
    return _fingerprint(_key())


def keep_key(new: NewBackup) -> None:
    """Put the key into a backup that is encrypted."""
    if new.key and (key := _key()):
        with new.part(_PART) as out:
            out.write(key)


def check_empty(backup: Backup) -> None:
    """See that neither a newer head nor another key would be written over.

    :raises CannotStart: if one is there
    """
    if head() not in {"", backup.manifest.log_head}:
        raise CannotStart(
            f"the access log's head {settings.LOG_HEAD_FILE} is there. Move it aside and keep it: it "
            "says how far the log reached that is lost"
        )
    if fingerprint() not in {"", backup.manifest.log_key}:
        raise CannotStart(
            f"the access log's key {settings.LOG_KEY_FILE} isn't the one of this backup. Move it aside"
        )


def put_back(backup: Backup) -> bool:
    """Put head and key in their places. Tell whether the key is there now."""
    if backup.manifest.log_head:
        _write(settings.LOG_HEAD_FILE, backup.manifest.log_head.encode("ascii"))
    if not settings.LOG_KEY_FILE.exists() and backup.key and backup.manifest.log_key:
        with backup.part(_PART) as source:
            _write(settings.LOG_KEY_FILE, source.read())
    return bool(settings.LOG_KEY_FILE.exists())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.being-restored")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    flush_folder(path.parent)
