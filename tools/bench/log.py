"""``./dev bench --log N``: how long the verifier takes for a log of N entries, on both databases.

The log is made by the product's own signing, of entries as a clinic writes them: opened cases, lists
that name twenty, sign-ins. The promise is ten million entries in a minute.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_AT_ONCE = 20_000
_HEX = 32


def prepare(many: int) -> None:
    """Fill the database of the settings with a log of so many entries, sealed, and write its head."""
    from django.conf import settings
    from django.db import connection, transaction

    from vardag.rooms.audit.key import log_key
    from vardag.rooms.audit.sealing import Sealed, _write

    key, last, at = log_key(), Sealed(0, "0" * 64), None
    rows = _rows(many, key)
    while batch := list(islice(rows, _AT_ONCE)):
        with transaction.atomic(), connection.cursor() as cursor:
            seals, last, at = _seals(batch, key, last)
            _insert(cursor, "audit_access", batch)
            _insert(cursor, "audit_seal", seals)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _write(settings.LOG_HEAD_FILE, last, key, at)


def _rows(many: int, key: bytes) -> Iterator[tuple[Any, ...]]:
    from datetime import timedelta
    from random import Random

    from django.utils import timezone

    from vardag.rooms.audit.actions import entry_id
    from vardag.rooms.audit.signing import VERSION, entry_mac, moment

    draw, start = Random(1177), timezone.now() - timedelta(days=900)
    for n in range(many):
        at = start + timedelta(milliseconds=n * 5_000 + draw.randrange(5_000))
        values = _values(n, draw)
        pk = entry_id(at) | draw.getrandbits(22)
        mac = entry_mac(key, (pk, moment(at), *values))
        yield (pk, at, *values, VERSION, mac)


def _values(n: int, draw: Any) -> tuple[Any, ...]:
    person, request = draw.randrange(1, 400), f"{draw.getrandbits(128):0{_HEX}x}"
    if n % 40 == 0:
        level = "http://id.sambi.se/loa/loa3"
        page = "signin:back"
        return ("sign-in", "done", person, 1, "receiver", None, None, "", page, "", request, "siths", level)
    if n % 8 == 0:
        named = " ".join(f"{draw.randrange(1, 99_999)}:{draw.randrange(1, 9_999)}" for _ in range(20))
        return ("listed", "shown", person, 1, "receiver", None, None, f" {named} ", "inbox:inbox", "", request, "", "")
    case, patient = draw.randrange(1, 99_999), draw.randrange(1, 9_999)
    return ("opened", "shown", person, 1, "handler,receiver", patient, case, "", "inbox:case", "", request, "", "")


def _seals(batch: Any, key: bytes, last: Any) -> Any:
    from datetime import timedelta

    from vardag.rooms.audit.sealing import Sealed
    from vardag.rooms.audit.signing import seal_mac

    number, mac, seals, at = last.number, last.mac, [], None
    for row in batch:
        number, at = number + 1, row[1] + timedelta(seconds=3)
        mac = seal_mac(key, previous=mac, number=number, access_id=row[0], at=at, entry=row[-1])
        seals.append((number, row[0], at, mac))
    return seals, Sealed(number, mac), at


_COLUMNS = {
    "audit_access": "id, at, what, result, person_id, clinic_id, roles, patient_id, case_id, named, page,"
    " reason, request_id, provider, level, version, mac",
    "audit_seal": "number, access_id, at, mac",
}


def _insert(cursor: Any, table: str, rows: Any) -> None:
    from django.db import connection

    columns = _COLUMNS[table]
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    adapt = connection.ops.adapt_datetimefield_value
    place = 1 if table == "audit_access" else 2
    marks = ", ".join(["%s"] * len(columns.split(",")))
    stored = [(*row[:place], adapt(row[place]), *row[place + 1 :]) for row in rows]
    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", stored)


if __name__ == "__main__":
    import django

    django.setup()
    from vardag.doors.ops.database import apply_migrations

    apply_migrations()
    prepare(int(sys.argv[1]))
