"""What the staff directory says is brought in, written down, and takes nothing away by itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.build import MONDAY
from tests.rooms.directories import Kept
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import PersonId, Profession, Role
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.rooms.people.models import DirectoryEventRow, PersonRow
from vardag.rooms.people.somebody import somebody
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.directory import DirectoryAway, Entry
from vardag.rooms.people.staff.refreshing import Change, Fact, due, refresh, refresh_at, unanswered
from vardag.rooms.people.staff.roll import directory_events_of, member

TODAY = local_date(MONDAY)
HOUR = timedelta(hours=1)


@pytest.fixture
def directory(world, tmp_path, settings) -> Kept:
    return Kept(tmp_path / "directory.yaml", settings)


def row_of(world, name: str) -> PersonRow:
    return PersonRow.objects.get(pk=world.staff[name])


def test_nothing_new_changes_nothing_but_when_it_was_asked(world, directory):
    before = row_of(world, "nurse")

    assert refresh(world.staff["nurse"], at=MONDAY) == []

    after = row_of(world, "nurse")
    assert after.directory_answered_at == MONDAY
    assert (after.name, after.title, after.profession) == (
        before.name,
        before.title,
        before.profession,
    )
    assert not DirectoryEventRow.objects.exists()


def test_what_changed_is_written_down_with_old_and_new_and_who_fetched_it(world, directory):
    nurse, old = world.staff["nurse"], row_of(world, "nurse")
    directory.says(nurse, family_name="Ny-Namn", title="barnmorska", profession="other")

    changes = refresh(nurse, by=world.staff["manager"], at=MONDAY)

    assert changes == [
        Change(Fact.NAME, old.name, f"{old.given_name} Ny-Namn"),
        Change(Fact.TITLE, old.title, "barnmorska"),
        Change(Fact.PROFESSION, "nurse", "other"),
    ]
    written = directory_events_of(nurse)
    assert {Change(each.fact, each.before, each.after) for each in written} == set(changes)
    assert {each.by for each in written} == {row_of(world, "manager").name}
    assert refresh(nurse, at=MONDAY) == []


def test_who_is_no_longer_a_nurse_is_none_at_the_next_question(world, directory):
    nurse = world.staff["nurse"]
    directory.says(nurse, profession="medical-secretary")

    refresh(nurse, at=MONDAY)

    found = somebody(nurse, on=TODAY)
    assert found is not None
    assert found.staff is not None
    assert found.staff.profession is Profession.MEDICAL_SECRETARY
    assert not found.staff.is_nurse


def test_whom_the_directory_does_not_know_any_more_keeps_the_roles_and_is_shown(world, directory):
    nurse = world.staff["nurse"]
    gone = directory.forgets(nurse)

    assert refresh(nurse, at=MONDAY) == [Change(Fact.GONE)]
    assert refresh(nurse, at=MONDAY + HOUR) == []

    found = member(world.clinics["outpatient"], nurse, on=TODAY)
    assert found is not None
    assert found.is_missing
    assert found.row.missing_since == MONDAY
    staff = world.staff_member("nurse", on=TODAY)
    assert Role.RECEIVER in staff.roles[world.clinics["outpatient"]]
    assert staff.is_nurse

    directory.remembers(nurse, gone)
    assert refresh(nurse, at=MONDAY + HOUR) == [Change(Fact.BACK)]
    assert row_of(world, "nurse").missing_since is None


def test_a_directory_that_is_away_changes_nothing(world, directory):
    nurse = world.staff["nurse"]
    directory.says(nurse, title="barnmorska")
    directory.is_away()
    before = PersonRow.objects.order_by("pk").values()

    with pytest.raises(DirectoryAway):
        refresh(nurse, at=MONDAY)

    assert list(PersonRow.objects.order_by("pk").values()) == list(before)
    assert row_of(world, "nurse").directory_answered_at is None
    assert not DirectoryEventRow.objects.exists()


@pytest.mark.parametrize("name", ["receiver", "clinician", "nurse"])
def test_only_who_manages_staff_fetches_by_hand(world, directory, name):
    by = world.staff_member(name, on=TODAY)

    with pytest.raises(NotPermitted):
        refresh_at(world.clinics["outpatient"], world.staff["nurse"], by=by, at=MONDAY)


def test_nobody_fetches_who_never_was_at_the_clinic(world, directory):
    by, clinic = world.staff_member("manager", on=TODAY), world.clinics["outpatient"]

    for person in (world.staff["doctor"], PersonId(4711)):
        with pytest.raises(OutOfReach):
            refresh_at(clinic, person, by=by, at=MONDAY)
    assert refresh_at(clinic, world.staff["nurse"], by=by, at=MONDAY) == []


def test_adding_somebody_anew_writes_down_what_changed(world):
    by, clinic = world.staff_member("manager", on=TODAY), world.clinics["outpatient"]
    new = Entry(hsa_id("SE0000000000-7001"), "Nya", "Nilsson", "kurator", Profession.CLINICIAN)
    older = Entry(hsa_id("SE0000000000-7001"), "Nya", "Berg", "kurator", Profession.CLINICIAN)

    person = staffing.add(new, clinic=clinic, by=by, at=MONDAY)
    assert directory_events_of(person) == []
    staffing.add(older, clinic=clinic, by=by, at=MONDAY)

    (event,) = directory_events_of(person)
    assert (event.fact, event.before, event.after) == (Fact.NAME, "Nya Nilsson", "Nya Berg")


def test_due_are_those_with_a_role_of_whom_it_was_long_ago(world, directory):
    everybody = due(at=MONDAY, after=17 * HOUR)
    assert set(everybody) == set(world.staff.values())

    nurse = world.staff["nurse"]
    refresh(nurse, at=MONDAY)

    assert nurse not in due(at=MONDAY + 16 * HOUR, after=17 * HOUR)
    assert nurse in due(at=MONDAY + 17 * HOUR, after=17 * HOUR)


def test_what_the_directory_changed_stands(real_world, tmp_path, settings):
    kept = Kept(tmp_path / "directory.yaml", settings)
    kept.says(real_world.staff["nurse"], title="barnmorska")
    refresh(real_world.staff["nurse"], at=MONDAY)

    for change in (lambda rows: rows.update(after="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(DirectoryEventRow.objects.all())


def test_of_whom_the_directory_has_said_nothing_for_long_it_is_told_how_many_and_since_when(
    world, directory
):
    refresh(world.staff["nurse"], at=MONDAY)

    assert unanswered(at=MONDAY + HOUR, after=2 * HOUR).many == 0
    found = unanswered(at=MONDAY + 3 * HOUR, after=2 * HOUR)
    assert (found.many, found.since) == (1, MONDAY)
