"""The access log as it is written and sealed: each entry signed and in its place, none passed over."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.build import MONDAY
from tests.rooms.logged import noted
from vardag.domain.people.identity import CaseId, PersonId
from vardag.rooms.audit import key as keys
from vardag.rooms.audit import sealing
from vardag.rooms.audit.actions import LogUnwritable, entry_id, note_access
from vardag.rooms.audit.key import NoKey, log_key, make_key, read_key
from vardag.rooms.audit.models import AccessRow, SealRow
from vardag.rooms.audit.sealing import HeadDisagrees, seal
from vardag.rooms.audit.words import About, What, Where, Who, as_named, as_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(tmp_path) -> Path:
    return tmp_path / "access-log.head"


def sealed(head: Path, **more) -> int:
    return seal(key=log_key(), head=head, at=MONDAY, **more).number


def test_an_entry_says_who_from_where_what_whom_when_and_why():
    pk = noted(person=7, clinic=3, case=11, patient=5)

    row = AccessRow.objects.get()
    assert row.pk == pk
    assert (row.person_id, row.clinic_id, row.roles) == (7, 3, "receiver")
    assert (row.what, row.result, row.case_id, row.patient_id) == ("opened", "shown", 11, 5)
    assert (row.at, row.page, row.request_id) == (MONDAY, "inbox:case", "0" * 32)


def test_an_entry_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        noted()


def test_entries_of_one_millisecond_get_ids_of_their_own():
    chances = iter([5, 5, 5, 6])
    for _ in range(2):
        note_access(
            who=Who(PersonId(1)),
            what=What.OPENED,
            at=MONDAY,
            about=About(),
            where=Where(),
            chance=lambda _: next(chances),
        )

    assert list(AccessRow.objects.order_by("pk").values_list("pk", flat=True)) == [
        entry_id(MONDAY) | 5,
        entry_id(MONDAY) | 6,
    ]


def test_ids_follow_time_and_last_until_2088():
    assert entry_id(MONDAY) < entry_id(MONDAY + timedelta(milliseconds=1))
    assert entry_id(MONDAY.replace(year=2088)) < 2**63


def test_a_list_is_stored_as_its_cases_with_their_patients():
    named = ((CaseId(12), PersonId(7)), (CaseId(13), PersonId(9)))

    assert as_text(named) == " 12:7 13:9 "
    assert as_named(as_text(named)) == named
    assert as_text(()) == ""
    assert as_named("") == ()


def test_a_log_without_its_table_is_said_to_be_unwritable():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_access RENAME TO audit_away")

    with pytest.raises(LogUnwritable):
        noted()


def test_a_log_without_its_key_is_said_to_be_unwritable(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "THROW_AWAY", False)
    monkeypatch.setattr(settings, "LOG_KEY_FILE", tmp_path / "nothing-here", raising=False)

    with pytest.raises(LogUnwritable):
        noted()
    assert not AccessRow.objects.exists()


def test_a_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    path = tmp_path / "key"

    assert make_key(path)
    first = read_key(path)
    assert not make_key(path)
    assert len(first) >= keys.SHORTEST
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_bytes().strip() == first


def test_a_short_key_is_no_key(tmp_path):
    path = tmp_path / "key"
    path.write_text("short\n")

    with pytest.raises(NoKey, match="shorter"):
        read_key(path)


def test_every_entry_is_sealed_once_in_a_chain_without_gaps(head):
    ids = {noted(at=MONDAY + timedelta(seconds=n)) for n in range(5)}

    assert sealed(head) == 5
    assert sealed(head) == 5
    ids.add(noted(at=MONDAY + timedelta(minutes=1)))
    assert sealed(head) == 6

    rows = SealRow.objects.order_by("number")
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {row.access_id for row in rows} == ids


def test_nothing_to_seal_leaves_no_head(head):
    assert sealed(head) == 0
    assert not head.exists()


def test_an_entry_that_became_visible_late_is_sealed_after_those_that_came_later(head):
    later = noted(at=MONDAY + timedelta(seconds=9))
    sealed(head)
    earlier = noted(at=MONDAY)

    sealed(head, from_id=entry_id(MONDAY - timedelta(hours=1)))

    in_order = SealRow.objects.order_by("number").values_list("access_id", flat=True)
    assert list(in_order) == [later, earlier]


def test_a_round_leaves_old_entries_to_the_one_that_looks_through_all(head):
    old = noted(at=MONDAY - timedelta(days=3))
    new = noted(at=MONDAY)

    sealed(head, from_id=entry_id(MONDAY - timedelta(hours=1)))
    assert list(SealRow.objects.values_list("access_id", flat=True)) == [new]
    sealed(head)
    assert set(SealRow.objects.values_list("access_id", flat=True)) == {new, old}


def test_the_head_says_how_far_and_never_less(head):
    noted()
    sealed(head)
    first = head.read_text()
    sealed(head)

    assert json.loads(first)["number"] == 1
    assert head.read_text() == first


def test_nothing_is_sealed_onto_a_log_that_the_head_knows_otherwise(head):
    noted()
    sealed(head)
    head.write_text(head.read_text().replace('"number": 1', '"number": 2'))
    noted(at=MONDAY + timedelta(seconds=1))

    with pytest.raises(HeadDisagrees):
        sealed(head)
    assert SealRow.objects.count() == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", "no head", '{"number": 1}'])
def test_nothing_is_sealed_where_the_head_is_no_head(head, text):
    head.write_text(text)
    noted()

    with pytest.raises(HeadDisagrees):
        sealed(head)


def test_a_head_that_is_a_folder_stops_the_sealing(head):
    head.mkdir()
    noted()

    with pytest.raises(HeadDisagrees):
        sealed(head)


def test_who_is_slower_than_another_worker_leaves_the_seals_to_that_one(head, monkeypatch):
    noted()
    sealed(head)
    noted(at=MONDAY + timedelta(seconds=1))
    before = SealRow.objects.order_by("-number").values_list("number", "mac").first()
    monkeypatch.setattr(sealing, "_last", lambda: sealing.Sealed(0, "0" * 64))

    found = seal(key=log_key(), head=head, at=MONDAY)

    assert found.added == 0
    assert SealRow.objects.order_by("-number").values_list("number", "mac").first() == before


def test_no_entry_says_anything_of_what_a_case_holds():
    holds_text = {"named", "reason", "page", "roles", "what", "result", "request_id", "mac"}
    holds_text |= {"provider", "level"}  # of sign-ins: the file of providers' words
    fields = {field.name for field in AccessRow._meta.concrete_fields}

    assert {
        field.name
        for field in AccessRow._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField")
    } == holds_text
    assert "text" not in fields


def test_chance_makes_no_difference_to_what_is_sealed(head):
    draw = random.Random(4)
    for _ in range(30):
        noted(at=MONDAY + timedelta(milliseconds=draw.randrange(5)))

    assert sealed(head) == 30
