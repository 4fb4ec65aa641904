"""Tampering with the access log, by somebody who can write anything into the database but has no key.

It is tried on a copy of the tables in SQLite, without the triggers that would stop most of it.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection

from tests.build import MONDAY
from tests.rooms.logged import noted
from vardag.doors.ops.log.verifier import Rows, Verdict, signed, verify
from vardag.rooms.audit.key import log_key
from vardag.rooms.audit.sealing import seal
from vardag.rooms.audit.words import What

ENTRIES = 24
NO_KEY = b""  # what a chain of plain hashes has
COLUMNS = (
    "id, at, what, result, person_id, clinic_id, roles, patient_id, case_id, named, page, reason, "
    "request_id, provider, level, version, mac"
)
LOG_TABLES = {
    "audit_access": COLUMNS,
    "audit_seal": "number, access_id, at, mac",
    "audit_disposal": (
        "number, at, by_id, decision, before_date, first, last, entries, from_at, until_at, seal, mac"
    ),
}
CHANGES: dict[str, list[object]] = {
    "at": ["2020-01-01 00:00:00", "no moment", None, 5],
    "what": ["printed", ""],
    "result": ["refused"],
    "person_id": [99, None, "1"],
    "clinic_id": [99, None],
    "roles": ["manager", ""],
    "patient_id": [99, None],
    "case_id": [99, None],
    "named": [" 99:99 ", "x"],
    "page": ["inbox:print", ""],
    "reason": ["because", "é"],
    "request_id": ["f" * 32],
    "provider": ["siths", "x"],
    "level": ["http://id.sambi.se/loa/loa3"],
    "version": [1, 3, None, "2"],
    "mac": ["0" * 64, ""],
    "id": [12345],
}


@dataclass
class Log:
    """A copy of the log, its head, and an older copy of both."""

    tables: sqlite3.Connection
    head: str | None
    older: sqlite3.Connection
    older_head: str

    def run(self, sql: str, *particulars: object) -> list[tuple[Any, ...]]:
        return self.tables.execute(sql, particulars).fetchall()

    def verdict(self, *, key: bytes | None = None, at: datetime = MONDAY) -> Verdict:
        return verify(self.ask, key=key or log_key(), head=self.head, at=at)

    def ask(self, sql: str, particulars: Sequence[Any]) -> Rows:
        return self.tables.execute(sql.replace("%s", "?"), particulars).fetchall()

    def copy(self) -> "Log":
        return Log(_copy(self.tables), self.head, self.older, self.older_head)


OPENED: list[sqlite3.Connection] = []


def opened() -> sqlite3.Connection:
    OPENED.append(sqlite3.connect(":memory:"))
    return OPENED[-1]


def _copy(tables: sqlite3.Connection) -> sqlite3.Connection:
    twin = opened()
    tables.backup(twin)
    return twin


def write(n: int) -> None:
    at = MONDAY + timedelta(seconds=n)
    if n % 5 == 0:
        noted(case=None, patient=None, named=((n, 2), (n + 1, 3)), what=What.LISTED, at=at)
    else:
        noted(person=n % 4, case=n, patient=n % 3, clinic=None if n % 7 == 0 else 1, at=at)


def a_log(folder: Path) -> Log:
    """A log of entries that are sealed, but for the last two, and what it was eight entries ago."""
    head = folder / "head"
    for n in range(ENTRIES - 8):
        write(n)
    seal(key=log_key(), head=head, at=MONDAY)
    older, older_head = tables(), head.read_text()
    for n in range(ENTRIES - 8, ENTRIES):
        write(n)
    seal(key=log_key(), head=head, at=MONDAY)
    for n in range(ENTRIES, ENTRIES + 2):
        write(n)
    return Log(tables(), head.read_text(), older, older_head)


def tables() -> sqlite3.Connection:
    """Copy the log's tables as SQLite has them, whatever database they are in."""
    copied = opened()
    for table, columns in LOG_TABLES.items():
        copied.execute(f"CREATE TABLE {table} ({columns})")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            rows = [tuple(map(stored, row)) for row in cursor.fetchall()]
        marks = ", ".join("?" * len(columns.split(",")))
        copied.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    copied.commit()
    return copied


def stored(value: object) -> object:
    """Return a value as it is stored in SQLite, where moments are text in UTC."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return str(aware.astimezone(UTC).replace(tzinfo=None))
    return str(value) if isinstance(value, date) else value


# Each takes a copy, tampers with it by chance, and returns what it did; the key is nobody's.


def edit(log: Log, draw: random.Random) -> str:
    column = draw.choice(list(CHANGES))
    one = pick(log, draw)
    (old,) = log.run(f"SELECT {column} FROM audit_access WHERE id = ?", one)[0]
    value = draw.choice([each for each in CHANGES[column] if each != old])
    log.run(f"UPDATE audit_access SET {column} = ? WHERE id = ?", value, one)
    return f"{column} of {one}: {value!r} for {old!r}"


def delete(log: Log, draw: random.Random) -> str:
    one = pick(log, draw, sealed=True)
    log.run("DELETE FROM audit_access WHERE id = ?", one)
    return f"{one}"


def delete_with_its_seal(log: Log, draw: random.Random) -> str:
    one = pick(log, draw, sealed=True)
    log.run("DELETE FROM audit_access WHERE id = ?", one)
    log.run("DELETE FROM audit_seal WHERE access_id = ?", one)
    return f"{one}"


def delete_and_close_the_gap(log: Log, draw: random.Random) -> str:
    one = pick(log, draw, sealed=True)
    ((number,),) = log.run("SELECT number FROM audit_seal WHERE access_id = ?", one)
    delete_with_its_seal_of(log, one)
    log.run("UPDATE audit_seal SET number = number - 1 WHERE number > ?", number)
    return f"{one}"


def delete_with_its_seal_of(log: Log, one: int) -> None:
    log.run("DELETE FROM audit_access WHERE id = ?", one)
    log.run("DELETE FROM audit_seal WHERE access_id = ?", one)


def insert(log: Log, draw: random.Random) -> str:
    """Put in an entry that was never written, signed with something."""
    pk = pick(log, draw) + draw.randint(1, 1000)
    of = f"SELECT {COLUMNS.replace('id,', '?,', 1).replace('person_id', '?')} FROM audit_access"
    like = log.run(f"{of} WHERE id = ?", pk, draw.randint(50, 99), pick(log, draw))[0]
    mac = draw.choice([like[-1], "0" * 64, sha256(str(like).encode()).hexdigest()])
    marks = ", ".join("?" * 17)
    log.run(f"INSERT INTO audit_access VALUES ({marks})", *like[:-1], mac)
    return f"{pk}"


def copy_an_entry(log: Log, draw: random.Random) -> str:
    """Put in an entry a second time, signature and all: somebody seems to have looked twice."""
    one = pick(log, draw)
    pk = one + draw.randint(1, 1000)
    columns = COLUMNS.replace("id,", "?,", 1)
    log.run(f"INSERT INTO audit_access SELECT {columns} FROM audit_access WHERE id = ?", pk, one)
    return f"{one} as {pk}"


def swap(log: Log, draw: random.Random) -> str:
    """Let two entries change places, by their ids or by their seals."""
    one, other = draw.sample(all_of(log, sealed=True), 2)
    table, column = draw.choice([("audit_access", "id"), ("audit_seal", "access_id")])
    for old, new in ((one, -1), (other, one), (-1, other)):
        log.run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", new, old)
    return f"{one} and {other} in {table}"


def swap_numbers(log: Log, draw: random.Random) -> str:
    one, other = draw.sample(range(1, ENTRIES + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        log.run("UPDATE audit_seal SET number = ? WHERE number = ?", new, old)
    return f"{one} and {other}"


def cut_the_tail(log: Log, draw: random.Random) -> str:
    keep = draw.randint(0, ENTRIES - 1)
    kept = "SELECT access_id FROM audit_seal WHERE number <= ?"
    log.run(f"DELETE FROM audit_access WHERE id NOT IN ({kept})", keep)
    log.run("DELETE FROM audit_seal WHERE number > ?", keep)
    return f"after {keep}"


def cut_seals_only(log: Log, draw: random.Random) -> str:
    keep = draw.randint(0, ENTRIES - 1)
    log.run("DELETE FROM audit_seal WHERE number > ?", keep)
    return f"after {keep}"


def change_a_seal(log: Log, draw: random.Random) -> str:
    column, value = draw.choice([("at", "2020-01-01 00:00:00"), ("mac", "f" * 64), ("at", None)])
    number = draw.randint(1, ENTRIES)
    log.run(f"UPDATE audit_seal SET {column} = ? WHERE number = ?", value, number)
    return f"{column} of {number}"


def put_a_seal_before(log: Log, draw: random.Random) -> str:
    log.run("INSERT INTO audit_seal VALUES (?, ?, '2026-01-01 00:00:00', ?)", 0, 7, "0" * 64)
    return "number 0"


def hash_all_again(log: Log, draw: random.Random) -> str:
    """Change an entry, and then sign everything anew, consistently, with a key of one's own."""
    own = draw.choice((b"another key than the one that is kept secret", NO_KEY))
    what = edit_something_sound(log, draw)
    entries = {row[0]: row for row in log.run(f"SELECT {COLUMNS} FROM audit_access")}
    macs = {}
    for pk, row in entries.items():
        at = datetime.fromisoformat(row[1])
        values = [pk, utc(at), *row[2:-2]]
        macs[pk] = signed(own, f"vardag access {row[-2]}", values)
        log.run("UPDATE audit_access SET mac = ? WHERE id = ?", macs[pk], pk)
    previous = seal_anew(log, own, macs)
    if draw.random() < 0.5:  # and the head as well, if it is within reach
        log.head = a_head(own, previous)
    return what


def seal_anew(log: Log, key: bytes, macs: Mapping[int, str]) -> str:
    """Seal every entry anew with a key, and return the last seal."""
    previous = "0" * 64
    for number, pk, at in log.run("SELECT number, access_id, at FROM audit_seal ORDER BY 1"):
        place = [previous, number, pk, utc(datetime.fromisoformat(at)), macs[pk]]
        previous = signed(key, "vardag seal 1", place)
        log.run("UPDATE audit_seal SET mac = ? WHERE number = ?", previous, number)
    return previous


def a_head(key: bytes, last: str) -> str:
    said = {"number": ENTRIES, "seal": last, "at": "x"}
    return json.dumps(said | {"signature": signed(key, "vardag head 1", [ENTRIES, last, "x"])})


def utc(at: datetime) -> str:
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def edit_something_sound(log: Log, draw: random.Random) -> str:
    one = pick(log, draw)
    log.run("UPDATE audit_access SET person_id = 77 WHERE id = ?", one)
    return f"{one}"


def restore_an_older_database(log: Log, draw: random.Random) -> str:
    log.tables = _copy(log.older)
    return "eight entries back"


def forge_the_head(log: Log, draw: random.Random) -> str:
    said = json.loads(log.head or "")
    key = draw.choice(list(said))
    said[key] = draw.choice([0, 5, "x", None, "0" * 64])
    log.head = draw.choice([json.dumps(said), "", "null", "[]", (log.head or "")[:-9]])
    return log.head


def take_the_head_away(log: Log, draw: random.Random) -> str:
    log.head = None
    return "no head"


def pick(log: Log, draw: random.Random, *, sealed: bool = False) -> int:
    return draw.choice(all_of(log, sealed=sealed))


def all_of(log: Log, *, sealed: bool) -> list[int]:
    """Return the ids of all entries; what has no seal yet can vanish within seconds of being written."""
    table, column = ("audit_seal", "access_id") if sealed else ("audit_access", "id")
    return [pk for (pk,) in log.run(f"SELECT {column} FROM {table} ORDER BY {column}")]


TAMPERINGS: tuple[Callable[[Log, random.Random], str], ...] = (
    edit,
    edit,
    edit,
    delete,
    delete_with_its_seal,
    delete_and_close_the_gap,
    insert,
    copy_an_entry,
    swap,
    swap_numbers,
    cut_the_tail,
    cut_seals_only,
    change_a_seal,
    put_a_seal_before,
    hash_all_again,
    restore_an_older_database,
    forge_the_head,
    take_the_head_away,
)
