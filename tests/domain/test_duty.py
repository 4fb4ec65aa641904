"""The duty roster: planning, what is wrong in advance, and mornings that were missed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import on
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.duty.concerns import Concern, Kind, concerns_ahead
from vardag.domain.duty.opening import Missed, missed_days
from vardag.domain.duty.plan import (
    MOST_WEEKS,
    Left,
    Plan,
    Why,
    copied_week,
    planned_week,
    swapped,
    swapped_days,
)
from vardag.domain.duty.receiving import Receiver, Span, Staffing
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm

RUT, MONA, SARA, OTTO = (PersonId(number) for number in (1, 2, 3, 4))
LONG_AGO = date(2020, 1, 1)
MONDAY = date(2026, 11, 30)
WEEK = Week.of(MONDAY)
EVERYDAY = (Span(LONG_AGO),)


def staffing(
    *receivers: Receiver,
    today: date = MONDAY,
    closed: dict[date, str] | None = None,
    needs_nurse: bool = False,
) -> Staffing:
    usual = (Receiver(RUT, receives=EVERYDAY), Receiver(MONA, is_nurse=True, receives=EVERYDAY))
    everybody = {each.id: each for each in (*usual, *receivers)}
    return Staffing(today, WorkingCalendar(closed or {}), everybody, needs_nurse)


def week_of(*people: PersonId | None, week: Week = WEEK) -> Plan:
    return {day: each for day, each in zip(week.days, people, strict=False) if each is not None}


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("2026-11-30", "2026-W49", "a Monday"),
        ("2026-12-06", "2026-W49", "and its Sunday"),
        ("2026-12-31", "2026-W53", "a year with 53 weeks"),
        ("2027-01-03", "2026-W53", "New Year's week belongs to the year before"),
        ("2027-01-04", "2027-W01", "and the next begins on Monday"),
        ("2024-12-30", "2025-W01", "New Year's Eve in week 1 of the year after"),
        ("2024-02-29", "2024-W09", "a leap day"),
        ("2028-02-29", "2028-W09", "and another"),
    ],
)
def test_a_week_is_the_one_that_swedish_calendars_say(text, key, why):
    assert Week.of(day(text)).key == key, why
    assert Week.read(key) == Week.of(day(text))


@pytest.mark.parametrize(
    "text", ["2025-W53", "2026-W54", "2026-W00", "2026-49", "W49", "", "1999-W01", "2026-W49x", "9"]
)
def test_what_is_no_week_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Week.read(text)


@given(st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 1, 1)), st.integers(-99, 99))
def test_a_week_has_seven_days_from_monday_and_weeks_follow_each_other(some, number):
    week = Week.of(some)

    assert some in week.days
    assert [each.weekday() for each in week.days] == [0, 1, 2, 3, 4, 5, 6]
    assert week.plus(number).plus(-number) == week
    assert week.plus(1).monday - week.monday == timedelta(days=7)


def test_saving_a_week_changes_the_days_that_were_chosen_otherwise_and_no_other():
    plan = week_of(RUT, MONA, RUT)
    chosen = {WEEK.days[0]: RUT, WEEK.days[1]: None, WEEK.days[3]: MONA}

    changes = planned_week(chosen, seen={}, plan=plan, staffing=staffing())

    assert changes == {WEEK.days[1]: None, WEEK.days[3]: MONA}


@pytest.mark.parametrize(
    ("text", "person", "why"),
    [
        ("2026-12-05", RUT, "a Saturday"),
        ("2026-12-25", RUT, "Christmas Day"),
        ("2027-03-26", RUT, "Good Friday"),
        ("2027-03-29", RUT, "Easter Monday"),
        ("2026-12-03", RUT, "the clinic's own closed day"),
        ("2026-11-27", RUT, "a day that has passed"),
        ("2026-11-27", None, "which nobody empties either"),
        ("2029-11-27", RUT, "a slip in the year"),
        ("2026-12-01", OTTO, "somebody who receives nowhere here"),
        ("2026-12-01", SARA, "somebody whose role ended the day before"),
    ],
)
def test_nobody_is_planned_where_that_cannot_be_and_the_day_says_so(text, person, why):
    there = staffing(
        Receiver(SARA, receives=(Span(LONG_AGO, MONDAY),)),
        closed={date(2026, 12, 3): "Planeringsdag"},
    )
    plan = {day(text): MONA} if person is None else {}

    with pytest.raises(InvalidForm) as refused:
        planned_week({day(text): person}, seen=plan, plan=plan, staffing=there)

    assert [problem.field for problem in refused.value.problems] == [text], why


def test_a_day_off_on_which_somebody_was_planned_can_be_emptied():
    closed = {WEEK.days[3]: "Planeringsdag"}
    plan = week_of(RUT, RUT, RUT, RUT)

    changes = planned_week(
        {WEEK.days[3]: None}, seen={}, plan=plan, staffing=staffing(closed=closed)
    )

    assert changes == {WEEK.days[3]: None}


def test_what_stands_already_may_stand_although_the_person_has_left():
    gone = staffing(Receiver(SARA, receives=(Span(LONG_AGO, date(2026, 11, 20)),)))
    plan = week_of(SARA, RUT)

    changes = planned_week(
        {WEEK.days[0]: SARA, WEEK.days[1]: MONA}, seen=plan, plan=plan, staffing=gone
    )

    assert changes == {WEEK.days[1]: MONA}


@pytest.mark.parametrize(("seen", "now"), [(None, RUT), (RUT, None), (RUT, MONA)])
def test_who_plans_on_what_another_has_changed_meanwhile_is_told(seen, now):
    plan = {MONDAY: now} if now else {}

    with pytest.raises(ChangedMeanwhile):
        planned_week({MONDAY: SARA}, seen={MONDAY: seen}, plan=plan, staffing=staffing())
    with pytest.raises(ChangedMeanwhile):
        swapped_days(MONDAY, WEEK.days[1], seen={MONDAY: seen}, plan=plan, staffing=staffing())


def test_two_days_change_persons_and_an_empty_day_can_be_one_of_them():
    first, second = WEEK.days[:2]

    assert swapped_days(first, second, seen={}, plan=week_of(RUT, MONA), staffing=staffing()) == {
        first: MONA,
        second: RUT,
    }
    assert swapped_days(first, second, seen={}, plan=week_of(RUT), staffing=staffing()) == {
        first: None,
        second: RUT,
    }


@pytest.mark.parametrize("people", [(RUT, RUT), (None, None)])
def test_days_that_are_alike_are_not_swapped(people):
    plan = week_of(*people)

    with pytest.raises(InvalidForm):
        swapped_days(MONDAY, WEEK.days[1], seen={}, plan=plan, staffing=staffing())


def test_a_swap_gives_nobody_a_day_that_he_does_not_receive_on():
    leaves = staffing(Receiver(SARA, receives=(Span(LONG_AGO, MONDAY),)))

    with pytest.raises(InvalidForm) as refused:
        swapped_days(MONDAY, WEEK.days[1], seen={}, plan=week_of(SARA, RUT), staffing=leaves)

    assert [problem.field for problem in refused.value.problems] == [WEEK.days[1].isoformat()]


PEOPLE = st.sampled_from([RUT, MONA, SARA, None])
DAYS = st.dates(min_value=date(2026, 11, 30), max_value=date(2027, 12, 31))
PLANS = st.dictionaries(DAYS, st.sampled_from([RUT, MONA, SARA]), max_size=20)


@given(PLANS, DAYS, DAYS)
def test_swapping_twice_is_nothing(plan, first, second):
    once = {**plan, **swapped(plan, first, second)}
    twice = {**once, **swapped(once, first, second)}

    assert {each: who for each, who in twice.items() if who} == plan


@given(
    st.lists(PEOPLE, min_size=5, max_size=5).filter(any),
    st.integers(0, 60),
    st.integers(1, MOST_WEEKS),
    PLANS,
    st.sets(DAYS, max_size=10),
)
def test_copying_a_week_never_plans_a_day_off_nor_anybody_away_nor_over_anybody(
    people, later, weeks, plan, closed
):
    source = WEEK.plus(later)
    away = (Span(date(2027, 2, 1), date(2027, 4, 30)), Span(date(2027, 9, 1)))
    there = staffing(
        Receiver(SARA, receives=(Span(LONG_AGO, date(2027, 6, 30)),), away=away),
        closed=dict.fromkeys(closed, "Stängt"),
    )
    plan = {**plan, **week_of(*people, week=source)}

    found = copied_week(source, weeks=weeks, plan=plan, staffing=there)

    assert not set(found.filled) & set(plan)
    assert all(there.calendar.is_working_day(each) for each in found.filled)
    assert all(there.receiver(who).is_there(each) for each, who in found.filled.items())
    touched = {*found.filled, *(left.day for left in found.left)}
    weekdays = {each for number in range(1, weeks + 1) for each in source.plus(number).days[:5]}
    assert touched == weekdays - set(plan)


def test_a_copy_over_christmas_says_of_every_day_why_it_is_empty():
    away = Span(date(2026, 12, 28), date(2026, 12, 29))
    there = staffing(Receiver(SARA, receives=(Span(LONG_AGO, date(2027, 1, 4)),), away=(away,)))
    source = Week.read("2026-W51")
    plan = {**week_of(RUT, SARA, None, MONA, RUT, week=source), day("2026-12-21"): MONA}

    found = copied_week(source, weeks=3, plan=plan, staffing=there)

    assert {each.isoformat() for each in found.filled} == {
        *("2026-12-22", "2026-12-28"),
        *("2027-01-04", "2027-01-07", "2027-01-08"),
    }
    assert [(left.day.isoformat(), left.why) for left in found.left] == [
        ("2026-12-23", Why.NOBODY_THERE),
        ("2026-12-24", Why.DAY_OFF),
        ("2026-12-25", Why.DAY_OFF),
        ("2026-12-29", Why.AWAY),
        ("2026-12-30", Why.NOBODY_THERE),
        ("2026-12-31", Why.DAY_OFF),
        ("2027-01-01", Why.DAY_OFF),
        ("2027-01-05", Why.NOT_RECEIVING),
        ("2027-01-06", Why.DAY_OFF),
    ]
    assert found.left[3] == Left(day("2026-12-29"), Why.AWAY, SARA)


def test_days_that_have_passed_are_not_filled_by_a_copy():
    source = WEEK.plus(-2)
    plan = week_of(RUT, RUT, RUT, RUT, RUT, week=source)

    found = copied_week(source, weeks=2, plan=plan, staffing=staffing(today=WEEK.days[2]))

    assert sorted(found.filled) == list(WEEK.days[2:5])
    assert not found.left


@pytest.mark.parametrize("weeks", [0, -1, MOST_WEEKS + 1])
def test_a_week_is_copied_to_one_to_twelve_weeks(weeks):
    with pytest.raises(InvalidForm):
        copied_week(WEEK, weeks=weeks, plan=week_of(RUT), staffing=staffing())


def test_an_empty_week_is_not_copied():
    with pytest.raises(InvalidForm):
        copied_week(WEEK, weeks=1, plan=week_of(RUT, week=WEEK.plus(1)), staffing=staffing())


def full_plan(**but: PersonId | None) -> Plan:
    """Return a plan with Rut every day for ten weeks, but for some days named ``d20261201``."""
    days = (MONDAY + timedelta(days=number) for number in range(70))
    changed = {date.fromisoformat(key[1:]): person for key, person in but.items()}
    plan: dict[date, PersonId | None] = {**dict.fromkeys(days, RUT), **changed}
    return {each: person for each, person in plan.items() if person is not None}


def test_a_plan_without_fault_raises_no_concern():
    assert concerns_ahead(full_plan(), staffing(needs_nurse=True)) == []


def test_a_day_without_anybody_is_a_concern_but_not_a_day_off():
    plan = full_plan(d20261203=None, d20261204=None, d20261205=None, d20261224=None)

    found = concerns_ahead(plan, staffing(closed={date(2026, 12, 4): "Planeringsdag"}))

    assert found == [Concern(Kind.NOBODY, date(2026, 12, 3))]


def test_four_weeks_ahead_are_looked_at_and_no_more():
    plan = full_plan(d20261127=None, d20261130=None, d20261223=None, d20261228=None)

    assert [each.day for each in concerns_ahead(plan, staffing())] == [
        date(2026, 11, 30),
        date(2026, 12, 23),
    ]


def test_who_is_away_has_left_or_lacks_the_role_is_a_concern_each_in_its_own_way():
    there = staffing(
        Receiver(SARA, receives=EVERYDAY, away=(Span(MONDAY, date(2026, 12, 4)),)),
        Receiver(OTTO, receives=(Span(LONG_AGO, date(2026, 12, 8)),)),
        Receiver(PersonId(5), receives=(Span(date(2026, 12, 16)),)),
    )
    plan = full_plan(
        d20261201=SARA, d20261208=OTTO, d20261209=OTTO, d20261215=PersonId(5), d20261216=PersonId(5)
    )

    assert concerns_ahead(plan, there) == [
        Concern(Kind.AWAY, date(2026, 12, 1), SARA, date(2026, 12, 4)),
        Concern(Kind.LEFT, date(2026, 12, 9), OTTO, date(2026, 12, 8)),
        Concern(Kind.NO_ROLE, date(2026, 12, 15), PersonId(5)),
    ]


def test_who_leaves_and_comes_back_is_there_again():
    sara = Receiver(SARA, receives=(Span(LONG_AGO, MONDAY), Span(date(2026, 12, 2))))

    assert sara.left_before(date(2026, 12, 1)) == MONDAY
    assert sara.left_before(date(2026, 12, 3)) is None
    assert [sara.receives_on(WEEK.days[number]) for number in range(3)] == [True, False, True]


def test_those_who_can_be_chosen_receive_that_day_away_or_not():
    there = staffing(
        Receiver(SARA, receives=EVERYDAY, away=EVERYDAY),
        Receiver(OTTO, receives=(Span(LONG_AGO, MONDAY),)),
    )

    assert [each.id for each in there.receiving(MONDAY)] == [RUT, MONA, SARA, OTTO]
    assert [each.id for each in there.receiving(WEEK.days[1])] == [RUT, MONA, SARA]


def test_of_absences_that_overlap_the_longest_is_told():
    until_friday, for_good = Span(MONDAY, WEEK.days[4]), Span(WEEK.days[1])
    sara = Receiver(SARA, receives=EVERYDAY, away=(until_friday, for_good))

    assert sara.absence_on(MONDAY) == until_friday
    assert sara.absence_on(WEEK.days[2]) == for_good


@pytest.mark.parametrize(
    ("needs", "away", "expected"),
    [(True, True, 1), (True, False, 0), (False, True, 0)],
)
def test_a_nurse_must_be_there_where_only_nurses_may_answer(needs, away, expected):
    span = (Span(WEEK.days[2], WEEK.days[2]),) if away else ()
    mona = Receiver(MONA, is_nurse=True, receives=EVERYDAY, away=span)

    found = concerns_ahead(full_plan(), staffing(mona, needs_nurse=needs))

    assert found == [Concern(Kind.NO_NURSE, WEEK.days[2])] * expected


FIRST = date(2026, 11, 2)
CLOSED = WorkingCalendar({date(2026, 11, 26): "Planeringsdag"})


def opened(**at: str) -> dict[date, datetime]:
    """Return mornings from the first day to Friday 27 November at eight, but for some."""
    days = (FIRST + timedelta(days=number) for number in range(26))
    usual = {each: on(f"{each}T08:00") for each in days}
    for key, time in at.items():
        del usual[date.fromisoformat(key[1:])]
        if time:
            usual[date.fromisoformat(key[1:])] = on(f"{date.fromisoformat(key[1:])}T{time}")
    return usual


@pytest.mark.parametrize(
    ("mornings", "at", "missed", "why"),
    [
        ({}, "2026-11-30T09:59", [], "it isn't ten yet"),
        ({}, "2026-11-30T10:00", [], "nor past it"),
        ({}, "2026-11-30T10:01", ["2026-11-30"], "now it is"),
        ({}, "2026-11-28T12:00", [], "a Saturday"),
        ({"d20261125": ""}, "2026-11-27T12:00", ["2026-11-25"], "nobody did"),
        ({"d20261125": "10:00"}, "2026-11-27T12:00", [], "just in time"),
        ({"d20261125": "13:20"}, "2026-11-27T12:00", ["2026-11-25"], "late"),
        ({"d20261121": "", "d20261122": ""}, "2026-11-27T12:00", [], "a weekend"),
        ({"d20261126": ""}, "2026-11-27T12:00", [], "the clinic was closed"),
        ({"d20261103": ""}, "2026-11-27T12:00", ["2026-11-03"], "24 days ago"),
    ],
)
def test_a_working_day_on_which_nobody_opened_the_inbox_by_ten_is_missed(mornings, at, missed, why):
    found = missed_days(opened(**mornings), first=FIRST, at=on(at), calendar=CLOSED)

    assert [each.day.isoformat() for each in found] == missed, why


def test_days_before_the_first_that_was_recorded_say_nothing():
    recorded = {date(2026, 11, 25): on("2026-11-25T14:00")}

    found = missed_days(
        recorded, first=date(2026, 11, 25), at=on("2026-11-27T12:00"), calendar=WorkingCalendar()
    )

    assert found == [Missed(date(2026, 11, 27)), Missed(date(2026, 11, 26))]
    assert missed_days({}, first=None, at=on("2026-11-27T12:00"), calendar=CLOSED) == []


def test_thirty_days_back_are_looked_at():
    found = missed_days({}, first=LONG_AGO, at=on("2026-11-27T12:00"), calendar=WorkingCalendar())

    assert found[0].day == date(2026, 11, 27)
    assert found[-1].day == date(2026, 10, 28)


def test_ten_is_ten_in_stockholm_in_winter_and_in_summer():
    for morning in ("2026-03-27", "2026-03-30"):  # before and after the clocks are changed
        at = {day(morning): on(f"{morning}T10:00")}
        late = {day(morning): on(f"{morning}T10:01")}
        for mornings, expected in ((at, []), (late, [day(morning)])):
            found = missed_days(
                mornings,
                first=day(morning) - timedelta(days=1),
                at=on(f"{morning}T12:00"),
                calendar=WorkingCalendar(),
            )
            assert [each.day for each in found] == expected
