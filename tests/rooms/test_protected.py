"""Protected cases in the rooms: what comes out of them, whoever asks, and who chooses to see."""

from datetime import timedelta

import pytest

from tests.build import MONDAY, a_form
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Role, Staff
from vardag.domain.people.protection import HIDDEN, Protection
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.cases.exceptional import Kind, chosen
from vardag.rooms.cases.models import OpeningRow, RegisterRow
from vardag.rooms.cases.protected import as_told_in_lists, hidden_in_lists, see_protected
from vardag.rooms.cases.queries import for_staff, full_case
from vardag.rooms.lists import inbox, registers, worklist
from vardag.rooms.people.actions import grant, protect
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import checklist_at

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
WHY = "Ringer familjen om den nya adressen."
PHONE = "031-390 06 01"


@pytest.fixture
def case(world: World) -> CaseId:
    """A change of telephone number that the nurse has; the child is protected, the nurse cleared."""
    found = sent(world, "contact-details", phone=PHONE)
    person, clinic = world.people["nurse"], world.clinics["outpatient"]
    grant(person=person, clinic=clinic, role=Role.CLEARED, from_date=TODAY)
    nurse = world.staff_member("nurse", on=TODAY)
    actions.perform(case_id=found, act=acts.Claim(), by=nurse, at=MONDAY)
    protect(person=world.people["child"], protection=Protection.MARKED)
    return found


def sent(world: World, service: str, **form: str) -> CaseId:
    return actions.submit(
        service=service,
        patient=world.people["child"],
        clinic=world.clinics["outpatient"],
        answers=form or a_form(service),
        by=world.resident("guardian", on=TODAY),
        at=MONDAY,
    )


def test_what_comes_out_of_a_protected_case_reaches_nobody_until_it_is_chosen(
    world: World, case: CaseId
):
    by = world.staff_member("nurse", on=TODAY)
    masked = for_staff(case, by=by, at=MONDAY)
    assert masked.case.form == {"phone": HIDDEN}
    assert PHONE not in str(masked.entries)

    see_protected(case=case, reason=f"  {WHY}  ", by=by, at=MONDAY)

    seen = for_staff(case, by=by, at=MONDAY + timedelta(minutes=29))
    assert seen.case.form == {"phone": PHONE}
    assert seen.reason == WHY
    assert for_staff(case, by=by).is_masked
    assert for_staff(case, by=by, at=MONDAY + timedelta(minutes=30)).is_masked


def test_a_choice_to_see_opens_nothing_by_exception_and_the_other_way(world: World, case: CaseId):
    by = world.staff_member("nurse", on=TODAY)
    see_protected(case=case, reason=WHY, by=by, at=MONDAY)

    entries = full_case(case).entries
    assert chosen(case, entries=entries, by=by.id, at=MONDAY) is None
    assert chosen(case, entries=entries, by=by.id, at=MONDAY, kind=Kind.PROTECTED) is not None


@pytest.mark.parametrize(("who", "refusal"), [("receiver", NotPermitted), ("outsider", OutOfReach)])
def test_who_is_not_cleared_or_cannot_open_it_chooses_nothing(
    world: World, case: CaseId, who: str, refusal: type[NotPermitted]
):
    with pytest.raises(refusal):
        see_protected(case=case, reason=WHY, by=world.staff_member(who, on=TODAY), at=MONDAY)

    assert not OpeningRow.objects.exists()


def test_without_a_reason_or_where_nothing_is_protected_nothing_is_chosen(
    world: World, case: CaseId
):
    by = world.staff_member("nurse", on=TODAY)
    with pytest.raises(InvalidForm):
        see_protected(case=case, reason="kort", by=by, at=MONDAY)
    PersonRow.objects.update(protection="")
    with pytest.raises(OutOfReach):
        see_protected(case=case, reason=WHY, by=by, at=MONDAY)

    assert not OpeningRow.objects.exists()


def test_no_list_lets_a_name_a_birth_date_or_an_answer_out(world: World, case: CaseId):
    child = world.people["child"]
    PersonRow.objects.filter(pk=child).update(protection="")  # nobody writes for the protected
    sent(world, "renew-prescription")
    protect(person=child, protection=Protection.MARKED)
    clinic, by = world.clinics["outpatient"], world.staff_member("nurse", on=TODAY)
    listed = inbox.inbox(clinic, on=TODAY, gone={}, show=inbox.Show.ALL, page=1).cases
    work = worklist.worklist(by, clinic, on=TODAY)
    (row,) = registers.registered(list(RegisterRow.objects.values_list("pk", flat=True))).values()

    assert len(listed) == 2
    assert {(each.patient_name, each.patient_born) for each in listed} == {(None, None)}
    assert [each.form for each in listed] == [{}, {}]
    assert (row.patient, row.sender, row.born, row.answers) == ("", "", None, {})
    assert not [each for each in (*work.to_print, *work.to_close) if each.case.patient]


@pytest.mark.parametrize(
    ("protected", "without_names"),
    [
        ("child", {"child", "guardian", "other_guardian"}),
        ("guardian", {"guardian", "child"}),
        ("other_guardian", {"other_guardian", "child"}),
        ("stranger", {"stranger"}),
    ],
)
def test_in_lists_the_protected_have_no_names_and_nor_has_who_is_tied_to_them(
    world: World, protected: str, without_names: set[str]
):
    sent(world, "message")
    protect(person=world.people[protected], protection=Protection.REGISTERED_ELSEWHERE)

    told = as_told_in_lists(world.people.values())

    assert {name for name, pk in world.people.items() if not told[pk].name.strip()} == without_names
    hidden = hidden_in_lists(world.people.values())
    assert {name for name, pk in world.people.items() if pk in hidden} == without_names


def test_protection_moves_no_case_in_any_list(world: World):
    for service in ("message", "contact-details", "renew-prescription", "message"):
        sent(world, service)
    clinic = world.clinics["outpatient"]

    def order() -> list[CaseId]:
        page = inbox.inbox(clinic, on=TODAY, gone={}, show=inbox.Show.ALL, page=1)
        return [each.id for each in page.cases]

    before = order()
    PersonRow.objects.filter(pk=world.people["child"]).update(
        protection="marked", given_name="Aaa", family_name="Aaa"
    )

    assert order() == before


def test_clearance_holds_when_two_have_given_it_and_both_have_signed_and_ends_at_once(
    world: World,
):
    person, clinic = world.people["nurse"], world.clinics["outpatient"]
    manager, administrator = (
        world.staff_member(name, on=TODAY) for name in ("manager", "administrator")
    )

    def is_cleared() -> bool:
        return world.staff_member("nurse", on=TODAY).is_cleared_at(clinic)

    def signs(by: Staff) -> None:
        ticked = [item.key for item in checklist_at(clinic, Role.CLEARED).items]
        sign_introduction(
            person=person,
            clinic=clinic,
            role=Role.CLEARED,
            ticked=ticked,
            seen=None,
            by=by,
            at=MONDAY,
        )

    staffing.give(
        to=person, clinic=clinic, roles=[Role.CLEARED], from_date=TODAY, by=manager, at=MONDAY
    )
    given = GrantRow.objects.get(person=person, role=Role.CLEARED).pk
    steps = [
        lambda: signs(manager),
        lambda: signs(world.staff_member("nurse", on=TODAY)),
        lambda: staffing.confirm(grant=given, clinic=clinic, by=administrator, at=MONDAY),
    ]
    for step in steps:
        assert not is_cleared()
        step()

    assert is_cleared()
    staffing.end(grant=given, clinic=clinic, last_day=None, by=manager, at=MONDAY)
    assert not is_cleared()
