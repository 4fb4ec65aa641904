"""``vardag audit verify``: the command around the verifier, which finds database, key and head."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vardag.doors.ops.log_verifier import Rows, verify
from vardag.doors.ops.starting import CannotStart, set_up

WHOLE, BROKEN, UNKNOWN = 0, 1, 2


def run(*, key: str | None, head: str | None) -> int:
    """Say whether the log is whole: 0 if it is, 1 if not, 2 if that can't be told.

    :param key: the file of the key; that of the settings if left out
    :param head: the file of the head, such as a copy kept elsewhere; that of the settings if left out
    """
    from django.db.utils import DatabaseError

    from vardag.rooms.audit.key import NoKey

    try:
        set_up()
        return _verified(key, head)
    except (CannotStart, NoKey, DatabaseError, OSError) as wrong:
        print(f"vardag audit verify: {str(wrong).strip()}", file=sys.stderr)
        return UNKNOWN


def _verified(key: str | None, head: str | None) -> int:
    from django.conf import settings

    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.key import log_key, read_key

    secret = read_key(Path(key)) if key else log_key()
    said = _text(Path(head)) if head else _text_if_any(settings.LOG_HEAD_FILE)
    verdict = verify(_ask, key=secret, head=said, at=now())
    if verdict.broken:
        print(verdict.broken)
        return BROKEN
    print(f"every entry is as it was written: {verdict.entries}")
    return WHOLE


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _text_if_any(path: Path) -> str | None:
    return _text(path) if path.exists() else None


def _ask(sql: str, particulars: Sequence[object]) -> Rows:
    from django.db import connection

    values: Any = particulars
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
