"""Which reminders are due, by how things stand: tables by hand, with holidays among them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.build import OUTPATIENT, on
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.duty.receiving import Receiver, Span, Staffing
from vardag.domain.duty.reminders import Passed, Watched, Which, due, last_morning, so_it_is
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, PersonId

RUT, NORA, UMA, TEA = PersonId(11), PersonId(12), PersonId(17), PersonId(18)
BEFORE = Span(date(2020, 1, 1))
RECEIVERS = {each: Receiver(each, receives=(BEFORE,)) for each in (RUT, NORA)}
CLOSED = {date(2026, 9, 11): "Utbildning"}


def a_clinic(moment, *, plan=None, passed=(), away=None, manned=True):
    """Return a clinic at a moment by Swedish clocks; Rut is responsible unless a plan is given."""
    today = on(moment).date()
    days = (today + timedelta(days=n) for n in range(-1, 12))
    receivers = dict(RECEIVERS)
    for person, span in (away or {}).items():
        receivers[person] = replace(receivers[person], away=(span,))
    return Watched(
        clinic=OUTPATIENT,
        today=today,
        plan=dict.fromkeys(days, RUT) if plan is None else plan,
        staffing=Staffing(today, WorkingCalendar(CLOSED), receivers),
        passed=tuple(passed),
        managers=(UMA,),
        planners=(UMA, TEA),
        is_manned=manned,
    )


def told(moment, **how):
    """Return whom reminders are written to, of what kind and day, at a moment."""
    found = due(a_clinic(moment, **how), at=on(moment))
    return {(each.kind.value, each.to, each.day.isoformat()) for each in found}


def late(day, *held_by, which=Which.RESPONSE, taken_on=None):
    taken = date.fromisoformat(taken_on) if taken_on else None
    return Passed(CaseId(1), which, date.fromisoformat(day), held_by, taken)


@pytest.mark.parametrize(
    ("moment", "is_told", "why"),
    [
        ("2026-09-07T06:59:59", False, "before seven"),
        ("2026-09-07T07:00", True, "Monday at seven"),
        ("2026-09-07T16:00", True, "a worker that was down all day"),
        ("2026-09-05T08:00", False, "a Saturday"),
        ("2026-04-03T08:00", False, "Good Friday"),
        ("2026-06-19T08:00", False, "Midsummer Eve"),
        ("2026-05-15T08:00", True, "a squeeze day"),
        ("2026-09-11T08:00", False, "the clinic's closed day"),
        ("2026-03-30T07:00", True, "the first morning of summer time"),
        ("2026-10-26T07:00", True, "the first morning of winter time"),
    ],
)
def test_who_is_responsible_is_told_of_the_day_from_seven_on_working_days(moment, is_told, why):
    found = {each for each in told(moment) if each[0] == "morning"}

    assert found == ({("morning", RUT, moment[:10])} if is_told else set()), why


def test_who_takes_the_day_over_is_told_too_and_who_is_away_is_not():
    day = date(2026, 9, 7)

    first = [*due(a_clinic("2026-09-07T08:00"), at=on("2026-09-07T08:00"))]
    second = [*due(a_clinic("2026-09-07T09:00", plan={day: NORA}), at=on("2026-09-07T09:00"))]
    away = told("2026-09-07T08:00", away={RUT: Span(day, day)})

    assert first[0].to == RUT
    assert second[0].to == NORA
    assert first[0].once != second[0].once
    assert not {each for each in away if each[0] == "morning"}


@pytest.mark.parametrize(
    ("passed", "at", "is_told", "why"),
    [
        ("2026-09-07", "2026-09-07T23:59", False, "the day itself"),
        ("2026-09-07", "2026-09-08T06:59", False, "before seven"),
        ("2026-09-07", "2026-09-08T07:00", True, "the morning after"),
        ("2026-09-04", "2026-09-05T09:00", False, "a Friday's on Saturday"),
        ("2026-09-04", "2026-09-07T07:00", True, "a Friday's on Monday"),
        ("2026-04-02", "2026-04-06T09:00", False, "Maundy Thursday's on Easter Monday"),
        ("2026-04-02", "2026-04-07T07:00", True, "and on Tuesday"),
        ("2026-09-10", "2026-09-11T09:00", False, "the clinic is closed"),
        ("2026-09-10", "2026-09-14T07:00", True, "and opens on Monday"),
        ("2026-09-07", "2026-09-14T22:00", True, "a worker that was down for a week"),
    ],
)
@pytest.mark.parametrize("which", Which)
def test_who_holds_it_is_told_the_next_working_morning(passed, at, is_told, why, which):
    found = told(at, passed=[late(passed, NORA, RUT, which=which)])

    wanted = {("late", NORA, passed), ("late", RUT, passed)} if is_told else set()
    assert {each for each in found if each[0] == "late"} == wanted, why


@pytest.mark.parametrize(
    ("passed", "taken_on", "at", "is_told", "why"),
    [
        ("2026-09-07", None, "2026-09-08T11:59", False, "before noon"),
        ("2026-09-07", None, "2026-09-08T12:00", True, "the next working noon"),
        ("2026-09-07", "2026-09-02", "2026-09-08T12:00", True, "somebody long ago"),
        ("2026-09-07", "2026-09-08", "2026-09-08T12:00", False, "given to somebody this morning"),
        ("2026-09-07", "2026-09-08", "2026-09-09T12:00", True, "who did nothing either"),
        ("2026-09-04", None, "2026-09-06T13:00", False, "a Sunday"),
        ("2026-09-04", None, "2026-09-07T12:00", True, "a Friday's on Monday"),
        ("2026-12-23", None, "2026-12-27T13:00", False, "over Christmas"),
        ("2026-12-23", None, "2026-12-28T12:00", True, "the first day after Christmas"),
    ],
)
def test_the_manager_is_told_of_what_nobody_was_made_to_take_on(passed, taken_on, at, is_told, why):
    found = told(at, passed=[late(passed, taken_on=taken_on)])

    wanted = {("unhandled", UMA, passed)} if is_told else set()
    assert {each for each in found if each[0] == "unhandled"} == wanted, why


def test_of_other_dates_than_the_response_no_manager_is_told():
    others = [late("2026-09-01", NORA, which=w) for w in Which if w is not Which.RESPONSE]

    found = told("2026-09-08T13:00", passed=others)

    assert not {each for each in found if each[0] == "unhandled"}


@pytest.mark.parametrize(
    ("at", "empty", "is_told", "why"),
    [
        ("2026-09-07T11:59", "2026-09-08", False, "before noon"),
        ("2026-09-07T12:00", "2026-09-08", True, "from noon the day before"),
        ("2026-09-04T12:00", "2026-09-07", True, "on Friday for Monday"),
        ("2026-09-06T09:00", "2026-09-07", True, "an absence entered on Sunday"),
        ("2026-09-07T08:00", "2026-09-07", True, "or on the very morning"),
        ("2026-09-07T05:00", "2026-09-07", False, "but nobody is woken"),
        ("2026-04-01T13:00", "2026-04-02", True, "Maundy Thursday is worked"),
        ("2026-04-02T13:00", "2026-04-07", True, "on it, for the Tuesday after Easter"),
        ("2026-09-10T13:00", "2026-09-14", True, "over a closed Friday"),
        ("2026-09-07T13:00", "2026-09-09", False, "the day after tomorrow"),
    ],
)
def test_those_who_plan_are_told_that_nobody_is_there(at, empty, is_told, why):
    day = date.fromisoformat(empty)
    plan = {on(at).date() + timedelta(days=n): RUT for n in range(-1, 12)}

    nobody = told(at, plan={each: who for each, who in plan.items() if each != day})
    away = told(at, plan=plan, away={RUT: Span(day, day)})

    wanted = {("unmanned", UMA, empty), ("unmanned", TEA, empty)} if is_told else set()
    assert {each for each in nobody if each[0] == "unmanned"} == wanted, why
    assert {each for each in away if each[0] == "unmanned"} == wanted, why


def test_where_nobody_need_be_responsible_only_a_plan_that_fails_is_told():
    at, tomorrow = "2026-09-07T13:00", date(2026, 9, 8)

    assert not told(at, plan={}, manned=False)
    gone = told(at, plan={tomorrow: RUT}, away={RUT: Span(tomorrow)}, manned=False)

    assert {each[0] for each in gone} == {"unmanned"}


def test_what_is_so_stays_so_on_a_day_off_though_nothing_is_written_then():
    at = on("2026-09-12T13:00")
    clinic = a_clinic("2026-09-12T13:00", passed=[late("2026-09-09", NORA)])

    assert {each.kind for each in so_it_is(clinic, at=at)} == {
        NoticeKind.LATE,
        NoticeKind.UNHANDLED,
    }
    assert not list(due(clinic, at=at))


def test_each_date_of_a_case_is_a_reminder_of_its_own():
    at = "2026-09-08T13:00"
    both = [late("2026-09-07", NORA), late("2026-09-07", NORA, which=Which.FOLLOW_UP)]

    keys = [each.once for each in due(a_clinic(at, passed=both), at=on(at))]

    assert len(keys) == len(set(keys)) == 4  # morning, two dates, and the manager
    assert max(map(len, keys)) <= 120


def test_news_is_what_came_since_the_morning_of_the_last_working_day():
    calendar = WorkingCalendar(CLOSED)

    assert last_morning(date(2026, 9, 14), calendar) == on("2026-09-10T07:00")
    assert last_morning(date(2026, 4, 7), calendar) == on("2026-04-02T07:00")
