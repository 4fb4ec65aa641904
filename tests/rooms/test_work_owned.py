"""Who owns the work that outlives a case, in the rows: found, carried on, and never hidden."""

from datetime import date

import pytest

from tests.build import MONDAY, TUESDAY
from tests.rooms.doing import a_closed_certificate, did
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.lists.work_history import work_history
from vardag.rooms.lists.worklist import Worklist, of_case, work_owned, worklist
from vardag.rooms.people.models import AbsenceRow, GroupRow

pytestmark = pytest.mark.django_db

DICTATION, SECRETARY = "type-dictation", "certificate_secretary"
TODAY = TUESDAY.date()


@pytest.fixture
def case(world) -> CaseId:
    return a_closed_certificate(world)


def given(world: World, case: CaseId, to: str, *, by: str = SECRETARY) -> Case:
    return did(world, case, acts.AssignWork(DICTATION, to=world.staff[to]), by=by)


def look(world: World, who: str = SECRETARY, *, on: date = TODAY) -> Worklist:
    return worklist(world.staff_member(who, on=on), world.clinics["medical"], on=on)


def test_the_row_knows_who_owns_it_and_the_ledger_says_the_same(world, case):
    given(world, case, "doctor")

    assert WorkRow.objects.get().owner_id == world.staff["doctor"]
    assert list(disagreements()) == []
    WorkRow.objects.update(owner=world.staff["medical_receiver"])
    assert "open work" in "".join(disagreements())


def test_the_next_piece_has_the_same_owner_unless_that_person_has_left(world, case):
    given(world, case, "doctor")
    did(world, case, acts.CompleteWork(DICTATION), by=SECRETARY, at=MONDAY)
    assert WorkRow.objects.get(done_at=None).owner_id == world.staff["doctor"]

    leaves(world, "doctor", on=TODAY)
    did(world, case, acts.CompleteWork("announce-in-worklist"), by=SECRETARY, at=TUESDAY)

    assert WorkRow.objects.get(done_at=None).owner_id is None


@pytest.mark.parametrize("who", ["receiver", "clinician", "manager", "guardian"])
def test_work_is_given_to_nobody_who_may_not_do_it(world, case, who):
    person = (world.staff | world.people)[who]

    with pytest.raises(InvalidForm):
        did(world, case, acts.AssignWork(DICTATION, to=person), by=SECRETARY)


def test_of_two_who_take_it_at_once_the_second_is_told(world, case):
    seen = given(world, case, "doctor").version - 1

    act = acts.AssignWork(DICTATION, to=world.staff[SECRETARY])
    with pytest.raises(ChangedMeanwhile):
        did(world, case, act, by=SECRETARY, seen=seen)


def test_a_new_date_is_the_rows_date_with_why(world, case):
    did(world, case, acts.PutOffWork(DICTATION, "Väntar.", "2026-09-19"), by=SECRETARY)

    row = WorkRow.objects.get()
    assert row.follow_up_date == date(2026, 9, 21)
    assert row.follow_up_why["date"] == "2026-09-21"
    assert list(disagreements()) == []


def test_the_list_says_whose_it_is_and_who_could_take_it(world, case):
    given(world, case, "doctor")
    did(world, case, acts.NoteOnWork(DICTATION, "Ligger i Intygsmodulen."), by="doctor")

    work = look(world)

    (piece,) = work.pieces
    assert (piece.owner, piece.owner_name) == (world.staff["doctor"], "doctor")
    assert piece.said == "Ligger i Intygsmodulen."
    assert {each.name for each in work.workers(piece)} == {
        "certificate_secretary",
        "doctor",
        "medical_receiver",
    }
    assert not work.is_unattended(piece)


def away(world: World) -> None:
    doctor = world.staff["doctor"]
    AbsenceRow.objects.create(person_id=doctor, from_date=TODAY, until_date=TODAY)


def out_of_the_group(world: World) -> None:
    GroupRow.objects.get(key="certificate-handlers").members.remove(world.staff["doctor"])


def gone(world: World) -> None:
    leaves(world, "doctor", on=TODAY)


@pytest.mark.parametrize("lose", [away, out_of_the_group, gone])
def test_work_of_somebody_who_is_away_has_left_or_lost_the_role_is_marked_and_stays(
    world, case, lose
):
    given(world, case, "doctor")

    lose(world)

    work = look(world)
    (piece,) = work.pieces
    assert work.is_unattended(piece)
    assert piece.owner_name == "doctor"


def test_what_somebody_owns_is_found_to_hand_it_over(world, case):
    a_closed_certificate(world)  # nobody's in particular
    given(world, case, "doctor")
    doctor = world.staff["doctor"]

    for reader, found in (("medical_receiver", [case]), (SECRETARY, [case]), ("receiver", [])):
        by = world.staff_member(reader, on=TODAY)
        lists = work_owned(doctor, by, on=TODAY)

        assert [piece.case.id for work in lists for piece in work.pieces] == found, reader


def test_one_case_is_found_alone_and_only_by_who_has_the_list(world, case):
    other = a_closed_certificate(world)
    clinic = world.clinics["medical"]

    by = world.staff_member("doctor", on=TODAY)
    (piece,) = worklist(by, clinic, on=TODAY, among=of_case(other)).pieces

    assert piece.case.id == other
    with pytest.raises(OutOfReach):
        worklist(world.staff_member("clinician", on=TODAY), clinic, on=TODAY, among=of_case(other))


def test_the_history_has_the_last_first_and_names_all_whom_it_names(world, case):
    given(world, case, "doctor")
    did(world, case, acts.NoteOnWork(DICTATION, "Hej"), by="medical_receiver")
    did(world, case, acts.CompleteWork(DICTATION), by="doctor")

    found = work_history(case)

    kinds = [entry.event.kind for entry in found.entries]
    assert kinds == ["work-completed", "work-noted", "work-assigned"]
    assert set(found.names.values()) == {"doctor", "certificate_secretary", "medical_receiver"}
