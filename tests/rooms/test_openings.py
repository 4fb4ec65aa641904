"""What somebody chose to read: followed up where it was chosen, and over when the case goes."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.build import MONDAY
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.people.protection import Protection
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.audit.actions import LogUnwritable
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import exceptional
from vardag.rooms.cases.models import OpeningReviewRow, OpeningRow
from vardag.rooms.cases.protected import see_protected
from vardag.rooms.cases.queries import for_staff, full_case
from vardag.rooms.people.actions import grant, protect

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
WHY = "Kollegan är sjuk och familjen ringer."
SOON = MONDAY + timedelta(minutes=10)
FOUND = "Rimligt: kollegan var sjuk."


def to_clinic(world: World, name: str) -> acts.Assign:
    return acts.Assign(acts.Clinic(world.clinics[name]))


def to_person(world: World, name: str) -> acts.Assign:
    return acts.Assign(acts.Person(world.people[name], world.clinics["outpatient"]))


def by_exception(world: World, case: CaseId, *, why: str = WHY) -> None:
    exceptional.open_by_exception(
        number=full_case(case).number,
        clinic=world.clinics["outpatient"],
        reason=why,
        by=world.staff_member("clinician", on=TODAY),
        at=MONDAY,
    )


def a_protected_case(world: World) -> CaseId:
    """A protected case that the nurse holds, who is cleared and has chosen to see whom it is about."""
    case, clinic = sent(world), world.clinics["outpatient"]
    grant(person=world.people["nurse"], clinic=clinic, role=Role.CLEARED, from_date=TODAY)
    did(world, case, acts.Claim(), by="nurse")
    protect(person=world.people["child"], protection=Protection.MARKED)
    see_protected(case=case, reason=WHY, by=world.staff_member("nurse", on=TODAY), at=MONDAY)
    return case


def is_seen(world: World, case: CaseId) -> bool:
    return not for_staff(case, by=world.staff_member("nurse", on=TODAY), at=SOON).is_masked


def is_read(world: World, case: CaseId) -> bool:
    try:
        for_staff(case, by=world.staff_member("clinician", on=TODAY), at=SOON)
    except OutOfReach:
        return False
    return True


def reviewer(world: World, clinic: str = "outpatient", who: str = "administrator"):
    there = world.clinics[clinic]
    grant(person=world.people[who], clinic=there, role=Role.LOG_REVIEWER, from_date=TODAY)
    return world.staff_member(who, on=TODAY)


def follow_up(world: World, *, clinic: str = "outpatient", finding: str = FOUND, by) -> None:
    exceptional.review(
        opening=OpeningRow.objects.get().pk,
        clinic=world.clinics[clinic],
        finding=finding,
        by=by,
        at=MONDAY,
    )


# --- Who follows it up --------------------------------------------------------------------------


def test_a_case_that_is_sent_on_takes_no_opening_off_the_clinics_list(world: World):
    case = sent(world)
    by_exception(world, case)
    did(world, case, to_clinic(world, "elsewhere"))

    (opening,) = exceptional.openings(world.clinics["outpatient"])
    assert opening.reason == WHY
    assert exceptional.openings(world.clinics["elsewhere"]) == []
    follow_up(world, by=reviewer(world))

    assert OpeningReviewRow.objects.get().finding == FOUND


def test_protected_details_that_were_seen_stay_on_the_list_of_the_clinic_that_had_the_case(
    world: World,
):
    case = a_protected_case(world)
    did(world, case, to_clinic(world, "elsewhere"), by="nurse")

    (opening,) = exceptional.openings(world.clinics["outpatient"])

    assert opening.kind is exceptional.Kind.PROTECTED


def test_the_clinic_that_got_the_case_reviews_nothing_of_what_came_before(world: World):
    case = sent(world)
    by_exception(world, case)
    did(world, case, to_clinic(world, "elsewhere"))

    with pytest.raises(OutOfReach):
        follow_up(world, clinic="elsewhere", by=reviewer(world, "elsewhere", "outsider"))


def test_what_is_not_reviewed_is_listed_however_much_was_reviewed(world: World):
    clinic, by = world.clinics["outpatient"], world.people["administrator"]
    case = sent(world)
    made = [an_opening(world, case, minute) for minute in range(exceptional.MOST + 2)]
    for row in made[1:]:
        OpeningReviewRow.objects.create(opening=row, by_id=by, at=row.at, finding=FOUND)

    listed = exceptional.openings(clinic)

    assert len(listed) == exceptional.MOST
    assert [each.id for each in listed[:2]] == [made[0].pk, made[-1].pk]
    assert [each.finding is None for each in listed[:2]] == [True, False]


def an_opening(world: World, case: CaseId, minute: int) -> OpeningRow:
    at = MONDAY + timedelta(minutes=minute)
    return OpeningRow.objects.create(
        case_id=case,
        case_version=1,
        clinic_id=world.clinics["outpatient"],
        person_id=world.people["clinician"],
        reason=WHY,
        at=at,
        until=at + exceptional.LASTS,
    )


# --- When it ends ---------------------------------------------------------------------------------


def test_an_exception_does_not_come_back_with_the_case(world: World):
    case = sent(world)
    by_exception(world, case)
    assert is_read(world, case)
    did(world, case, to_clinic(world, "elsewhere"))
    did(world, case, to_clinic(world, "outpatient"), by="outsider")

    assert not is_read(world, case)
    by_exception(world, case)
    assert is_read(world, case)


def test_an_exception_holds_while_the_case_stays_at_the_clinic(world: World):
    case = sent(world)
    by_exception(world, case)
    did(world, case, to_person(world, "nurse"))
    did(world, case, acts.ReturnToInbox(), by="nurse")

    assert is_read(world, case)


def returned_and_claimed(world: World, case: CaseId) -> None:
    did(world, case, acts.ReturnToInbox(), by="nurse")
    did(world, case, acts.Claim(), by="nurse")


def given_and_given_back(world: World, case: CaseId) -> None:
    did(world, case, to_person(world, "receiver"), by="nurse")
    did(world, case, to_person(world, "nurse"))


def sent_on_and_back(world: World, case: CaseId) -> None:
    did(world, case, to_clinic(world, "elsewhere"), by="nurse")
    did(world, case, to_clinic(world, "outpatient"), by="outsider")
    did(world, case, acts.Claim(), by="nurse")


@pytest.mark.parametrize("goes", [returned_and_claimed, given_and_given_back, sent_on_and_back])
def test_protected_details_are_hidden_again_when_the_case_went_and_came_back(world: World, goes):
    case = a_protected_case(world)
    assert is_seen(world, case)

    goes(world, case)

    assert not is_seen(world, case)
    by = world.staff_member("nurse", on=TODAY)
    see_protected(case=case, reason=WHY, by=by, at=MONDAY)
    assert is_seen(world, case)


def test_protected_details_stay_seen_while_their_reader_works_with_the_case(world: World):
    case = a_protected_case(world)
    did(world, case, acts.AddNote("Ringt."), by="nurse")
    did(world, case, to_person(world, "nurse"), by="nurse")

    assert is_seen(world, case)


# --- In the access log ----------------------------------------------------------------------------


def logged() -> list[tuple[object, ...]]:
    """Return what stands in the log: what, what came of it, who, at which clinic, why."""
    fields = ("what", "result", "person_id", "clinic_id", "reason")
    return list(AccessRow.objects.order_by("pk").values_list(*fields))


def test_a_choice_and_its_review_are_entries_of_the_access_log(world: World):
    case = sent(world)
    by_exception(world, case)
    follow_up(world, by=reviewer(world))

    here = world.clinics["outpatient"]
    assert sorted(logged(), key=str) == [
        ("by-exception", "done", world.people["clinician"], here, WHY),
        ("followed-up", "done", world.people["administrator"], here, FOUND),
    ]
    about = AccessRow.objects.values_list("case_id", "patient_id").distinct()
    assert list(about) == [(case, world.people["child"])]


def test_to_see_protected_details_is_an_entry_of_its_own(world: World):
    a_protected_case(world)

    here = world.clinics["outpatient"]
    assert logged() == [("to-see-protected", "done", world.people["nurse"], here, WHY)]


def test_without_a_log_nothing_is_chosen_and_nothing_is_reviewed(world: World, monkeypatch):
    def refuse(**_: object) -> int:
        raise LogUnwritable("full")

    first, second = sent(world), sent(world)
    by_exception(world, first)
    by = reviewer(world)
    monkeypatch.setattr(exceptional, "note_access", refuse)

    with pytest.raises(LogUnwritable), transaction.atomic():
        by_exception(world, second)
    with pytest.raises(LogUnwritable), transaction.atomic():
        follow_up(world, by=by)

    assert OpeningRow.objects.get().case_id == first
    assert not OpeningReviewRow.objects.exists()


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \u200b ", "Å" * 501, "Rimligt\x00 nog så."])
def test_what_says_nothing_or_cannot_be_stored_is_neither_a_reason_nor_a_finding(
    world: World, text: str
):
    case = sent(world)
    with pytest.raises(InvalidForm):
        by_exception(world, case, why=text)
    by_exception(world, case)

    with pytest.raises(InvalidForm) as refused:
        follow_up(world, finding=text, by=reviewer(world))

    assert [each.field for each in refused.value.problems] == ["finding"]
    assert not OpeningReviewRow.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "26-", "26-98765", "25-{case:04d}", "26-" + "9" * 30])
def test_a_number_of_no_case_opens_nothing(world: World, number: str):
    case = sent(world)

    with pytest.raises(OutOfReach):
        exceptional.open_by_exception(
            number=number.format(case=case),
            clinic=world.clinics["outpatient"],
            reason=WHY,
            by=world.staff_member("clinician", on=TODAY),
            at=MONDAY,
        )

    assert not OpeningRow.objects.exists()


def test_nobody_follows_up_oneself_or_twice(world: World):
    by_exception(world, sent(world))
    with pytest.raises(NotPermitted):
        follow_up(world, by=reviewer(world, who="clinician"))
    by = reviewer(world)
    follow_up(world, by=by)

    with pytest.raises(ChangedMeanwhile):
        follow_up(world, finding="Orimligt.", by=by)

    assert OpeningReviewRow.objects.get().finding == FOUND


# --- Rows from before clinics were written down ---------------------------------------------------


def test_an_old_opening_gets_the_clinic_that_has_the_case_today(world: World):
    case = sent(world)
    by_exception(world, case)
    did(world, case, to_clinic(world, "elsewhere"), at=SOON)
    opening = OpeningRow.objects.get()

    fill_anew()

    opening.refresh_from_db()
    assert (opening.clinic_id, opening.case_version) == (world.clinics["elsewhere"], 1)
    assert opening.reason == WHY


def test_after_the_filling_openings_stand_as_before(world: World):
    by_exception(world, sent(world))

    fill_anew()

    for act in (OpeningRow.objects.update, OpeningRow.objects.all().delete):
        with pytest.raises(Exception, match="never changed or removed"), transaction.atomic():
            act(reason="Annat.") if act == OpeningRow.objects.update else act()


def fill_anew() -> None:
    name = "vardag.rooms.cases.migrations.0007_openings_at_a_clinic"
    (*_, fill) = importlib.import_module(name).Migration.operations
    fill.code(apps, connection.schema_editor())
