"""Reminders as they are written: of what is stored, once, by however many workers, however late."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.build import on
from tests.doors.desk import Desk
from tests.rooms.at_once import at_once
from vardag.domain.case import acts
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Role
from vardag.doors.ops.reminding import remind_due
from vardag.reactions.reminding import Numbers, is_still_so, numbers, remind_all
from vardag.rooms.notices.models import NoticeRow
from vardag.rooms.notices.queries import Waiting
from vardag.rooms.people.actions import grant, mark_absent
from vardag.rooms.people.models import GrantRow
from vardag.rooms.roster.models import DutyRow

WEDNESDAY, TUESDAY = on("2026-04-01T10:00"), on("2026-04-07T10:00")  # Easter is between
LATE = on("2026-04-08T07:00")  # the morning after a response was due
NOON = on("2026-04-08T12:00")
WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(world, monkeypatch) -> Desk:
    return Desk(world, monkeypatch)


def is_planned(desk: Desk, who: str, *days: str) -> None:
    for day in days:
        DutyRow.objects.update_or_create(
            clinic_id=desk.world.clinics["outpatient"],
            date=date.fromisoformat(day),
            defaults={
                "person_id": desk.person(who),
                "planned_by_id": desk.person("manager"),
                "planned_at": WEDNESDAY,
            },
        )


def told(desk: Desk, *kinds: NoticeKind) -> list[tuple[str, str]]:
    """Return who is reminded, of what, in the order of writing."""
    rows = NoticeRow.objects.filter(once__isnull=False).order_by("pk")
    wanted = [row for row in rows if not kinds or row.kind in kinds]
    return [(desk.world.name_of(PersonId(row.to_id)), row.kind) for row in wanted]


def test_who_is_responsible_is_reminded_once_each_working_morning(desk):
    is_planned(desk, "nurse", "2026-04-07", "2026-04-08")

    for hours in range(48):
        remind_all(at=on("2026-04-07T00:00") + timedelta(hours=hours))

    assert told(desk, NoticeKind.MORNING) == [("nurse", "morning")] * 2


def test_a_worker_that_was_down_for_days_reminds_of_what_is_still_so_and_of_nothing_else(desk):
    is_planned(desk, "nurse", "2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10")
    answered, left = desk.send("message"), desk.send("message")
    for case in (answered, left):
        desk.do(case, "receiver", acts.Claim())
    desk.do(answered, "receiver", acts.SendInterimReply(WORDS), at=LATE)

    remind_all(at=on("2026-04-10T14:00"))

    assert sorted(told(desk)) == [
        ("manager", "unhandled"),
        ("manager", "unmanned"),  # on Monday nobody is planned
        ("nurse", "morning"),  # of Friday alone
        ("receiver", "late"),
    ]
    assert NoticeRow.objects.get(kind="late").case == left


def test_each_level_of_a_late_case_is_told_once(desk):
    is_planned(desk, "nurse", *(f"2026-04-{day:02d}" for day in range(7, 20)))
    desk.do(desk.send("message"), "receiver", acts.Claim())

    for minutes in range(0, 4 * 24 * 60, 90):
        remind_all(at=TUESDAY + timedelta(minutes=minutes))

    wanted = {("receiver", "late"): 1, ("manager", "unhandled"): 1, ("nurse", "morning"): 4}
    assert Counter(told(desk)) == wanted


def test_giving_a_late_case_to_somebody_counts_as_acting_until_the_next_noon(desk):
    case = desk.send("message")
    given = acts.Person(desk.person("receiver"), desk.world.clinics["outpatient"])
    desk.do(case, "nurse", acts.Assign(given), at=LATE)

    remind_all(at=NOON)
    same_day = told(desk, NoticeKind.UNHANDLED)
    remind_all(at=NOON + timedelta(days=1))

    assert same_day == []
    assert told(desk, NoticeKind.UNHANDLED) == [("manager", "unhandled")]


def test_a_note_is_no_act(desk):
    desk.do(desk.send("message"), "nurse", acts.AddNote("Ringde."), at=LATE)

    remind_all(at=NOON)

    assert told(desk, NoticeKind.UNHANDLED) == [("manager", "unhandled")]


def test_every_member_of_a_group_is_told_of_what_the_group_holds(desk):
    desk.certificate_to_print()

    remind_all(at=on("2026-04-13T07:00"))  # the follow-up date was the 10th

    assert sorted(told(desk, NoticeKind.LATE)) == [
        ("certificate_secretary", "late"),
        ("doctor", "late"),
    ]


def test_those_who_do_it_are_told_of_work_that_nobody_owns(desk):
    desk.certificate_to_write()

    remind_all(at=on("2026-04-13T07:00"))

    assert sorted(told(desk, NoticeKind.LATE)) == [
        ("certificate_secretary", "late"),
        ("doctor", "late"),
    ]


def test_team_leaders_are_told_too_that_nobody_is_there(desk):
    person, clinic = desk.person("therapist"), desk.world.clinics["outpatient"]
    grant(person=person, clinic=clinic, role=Role.TEAM_LEADER, from_date=date(2016, 1, 1))

    remind_all(at=on("2026-04-08T12:00"))

    there = set(told(desk, NoticeKind.UNMANNED))
    assert there == {("manager", "unmanned"), ("therapist", "unmanned")}


def test_an_absence_that_is_entered_late_is_told_as_well(desk):
    is_planned(desk, "nurse", "2026-04-08", "2026-04-09")
    remind_all(at=on("2026-04-08T13:00"))
    before = told(desk, NoticeKind.UNMANNED)
    mark_absent(person=desk.person("nurse"), from_date=date(2026, 4, 9))

    for _ in range(2):
        remind_all(at=on("2026-04-08T15:00"))

    assert before == []
    assert told(desk, NoticeKind.UNMANNED) == [("manager", "unmanned")]


def as_waiting(row: NoticeRow) -> Waiting:
    case = None if row.case is None else CaseId(row.case)
    clinic = None if row.clinic_id is None else ClinicId(row.clinic_id)
    return Waiting(row.pk, NoticeKind(row.kind), case, clinic, row.day, row.at)


def test_what_is_no_more_so_is_known_when_it_is_to_be_sent(desk):
    is_planned(desk, "nurse", "2026-04-08")
    case = desk.send("message")
    desk.do(case, "receiver", acts.Claim())
    remind_all(at=NOON)
    rows = list(NoticeRow.objects.filter(once__isnull=False))

    def so(at):
        found = ((row, PersonId(row.to_id)) for row in rows)
        return {row.kind for row, to in found if is_still_so(as_waiting(row), to=to, at=at)}

    before = so(NOON)
    GrantRow.objects.filter(person=desk.person("manager")).update(until_date=date(2026, 4, 7))
    manager_gone = so(NOON)
    desk.do(case, "receiver", acts.SendInterimReply(WORDS), at=NOON)

    assert before == {"morning", "late", "unhandled", "unmanned"}
    assert manager_gone == {"morning", "late"}
    assert so(NOON) == {"morning"}
    assert so(NOON + timedelta(days=1)) == set()


def test_the_mornings_numbers_are_those_of_the_moment(desk):
    clinic = desk.world.clinics["outpatient"]
    desk.send("message", at=on("2026-04-02T06:59"))
    desk.send("message", at=on("2026-04-02T07:00"))
    desk.send("message", at=on("2026-04-05T23:00"))

    assert numbers(clinic, at=on("2026-04-07T07:00")) == Numbers(came=2, due=0, flagged=0)
    assert numbers(clinic, at=on("2026-04-08T07:00")) == Numbers(came=0, due=3, flagged=0)
    assert numbers(clinic, at=on("2026-04-09T07:00")) == Numbers(came=0, due=0, flagged=3)


def test_what_reminders_ask_of_the_database_does_not_grow_with_the_cases(
    desk, django_assert_max_num_queries
):
    for _ in range(30):
        desk.do(desk.send("message"), "receiver", acts.Claim())

    with django_assert_max_num_queries(90):  # three clinics
        remind_all(at=NOON)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_remind_once(real_world, monkeypatch):
    desk = Desk(real_world, monkeypatch)
    is_planned(desk, "nurse", "2026-04-08")
    for _ in range(5):
        desk.do(desk.send("message"), "receiver", acts.Claim())

    outcomes = at_once([lambda: remind_due(lambda _: False, clock=lambda: NOON)] * 6)

    assert all(isinstance(each, int) for each in outcomes), outcomes
    found = Counter(told(desk, NoticeKind.LATE, NoticeKind.UNHANDLED, NoticeKind.MORNING))
    wanted = {("receiver", "late"): 5, ("manager", "unhandled"): 5, ("nurse", "morning"): 1}
    assert found == wanted
