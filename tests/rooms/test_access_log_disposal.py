"""Disposing of the log's oldest entries: by a decision, which stands, and the chain goes on from it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.build import MONDAY
from tests.rooms.logged import noted
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.log.verifier import Rows, Verdict, verify
from vardag.doors.ops.log.words import WORDS
from vardag.rooms.audit.aside import standing_rows_aside
from vardag.rooms.audit.disposal import NothingThatOld, TooYoung, dispose, oldest
from vardag.rooms.audit.key import log_key
from vardag.rooms.audit.models import AccessRow, DisposalRow, SealRow
from vardag.rooms.audit.sealing import seal

pytestmark = pytest.mark.django_db

YEARS = 8
NOW = MONDAY.replace(year=2034)  # ids begin in 2020
NOON = datetime(NOW.year, 3, 1, 12, tzinfo=STOCKHOLM)
FIVE_YEARS_AGO = date(NOW.year - 5, NOW.month, NOW.day)


@pytest.fixture
def head(tmp_path) -> Path:
    return tmp_path / "head"


@pytest.fixture
def log(head: Path) -> Path:
    """Two entries a year for eight years, sealed each year."""
    for ago in range(YEARS, 0, -1):
        at = NOON.replace(year=NOON.year - ago)
        for n in range(2):
            noted(case=ago, at=at + timedelta(days=n))
        seal(key=log_key(), head=head, at=at + timedelta(days=2))
    return head


def disposed(before: date = FIVE_YEARS_AGO, *, at: datetime = NOW):
    return dispose(
        before=before, decision="Beslut 2026:14, § 3", by=PersonId(7), at=at, key=log_key()
    )


def verdict(head: Path, *, at: datetime = NOW) -> Verdict:
    def ask(sql: str, particulars: Sequence[Any]) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, particulars)
            return cursor.fetchall()

    words = WORDS[connection.vendor]
    return verify(ask, key=log_key(), head=head.read_text(), at=at, words=words)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_would_go_is_told_and_nothing_goes(log):
    found = oldest(before=FIVE_YEARS_AGO, at=NOW)

    assert (found.first, found.last, found.entries, found.number) == (1, 8, 8, 1)
    assert found.from_at.year == NOW.year - 8
    assert found.until_at.year == NOW.year - 5
    assert AccessRow.objects.count() == SealRow.objects.count() == 2 * YEARS


def test_nothing_younger_than_five_years_can_go(log):
    with pytest.raises(TooYoung):
        disposed(FIVE_YEARS_AGO + timedelta(days=1))

    assert not DisposalRow.objects.exists()
    assert AccessRow.objects.count() == 2 * YEARS


def test_on_a_leap_day_five_years_ago_is_the_28th(log):
    leap = datetime(2036, 2, 29, 12, tzinfo=STOCKHOLM)

    assert oldest(before=date(2031, 2, 28), at=leap).first == 1
    with pytest.raises(TooYoung):
        oldest(before=date(2031, 3, 1), at=leap)


def test_the_decision_stands_with_who_when_how_many_and_the_last_seal(log):
    last = SealRow.objects.get(number=8).mac

    disposed()

    row = DisposalRow.objects.get()
    assert (row.number, row.by_id, row.decision) == (1, 7, "Beslut 2026:14, § 3")
    assert (row.at, row.before_date) == (NOW, FIVE_YEARS_AGO)
    assert (row.first, row.last, row.entries, row.seal) == (1, 8, 8, last)
    for sql in ("UPDATE audit_disposal SET by_id = 1", "DELETE FROM audit_disposal"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(sql)


def test_the_entries_are_gone_and_the_log_is_whole_from_there_on(log):
    disposed()

    assert sorted(SealRow.objects.values_list("number", flat=True)) == list(range(9, 17))
    assert not AccessRow.objects.filter(at__year__lte=NOW.year - 5).exists()
    assert verdict(log) == Verdict(8, disposed=8)


def test_the_disposal_is_itself_an_entry_that_is_sealed(log):
    disposed()

    row = AccessRow.objects.get(what="disposed")
    assert (row.person_id, row.result, row.reason) == (7, "done", "disposal 1")
    seal(key=log_key(), head=log, at=NOW)
    assert verdict(log) == Verdict(9, disposed=8)


def test_one_disposal_follows_another(log):
    disposed(date(NOW.year - 7, 1, 1))
    disposed()

    assert list(DisposalRow.objects.values_list("number", "first", "last").order_by("number")) == [
        (1, 1, 2),
        (2, 3, 8),
    ]
    assert verdict(log) == Verdict(8, disposed=8)


def test_there_is_nothing_to_dispose_of_a_second_time(log):
    disposed()

    with pytest.raises(NothingThatOld):
        disposed()


def test_there_is_nothing_to_dispose_of_in_an_empty_log():
    with pytest.raises(NothingThatOld):
        disposed()


def test_the_last_entry_of_all_stays_for_the_chain_goes_on_from_it(head):
    for n in range(3):
        noted(case=n, at=NOON.replace(year=2022) + timedelta(days=n))
    seal(key=log_key(), head=head, at=NOON.replace(year=2023))

    assert disposed().last == 2
    seal(key=log_key(), head=head, at=NOW)
    assert verdict(head) == Verdict(2, disposed=2)
    assert min(SealRow.objects.values_list("number", flat=True)) == 3


def test_an_old_entry_that_was_sealed_after_a_young_one_waits_for_it(head):
    noted(case=1, at=NOON.replace(year=2022))
    noted(case=2, at=NOON)
    seal(key=log_key(), head=head, at=NOON)
    noted(case=3, at=NOON.replace(year=2023))
    seal(key=log_key(), head=head, at=NOON)

    disposed()

    assert set(AccessRow.objects.filter(what="opened").values_list("case_id", flat=True)) == {2, 3}


def test_after_a_disposal_rows_stand_as_before(log):
    disposed()

    for table in ("audit_access", "audit_seal"):
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET mac = 'x'"):
            with pytest.raises(DatabaseError), transaction.atomic():
                run(sql)


def test_what_cannot_be_logged_is_not_disposed_of(log, monkeypatch):
    def refuse(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("vardag.rooms.audit.disposal.note_access", refuse)

    with pytest.raises(DatabaseError):
        disposed()

    assert AccessRow.objects.count() == 2 * YEARS
    assert not DisposalRow.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        run("DELETE FROM audit_access")


# ---- Nobody cuts the log by a disposal that nobody decided ------------------------------------------

type Forgery = Callable[[], None]


def a_disposal_without_the_key() -> None:
    last = SealRow.objects.get(number=10).mac
    DisposalRow.objects.create(
        number=2,
        at=NOW,
        by_id=7,
        decision="Nobody's",
        before_date=FIVE_YEARS_AGO,
        first=9,
        last=10,
        entries=2,
        from_at=NOW,
        until_at=NOW,
        seal=last,
        mac="0" * 64,
    )
    gone("DELETE FROM audit_seal WHERE number <= 10")


def gone(sql: str) -> None:
    with aside(), connection.cursor() as cursor:
        cursor.execute(sql)


def aside():
    return standing_rows_aside("audit_access", "audit_seal", "audit_disposal")


def change(assignment: str) -> Forgery:
    def changed() -> None:
        triggers_of("audit_disposal")
        run(f"UPDATE audit_disposal SET {assignment}")

    return changed


def triggers_of(table: str) -> None:
    """Take a table's triggers away, as who owns the database can."""
    if connection.vendor == "postgresql":
        run(f"DROP TRIGGER {table}_stands ON {table}")
        return
    for act in ("update", "delete"):
        run(f"DROP TRIGGER {table}_stands_{act}")


def without_the_disposal() -> None:
    triggers_of("audit_disposal")
    run("DELETE FROM audit_disposal")


FORGERIES: dict[str, Forgery] = {
    "a disposal made up": a_disposal_without_the_key,
    "a disposal taken away": without_the_disposal,
    "another who decided": change("by_id = 8"),
    "another decision": change("decision = 'x'"),
    "another day": change("before_date = '2021-01-01'"),
    "another moment": change("at = '2021-01-01 00:00:00'"),
    "more entries": change("last = 9"),
    "fewer entries": change("last = 7"),
    "another count": change("entries = 7"),
    "another first": change("first = 2"),
    "another last seal": change(f"seal = '{'0' * 64}'"),
    "another number": change("number = 2"),
    "a seal put back": lambda: run(
        "INSERT INTO audit_seal VALUES (8, 8, '2021-01-01 00:00:00', 'x')"
    ),
    "one entry more cut": lambda: gone("DELETE FROM audit_seal WHERE number = 9"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_disposal_that_was_not_decided_so_is_found(log, forgery: str):
    disposed()
    assert not verdict(log).broken

    FORGERIES[forgery]()

    assert verdict(log).broken


def test_a_head_from_before_the_disposal_holds_for_what_follows(log):
    kept = log.read_text()
    disposed()
    seal(key=log_key(), head=log, at=NOW)
    log.write_text(kept)

    assert verdict(log) == Verdict(9, disposed=8)


@pytest.mark.parametrize("at_number", [4, 8])
def test_a_head_of_an_entry_that_is_disposed_of_is_held_to_what_is_left(head, at_number: int):
    for n in range(at_number):
        noted(case=n, at=NOON.replace(year=2022) + timedelta(days=n))
    seal(key=log_key(), head=head, at=NOON.replace(year=2023))
    kept = head.read_text()
    for n in range(8):
        noted(case=n, at=NOON.replace(year=2024) + timedelta(days=n))
    seal(key=log_key(), head=head, at=NOON.replace(year=2025))
    with suppress(NothingThatOld):
        disposed(date(2024, 1, 1))
    head.write_text(kept)

    assert not verdict(head).broken
