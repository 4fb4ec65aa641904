"""The verifier names the first entry that isn't as it was written; and is itself not fooled.

A thousand tamperings are drawn by chance; some are tried on the databases themselves.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.build import MONDAY
from tests.harness.emptying import triggers_aside
from tests.rooms.tampering import (
    CHANGES,
    COLUMNS,
    ENTRIES,
    OPENED,
    TAMPERINGS,
    Log,
    a_head,
    a_log,
    pick,
    seal_anew,
    tables,
    utc,
    write,
)
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.log import verifier as log_verifier
from vardag.doors.ops.log.verifier import Rows, Verdict, signed, verify
from vardag.doors.ops.log.words import WORDS
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.key import log_key
from vardag.rooms.audit.sealing import seal
from vardag.rooms.audit.words import About, What, Where, Who

MANY = 1_000
AFTER = MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def closed_afterwards() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def log(db, tmp_path) -> Log:
    return a_log(tmp_path)


def test_a_log_that_nobody_touched_is_whole(log: Log):
    assert log.verdict() == Verdict(ENTRIES)


def test_entries_that_were_signed_before_sign_ins_were_entries_still_hold(log: Log):
    as_version_1(log)

    assert log.verdict() == Verdict(ENTRIES)


@pytest.mark.parametrize(
    "change", ["provider = 'siths'", "level = 'x'", "version = 2", "version = 0", "reason = 'x'"]
)
def test_nor_can_such_an_entry_be_given_more_than_was_signed(log: Log, change: str):
    as_version_1(log)

    log.run(f"UPDATE audit_access SET {change} WHERE case_id = 7")

    assert "isn't what was written" in log.verdict().broken


def as_version_1(log: Log) -> None:
    """Sign every entry as version 1 did, without provider and level, and put the chain on top anew."""
    columns = COLUMNS.replace(", provider, level, version, mac", "")
    macs = {}
    for pk, at, *others in log.run(f"SELECT {columns} FROM audit_access"):
        values = [pk, utc(datetime.fromisoformat(at)), *others]
        macs[pk] = signed(log_key(), "vardag access 1", values)
        log.run("UPDATE audit_access SET version = 1, mac = ? WHERE id = ?", macs[pk], pk)
    log.head = a_head(log_key(), seal_anew(log, log_key(), macs))


def test_a_log_with_nothing_in_it_is_whole(db):
    assert verify(Log(tables(), None, tables(), "").ask, key=b"k", head=None, at=MONDAY) == Verdict(
        0
    )


@pytest.mark.asvs("16.4.2")
def test_a_thousand_tamperings_are_all_found(log: Log):
    draw, found, missed = random.Random(1177), Counter[str](), []
    for _ in range(MANY):
        tamper = draw.choice(TAMPERINGS)
        tampered = log.copy()
        did = tamper(tampered, draw)
        if tampered.verdict().broken:
            found[tamper.__name__] += 1
        else:
            missed.append(f"{tamper.__name__}: {did}")
        tampered.tables.close()

    assert not missed
    assert found.total() == MANY
    assert len(found) == len(set(TAMPERINGS))


def test_a_log_that_is_looked_at_in_parts_shows_the_same(log: Log, monkeypatch):
    """Two hundred tamperings, each looked at in one piece, and in parts of one, five and seven."""
    draw = random.Random(1178)
    for _ in range(200):
        tampered = log.copy()
        did = draw.choice(TAMPERINGS)(tampered, draw)
        found = set()
        for many in (100_000, 1, 5, 7):
            monkeypatch.setattr(log_verifier, "AT_ONCE", many)
            found.add(tampered.verdict())
        assert len(found) == 1, (did, found)
        tampered.tables.close()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE audit_access SET person_id = 99 WHERE id = {third}", "entry 3: row {third} isn't"),
        (
            "DELETE FROM audit_access WHERE id = {third}",
            "entry 3: row {third} of the log is missing",
        ),
        ("DELETE FROM audit_seal WHERE number = 3", "entry 3: its seal is missing"),
        ("DELETE FROM audit_seal WHERE number >= 3", "entry 3: it and all up to entry 24"),
        ("UPDATE audit_seal SET at = '2020-01-01' WHERE number = 3", "entry 3: its seal isn't"),
        ("UPDATE audit_access SET mac = 'x' WHERE id >= {third}", "entry 3: row {third}"),
    ],
)
def test_the_first_broken_entry_is_named(log: Log, sql: str, says: str):
    ((third,),) = log.run("SELECT access_id FROM audit_seal WHERE number = 3")

    log.run(sql.format(third=third))

    assert log.verdict().broken.startswith(says.format(third=third))


def test_a_head_that_was_kept_elsewhere_tells_when_chain_and_head_were_both_put_back(log: Log):
    kept = log.head
    log.tables, log.head = log.older, log.older_head
    assert not log.verdict().broken  # whoever can put back both isn't found here

    log.head = kept

    assert log.verdict().broken.startswith("entry 17: it and all up to entry 24 are missing")


def test_an_older_head_holds_for_a_log_that_has_grown(log: Log):
    log.head = log.older_head

    assert log.verdict() == Verdict(ENTRIES)


def test_without_the_key_nothing_is_believed(log: Log):
    assert log.verdict(key=b"some other key of a good length, 32").broken.startswith("entry 1:")


@pytest.mark.parametrize("column", [each for each in CHANGES if each not in ("id", "mac")])
def test_bytes_in_a_column_are_no_entry(log: Log, column: str):
    ((third,),) = log.run("SELECT access_id FROM audit_seal WHERE number = 3")

    log.run(f"UPDATE audit_access SET {column} = ? WHERE id = ?", b"shown", third)

    assert log.verdict().broken.startswith("entry 3:")


def test_bytes_in_an_entry_that_has_no_seal_are_found_too(log: Log):
    log.run("UPDATE audit_access SET page = ? WHERE id = (SELECT max(id) FROM audit_access)", b"x")

    assert log.verdict().broken == "an entry that has no seal isn't what was written"


def test_an_entry_that_nobody_seals_is_named_after_a_while(log: Log):
    assert not log.verdict(at=MONDAY + timedelta(minutes=9)).broken
    assert log.verdict(at=AFTER).broken.endswith("has no seal, long after it was written")


@pytest.mark.parametrize("n", range(len(CHANGES)))
def test_no_column_is_left_out_of_what_is_signed(log: Log, n: int):
    column = list(CHANGES)[n]
    one = pick(log, random.Random(n), sealed=True)

    log.run(f"UPDATE audit_access SET {column} = 'tampered' WHERE id = ?", one)

    assert log.verdict().broken


# On the databases themselves, by somebody who took the triggers away.


@pytest.fixture
def head(tmp_path) -> Path:
    return tmp_path / "head"


@pytest.fixture
def real(transactional_db, head: Path) -> Callable[[], Verdict]:
    for n in range(ENTRIES):
        write(n)
    seal(key=log_key(), head=head, at=MONDAY)

    def ask(sql: str, particulars: Sequence[Any]) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, particulars)
            return cursor.fetchall()

    words = WORDS[connection.vendor]
    return lambda: verify(ask, key=log_key(), head=head.read_text(), at=MONDAY, words=words)


@pytest.mark.parametrize(
    "reason",
    ["Föräldern frågar", "a\ttab\nand lines", 'a "quote" \\', "\x7f\x01 🎈", "null", "[1,2]"],
)
def test_words_of_every_kind_are_written_and_read_alike(real: Callable[[], Verdict], head, reason):
    note_access(
        who=Who(PersonId(1)),
        what=What.OPENED,
        at=MONDAY,
        about=About(),
        where=Where(reason=reason),
    )
    seal(key=log_key(), head=head, at=MONDAY)

    assert real() == Verdict(ENTRIES + 1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_access SET person_id = 99 WHERE case_id = 7",
        "UPDATE audit_access SET at = '2020-01-01 00:00:00+00' WHERE case_id = 7",
        "UPDATE audit_access SET reason = 'x' WHERE case_id = 7",
        "DELETE FROM audit_access WHERE case_id = 7",
        "DELETE FROM audit_seal WHERE number = 7",
        "DELETE FROM audit_seal WHERE number > 7",
    ],
)
def test_each_database_tells_what_was_done_to_it(real: Callable[[], Verdict], sql: str):
    assert real() == Verdict(ENTRIES)

    with triggers_gone(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert real().broken


@contextmanager
def triggers_gone() -> Iterator[None]:
    """Take the triggers away for a while, as who owns the database can."""
    with triggers_aside():
        told = connection.vendor == "postgresql"
        for how in ("DISABLE", "ENABLE"):
            with connection.cursor() as cursor:
                for table in ("audit_access", "audit_seal") if told else ():
                    cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")
            if how == "DISABLE":
                yield
