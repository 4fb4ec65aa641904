"""What is asked of somebody, as rows have it: read by that person alone, and by nobody else."""

import pytest

from tests.build import MONDAY, TUESDAY
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.people.protection import Protection
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.inquiries import colleagues_at, questions_to, was_asked
from vardag.rooms.cases.mentions import see, told
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import for_asked
from vardag.rooms.people.actions import grant
from vardag.rooms.people.models import AbsenceRow, GrantRow, PersonRow

pytestmark = pytest.mark.django_db
ASKS, DAY = "ask-clinician", local_date(MONDAY)


def a_visit(world: World, of: str = "therapist") -> CaseId:
    case = sent(
        world, "cancel-or-rebook", form={"wish": "remote-video", "appointment": "2026-09-14"}
    )
    did(world, case, acts.AskColleague(ASKS, world.staff[of], "Går det?"))
    return case


def to(world: World, name: str) -> list[CaseId]:
    return [each.full.id for each in questions_to(world.staff_member(name, on=DAY))]


def test_a_question_is_for_who_is_asked_and_nobody_else(world):
    case = a_visit(world)

    assert to(world, "therapist") == [case]
    for name in set(world.staff) - {"therapist"}:
        assert to(world, name) == []
        with pytest.raises(OutOfReach):
            for_asked(case, by=world.staff_member(name, on=DAY))


def test_what_is_to_be_answered_first_comes_first(world):
    cases = [a_visit(world) for _ in range(3)]
    CaseRow.objects.filter(pk=cases[2]).update(inquiry_due_date="2026-09-01")

    assert to(world, "therapist") == [cases[2], *cases[:2]]


def test_it_is_gone_when_it_is_answered_and_who_asked_is_told_by_name(world):
    case = a_visit(world)
    did(world, case, acts.AnswerInquiry(ASKS, "possible", "Ja."), by="therapist", at=TUESDAY)

    assert to(world, "therapist") == []
    receiver = world.staff_member("receiver", on=DAY)
    (note,) = told(receiver)
    assert (note.case, note.by.strip(), note.is_answer) == (case, "therapist", True)
    see(case=case, by=receiver, at=TUESDAY)
    assert told(receiver) == ()
    assert list(disagreements()) == []


def test_a_note_is_no_answer(world):
    case = a_visit(world)
    did(world, case, acts.AddNote("Se här.", to=(world.staff["nurse"],)))

    (note,) = told(world.staff_member("nurse", on=DAY))
    assert not note.is_answer


def test_a_row_that_says_another_is_asked_is_found(world):
    case = a_visit(world)
    CaseRow.objects.filter(pk=case).update(inquiry_to=world.staff["manager"])

    assert [each for each in disagreements() if "inquiry_to_id" in each]
    assert to(world, "manager") == []  # the ledger says whose it is


def test_who_has_left_is_asked_nothing_and_cannot_be_asked(world):
    a_visit(world)
    GrantRow.objects.filter(person=world.staff["therapist"]).update(until_date="2026-09-01")

    assert to(world, "therapist") == []
    with pytest.raises(InvalidForm):
        a_visit(world)


def test_another_clinics_question_is_no_question_of_this_one(world):
    """Who works at two clinics and leaves the one whose case it is isn't asked any more."""
    case = a_visit(world)
    therapist = world.staff["therapist"]
    grant(person=therapist, clinic=world.clinics["elsewhere"], role=Role.COLLEAGUE, from_date=DAY)
    assert to(world, "therapist") == [case]

    GrantRow.objects.filter(person=therapist, clinic=world.clinics["outpatient"]).update(
        until_date="2026-09-01"
    )
    assert to(world, "therapist") == []


def test_of_a_protected_family_nobody_is_named(world):
    case = a_visit(world)
    PersonRow.objects.filter(pk=world.residents["child"]).update(protection=Protection.MARKED)

    (question,) = questions_to(world.staff_member("therapist", on=DAY))

    assert question.full.id == case
    assert question.full.is_masked
    assert question.patient.name.strip() == ""


def test_everybody_who_works_at_the_clinic_can_be_asked_once_each(world):
    person = world.staff["therapist"]
    grant(person=person, clinic=world.clinics["outpatient"], role=Role.HANDLER, from_date=DAY)
    grant(
        person=world.staff["doctor"],
        clinic=world.clinics["outpatient"],
        role=Role.CLEARED,
        from_date=DAY,
    )
    AbsenceRow.objects.create(person_id=person, from_date=DAY)

    found = colleagues_at(world.clinics["outpatient"], on=DAY)

    assert [each.name for each in found] == [
        *("administrator", "clinician", "manager", "nurse", "receiver", "therapist")
    ]
    assert [each.name for each in found if each.is_away] == ["therapist"]


def test_it_is_known_who_was_asked_whatever_came_of_it(world):
    case = a_visit(world)
    did(world, case, acts.WithdrawInquiry(ASKS))

    assert was_asked(case, world.staff["therapist"])
    assert not was_asked(case, world.staff["manager"])
    assert not was_asked(CaseId(10**9), world.staff["therapist"])


def test_a_question_that_ends_while_the_page_is_made_is_not_on_it(world, monkeypatch):
    a_visit(world)
    monkeypatch.setattr("vardag.domain.access.may_answer_inquiry", lambda *_: False)

    assert to(world, "therapist") == []
