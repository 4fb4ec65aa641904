"""A clinic's lists: what comes first, how many there are, and nobody else's cases."""

from datetime import date, datetime, timedelta

import pytest

from tests.build import on as moment
from tests.rooms.doing import answered, did, sent, to_group
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, Role
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import flags_of, full_case
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.lists import inbox as lists
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.behind import Order, Stood
from vardag.rooms.lists.filters import Only
from vardag.rooms.lists.inbox import PAGE, Page, Show
from vardag.rooms.lists.listed import Listed
from vardag.rooms.lists.morning import morning
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import GrantRow
from vardag.rooms.people.queries import gone_from, present_at

WORDS = acts.Message(text="Vi hör av oss.")
FRIDAY = moment("2026-09-04T10:00")
MONDAY = moment("2026-09-07T08:00")
TODAY = date(2026, 9, 8)  # the Tuesday on which what came on Friday is due
_LATER = timedelta(hours=1)


def clinic(world: World, name: str = "outpatient") -> ClinicId:
    return world.clinics[name]


def look(
    world: World, *, show: Show = Show.ALL, page: int = 1, on: date = TODAY, at: str = "outpatient"
) -> Page:
    gone = morning(clinic(world, at), on=on).gone
    return lists.inbox(clinic(world, at), on=on, gone=gone, show=show, page=page)


def ids(page: Page) -> list[int]:
    return [case.id for case in page.cases]


def a_bit_of_everything(world: World) -> dict[str, CaseId]:
    """Cases in every state that a list must tell apart, as they are on ``TODAY``."""
    said = moment("2026-08-24T10:00")
    found = {
        "late": sent(world, at=moment("2026-09-02T10:00")),
        "today": sent(world, at=FRIDAY),
        "new": sent(world, at=MONDAY),
        "taken": sent(world, at=MONDAY),
        "followed": sent(world, at=said),
        "follow-up later": sent(world, at=FRIDAY),
        "asked long ago": sent(world, at=said),
        "asked": sent(world, at=FRIDAY),
        "answered": sent(world, at=FRIDAY),
        "handled": sent(world, "contact-details", at=said),
        "no date": sent(world, at=said),
        "held by the gone": sent(world, at=MONDAY),
        "closed": sent(world, at=FRIDAY),
        "elsewhere": sent(world, "care-allowance-certificate", at=FRIDAY),
    }
    did(world, found["taken"], acts.Claim(), at=MONDAY)
    did(world, found["followed"], acts.SendInterimReply(WORDS), at=said + _LATER)
    late = acts.SendInterimReply(WORDS, follow_up=date(2026, 9, 20))
    did(world, found["follow-up later"], late, at=FRIDAY)
    did(world, found["asked long ago"], acts.AskCounterQuestion(WORDS), at=said)
    did(world, found["asked"], acts.AskCounterQuestion(WORDS), at=FRIDAY)
    did(world, found["answered"], acts.AskCounterQuestion(WORDS), at=FRIDAY)
    answered(world, found["answered"], at=MONDAY)
    did(world, found["handled"], late, at=said)
    did(world, found["handled"], acts.CompleteStep("update-journal"), at=FRIDAY)
    did(world, found["no date"], acts.AskCounterQuestion(WORDS), at=said)
    did(world, found["no date"], acts.ReturnToInbox(), at=said)
    clinician = acts.Person(world.staff["clinician"], clinic(world))
    did(world, found["held by the gone"], acts.Assign(clinician), at=MONDAY)
    people.mark_absent(person=clinician.id, from_date=TODAY, until=date(2026, 9, 11))
    did(world, found["closed"], acts.ReplyAndClose(WORDS), at=FRIDAY)
    did(world, found["elsewhere"], acts.CompleteStep("document-request"), at=FRIDAY)
    did(world, found["elsewhere"], acts.Assign(to_group(world)), at=FRIDAY)
    return found


def test_what_has_slipped_comes_first_then_by_the_date_that_will_need_somebody(world):
    found = a_bit_of_everything(world)

    assert ids(look(world)) == [
        found[name]
        for name in (
            "followed",
            "late",
            "handled",
            "today",
            "asked long ago",
            "held by the gone",
            "new",
            "taken",
            "answered",
            "follow-up later",
            "no date",
        )
    ]


@pytest.mark.parametrize("order", [Order.OLDEST, Order.NEWEST])
def test_what_follows_each_case_is_the_rest_of_the_list(world, order: Order):
    a_bit_of_everything(world)

    def after(stood: Stood | None) -> list[Listed]:
        only = Only(order=order, behind=stood)
        page = lists.inbox(clinic(world), on=TODAY, gone={}, show=Show.ALL, page=1, only=only)
        return list(page.cases)

    whole = after(None)
    for place, case in enumerate(whole, start=1):
        assert after(Stood(case.id, case.received_at)) == whole[place:]


def test_what_follows_a_closed_case_was_closed_before_it(world):
    cases = [sent(world, at=FRIDAY) for _ in range(3)]
    for case in cases:
        did(world, case, acts.ReplyAndClose(WORDS), at=FRIDAY)
    second = lists.closed(clinic(world), on=TODAY, page=1).cases[1]

    only = Only(behind=Stood(second.id, second.closed_at or FRIDAY))

    assert ids(lists.closed(clinic(world), on=TODAY, page=1, only=only)) == cases[:1]


def test_what_waits_for_the_resident_is_a_list_of_its_own(world):
    found = a_bit_of_everything(world)

    page = lists.awaiting(clinic(world), on=TODAY, page=1)

    assert ids(page) == [found["asked long ago"], found["asked"]]


def test_closed_cases_come_with_the_last_closed_first(world):
    first, second = sent(world, at=FRIDAY), sent(world, at=FRIDAY)
    did(world, second, acts.ReplyAndClose(WORDS), at=FRIDAY)
    did(world, first, acts.ReplyAndClose(WORDS), at=MONDAY)

    assert ids(lists.closed(clinic(world), on=TODAY, page=1)) == [first, second]


def test_the_counts_are_what_the_rules_say_case_by_case(world):
    a_bit_of_everything(world)

    found = morning(clinic(world), on=TODAY)

    raised = {row.pk: flags_of(full_case(CaseId(row.pk)), on=TODAY) for row in open_rows(world)}
    slipped = [pk for pk, flags in raised.items() if flags and flags[0] is not Flag.DUE_TODAY]
    today = [pk for pk, flags in raised.items() if flags[:1] == (Flag.DUE_TODAY,)]
    assert (found.flagged, found.today) == (len(slipped), len(today))
    assert set(ids(look(world, show=Show.FLAGGED))) == set(slipped)
    assert ids(look(world, show=Show.TODAY)) == today
    assert found.new == len(look(world, show=Show.NEW).cases)
    assert found.awaiting == len(lists.awaiting(clinic(world), on=TODAY, page=1).cases)


def test_a_row_raises_the_flags_that_the_case_does(world):
    a_bit_of_everything(world)
    gone = morning(clinic(world), on=TODAY).gone

    for case in look(world).cases:
        assert case.flags(on=TODAY, gone=gone) == flags_of(full_case(case.id), on=TODAY)


def test_new_is_what_nobody_has_touched_and_can_wait_a_day(world):
    found = a_bit_of_everything(world)

    assert ids(look(world, show=Show.NEW)) == [found["new"]]


def open_rows(world: World, at: str = "outpatient") -> list[CaseRow]:
    rows = CaseRow.objects.filter(clinic=clinic(world, at)).exclude(status=Status.CLOSED)
    return list(rows.order_by("pk"))


@pytest.mark.parametrize("name", ["clinician", "certificate_secretary", "receiver", "nurse"])
def test_ones_own_list_holds_what_one_holds_and_may_open_and_all_of_it(world, name):
    a_bit_of_everything(world)
    staff = world.staff_member(name, on=TODAY)

    listed = ids(lists.held(staff, on=TODAY, page=1))

    everything = [full_case(CaseId(row.pk)) for row in CaseRow.objects.order_by("pk")]
    mine = {
        full.id
        for full in everything
        if not full.case.is_closed
        and access.may_act(staff, full.case)
        and (full.case.holder == staff.id or full.case.holding_group in staff.groups)
    }
    assert set(listed) == mine


def test_who_lost_the_role_has_no_list_although_cases_are_held(world):
    found = a_bit_of_everything(world)
    GrantRow.objects.filter(person=world.staff["clinician"]).update(until_date=date(2026, 9, 7))

    page = lists.held(world.staff_member("clinician", on=TODAY), on=TODAY, page=1)

    assert page.cases == ()
    assert found["held by the gone"] in ids(look(world, show=Show.FLAGGED))
    assert morning(clinic(world), on=TODAY).gone[world.staff["clinician"]] == Gone(left=True)


def test_the_gone_are_those_who_were_there_and_are_not_present(world):
    receiver, nurse = world.staff["receiver"], world.staff["nurse"]
    people.mark_absent(person=receiver, from_date=date(2026, 9, 1))
    people.mark_absent(person=receiver, from_date=date(2026, 9, 1), until=date(2026, 9, 9))
    people.mark_absent(person=nurse, from_date=date(2026, 9, 1), until=date(2026, 9, 7))
    again = {"person": world.staff["clinician"], "clinic": clinic(world)}
    GrantRow.objects.filter(**again).update(until_date=date(2026, 8, 1))
    people.grant(
        person=world.staff["clinician"],
        clinic=clinic(world),
        role=Role.HANDLER,
        from_date=date(2026, 9, 1),
    )

    gone = morning(clinic(world), on=TODAY).gone

    assert gone == {receiver: Gone(until=None)}
    assert set(gone) == {row.pk for row in gone_from(clinic(world), on=TODAY)}
    assert not set(gone) & {row.pk for row in present_at(clinic(world), on=TODAY)}


def test_the_clinics_closed_days_are_known_and_nobody_elses(world):
    close_on(clinic=clinic(world), day=date(2026, 9, 7), reason="Utbildning=hela dagen")
    close_on(clinic=clinic(world, "medical"), day=date(2026, 9, 4), reason="Flytt")

    calendar = morning(clinic(world), on=TODAY).calendar

    assert calendar.day(date(2026, 9, 7)).why_not == "Utbildning=hela dagen"
    assert calendar.is_working_day(date(2026, 9, 4))


def test_a_page_holds_fifty_and_every_case_stands_on_one_of_them(world):
    everything = [sent(world, at=FRIDAY + timedelta(days=n % 5)) for n in range(PAGE + 7)]
    clinician = acts.Person(world.staff["clinician"], clinic(world))
    for case in everything[-3:]:
        did(world, case, acts.Assign(clinician), at=FRIDAY + timedelta(days=4))
    people.mark_absent(person=clinician.id, from_date=TODAY)

    first, second, third = (look(world, page=number) for number in (1, 2, 3))

    assert (len(first.cases), len(second.cases), len(third.cases)) == (PAGE, 7, 0)
    assert (first.has_more, second.has_more) == (True, False)
    assert sorted(ids(first) + ids(second)) == sorted(everything)
    assert set(everything[-3:]) <= set(ids(first))  # the gone's, whose own dates come last


def test_a_case_that_moved_is_in_the_list_of_the_clinic_that_has_it(world):
    found = a_bit_of_everything(world)

    assert found["elsewhere"] not in ids(look(world))
    assert found["elsewhere"] in ids(look(world, at="medical"))


def test_a_moment_and_a_date_are_read_alike_on_every_database(world):
    at = moment("2026-09-04T23:30")
    case = sent(world, at=at)
    did(
        world,
        case,
        acts.ReplyAndClose(WORDS),
        at=datetime.fromisoformat("2026-09-07T08:00:00.250+02:00"),
    )

    (listed,) = lists.closed(clinic(world), on=TODAY, page=1).cases

    assert listed.received_at == at
    assert listed.closed_at is not None
    assert local_date(listed.closed_at) == date(2026, 9, 7)
    assert listed.patient_born == date(2015, 9, 15)
