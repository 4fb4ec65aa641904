"""A log of so many entries, for measuring the verifier: signed and sealed as the product does it.

Run inside the product's own Django. One entry in eight is a list of twenty, one in forty a sign-in.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has been woken up first
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from vardag.rooms.audit import sealing  # noqa: E402
from vardag.rooms.audit.actions import entry_id  # noqa: E402
from vardag.rooms.audit.key import log_key  # noqa: E402
from vardag.rooms.audit.signing import BEFORE_THE_FIRST, VERSION, entry_mac, moment, seal_mac  # noqa: E402

_AT_ONCE = 20_000
_APART = timedelta(seconds=5)
_COLUMNS = {
    "audit_access": (
        "id, at, what, result, person_id, clinic_id, roles, patient_id, case_id, named, page, reason, "
        "request_id, provider, level, version, mac"
    ),
    "audit_seal": "number, access_id, at, mac",
}

type Row = tuple[Any, ...]


def main(many: int) -> int:
    """Fill the database of the settings; the product seals what is left, and writes the head."""
    call_command("migrate", verbosity=0)
    entries, last = _entries(many), sealing.Sealed(0, BEFORE_THE_FIRST)
    while batch := list(islice(entries, _AT_ONCE)):
        with transaction.atomic():
            seals, last = _seals(batch, last)
            _insert("audit_access", batch)
            _insert("audit_seal", seals)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sealing.seal(key=log_key(), head=settings.LOG_HEAD_FILE, at=timezone.now())
    return 0


def _entries(many: int) -> Iterator[Row]:
    draw, key, start = Random(1177), log_key(), timezone.now() - many * _APART - timedelta(days=1)
    for n in range(many):
        at, values = start + n * _APART, _values(n, draw)
        pk = entry_id(at) | draw.getrandbits(22)
        yield pk, at, *values, VERSION, entry_mac(key, (pk, moment(at), *values))


def _values(n: int, draw: Random) -> Row:
    person, request = draw.randrange(1, 400), f"{draw.getrandbits(128):032x}"
    if n % 40 == 0:
        by = ("siths", "http://id.sambi.se/loa/loa3")
        came = ("sign-in", "done", person, 1, "receiver", None, None, "")
        return *came, "signin:back", "", request, *by
    if n % 8 == 0:
        named = " ".join(f"{draw.randrange(99_999)}:{draw.randrange(9_999)}" for _ in range(20))
        listed = ("listed", "shown", person, 1, "receiver", None, None, f" {named} ")
        return *listed, "inbox:inbox", "", request, "", ""
    about = (draw.randrange(9_999), draw.randrange(99_999))
    opened = ("opened", "shown", person, 1, "handler,receiver", *about, "")
    return *opened, "inbox:case", "", request, "", ""


def _seals(batch: Sequence[Row], last: sealing.Sealed) -> tuple[list[Row], sealing.Sealed]:
    key, number, mac, seals = log_key(), last.number, last.mac, []
    for row in batch[:-1]:
        number, at = number + 1, row[1] + timedelta(seconds=3)
        mac = seal_mac(key, previous=mac, number=number, access_id=row[0], at=at, entry=row[-1])
        seals.append((number, row[0], at, mac))
    return seals, sealing.Sealed(number, mac)


def _insert(table: str, rows: Sequence[Row]) -> None:
    """Insert rows as fast as the database takes them."""
    columns = _COLUMNS[table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns.split(",")))
        stored = [tuple(map(_stored, row)) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", stored)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
