"""``vardag audit verify``: the command around the verifier, which finds database, key and head."""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from vardag.doors.ops.log.verifier import Examined, Part, Rows, Verdict, examined, verify
from vardag.doors.ops.log.words import WORDS
from vardag.doors.ops.starting import CannotStart, set_up

WHOLE, BROKEN, UNKNOWN = 0, 1, 2
_ALONE = 2  # parts that are done sooner than other processes have begun


def run(*, key: str | None, head: str | None, processes: int | None = None) -> int:
    """Say whether the log is whole: 0 if it is, 1 if not, 2 if that can't be told.

    :param key: the file of the key; that of the settings if left out
    :param head: the file of the head, such as a copy kept elsewhere; that of the settings if left out
    :param processes: how many look at a long log side by side; one for each core if left out
    """
    from django.db.utils import DatabaseError

    from vardag.rooms.audit.key import NoKey

    try:
        set_up()
        return _said(verdict(key=key, head=head, processes=processes))
    except (CannotStart, NoKey, DatabaseError, OSError) as wrong:
        print(f"vardag audit verify: {str(wrong).strip()}", file=sys.stderr)
        return UNKNOWN


def _said(found: Verdict) -> int:
    if found.broken:
        print(found.broken)
        return BROKEN
    before = f", after {found.disposed} disposed of" if found.disposed else ""
    print(f"every entry is as it was written: {found.entries}{before}")
    return WHOLE


def verdict(
    *, key: str | None = None, head: str | None = None, processes: int | None = None
) -> Verdict:
    """Return what the verifier finds, when the program is set up.

    :raises NoKey, DatabaseError, OSError: if that can't be told
    """
    from django.conf import settings
    from django.db import connection

    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.key import log_key, read_key

    secret = read_key(Path(key)) if key else log_key()
    return verify(
        ask,
        key=secret,
        head=_text(Path(head)) if head else _text_if_any(settings.LOG_HEAD_FILE),
        at=now(),
        words=WORDS[connection.vendor],
        examine=partial(side_by_side, secret, processes or os.cpu_count() or 1),
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _text_if_any(path: Path) -> str | None:
    return _text(path) if path.exists() else None


def side_by_side(key: bytes, processes: int, parts: Iterable[Part]) -> Iterator[Examined]:
    """Examine the parts of a log in several processes, and give the results in their order.

    A log of few parts, or one process, is examined here.
    """
    parts = iter(parts)
    few = list(islice(parts, _ALONE + 1))
    if len(few) <= _ALONE or processes == 1:
        yield from map(partial(examine, key), chain(few, parts))
        return
    # Begun anew rather than forked: no process inherits another's connection to the database.
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=afresh, initializer=set_up) as pool:
        try:
            yield from pool.map(partial(examine, key), chain(few, parts))
        finally:
            pool.shutdown(cancel_futures=True)


def examine(key: bytes, part: Part) -> Examined:
    """Examine a part, by this process's own connection."""
    from django.db import connection

    return examined(ask, WORDS[connection.vendor], key, part)


def ask(sql: str, particulars: Sequence[object]) -> Rows:
    """Ask the database of the settings."""
    from django.db import connection

    values: Any = particulars
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
