"""By when something is owed, and the reasons that are stored with the date."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import on
from vardag.domain.clock.calendar import CALENDAR_NAME, SWEDEN, WorkingCalendar
from vardag.domain.clock.deadline import (
    STOCKHOLM,
    Deadline,
    NaiveMoment,
    deadline,
    local_date,
    local_midnight,
)

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # hypothesis wants bounds without a zone
    max_value=datetime(2060, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("moment", "day", "why"),
    [
        ("2026-03-28T22:59:59Z", "2026-03-28", "winter time is one hour ahead"),
        ("2026-03-28T23:00:00Z", "2026-03-29", "midnight in winter time"),
        ("2026-03-29T00:59:59Z", "2026-03-29", "01:59:59, the last second of winter time"),
        ("2026-03-29T01:00:00Z", "2026-03-29", "03:00, the first second of summer time"),
        ("2026-03-29T21:59:59Z", "2026-03-29", "summer time is two hours ahead"),
        ("2026-03-29T22:00:00Z", "2026-03-30", "midnight in summer time"),
        ("2026-10-24T21:59:59Z", "2026-10-24", "summer time still"),
        ("2026-10-24T22:00:00Z", "2026-10-25", "midnight in summer time"),
        ("2026-10-25T00:30:00Z", "2026-10-25", "02:30 the first time"),
        ("2026-10-25T01:30:00Z", "2026-10-25", "02:30 the second time"),
        ("2026-10-25T22:59:59Z", "2026-10-25", "winter time again"),
        ("2026-10-25T23:00:00Z", "2026-10-26", "midnight in winter time"),
        ("2026-12-31T23:00:00Z", "2027-01-01", "a new year in Sweden, not yet in Greenwich"),
    ],
)
def test_the_local_date_is_that_of_the_clocks_in_sweden(moment, day, why):
    assert local_date(datetime.fromisoformat(moment)) == date.fromisoformat(day), why


def test_the_same_moment_has_the_same_date_in_whatever_zone_it_is_written():
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert local_date(moment) == date(2026, 7, 1)
    assert local_date(moment.astimezone(timezone(timedelta(hours=-11)))) == date(2026, 7, 1)


def test_a_moment_without_a_zone_has_no_date():
    with pytest.raises(NaiveMoment):
        local_date(datetime(2026, 9, 7, 8, 0))  # noqa: DTZ001  # the point of the test


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2026-03-29", "2026-03-28T23:00:00Z"),
        ("2026-03-30", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("2026-10-26", "2026-10-25T23:00:00Z"),
    ],
)
def test_a_day_begins_at_midnight_in_sweden(day, moment):
    assert local_midnight(date.fromisoformat(day)) == datetime.fromisoformat(moment)
    assert local_midnight(date.fromisoformat(day)).tzinfo is UTC


@given(MOMENTS)
def test_a_moment_lies_between_the_midnights_of_its_date(moment):
    day = local_date(moment)

    assert local_midnight(day) <= moment < local_midnight(day + timedelta(days=1))


def test_the_date_is_stored_with_the_days_that_were_counted_and_why_others_were_not():
    due = deadline(local_date(on("2026-06-17T15:30")), working_days=2, calendar=SWEDEN)

    assert due.since == date(2026, 6, 17)
    assert due.date == date(2026, 6, 22)
    assert due.calendar == CALENDAR_NAME
    assert [(day.date.day, day.why_not) for day in due.days] == [
        (18, ""),
        (19, "Midsummer Eve"),
        (20, "Midsummer Day"),
        (21, "weekend"),
        (22, ""),
    ]


def test_a_clinics_own_closed_day_is_given_as_a_reason():
    calendar = WorkingCalendar(closed={date(2026, 9, 8): "Utbildningsdag"})

    due = deadline(date(2026, 9, 7), working_days=2, calendar=calendar)

    assert due.date == date(2026, 9, 10)
    assert due.days[0].why_not == "Utbildningsdag"


@given(
    since=st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)),
    working_days=st.integers(1, 15),
)
def test_the_explanation_counts_to_the_date_and_never_holds_day_zero(since, working_days):
    due = deadline(since, working_days=working_days, calendar=SWEDEN)

    assert due.date == SWEDEN.working_day_after(since, count=working_days)
    assert [day.date for day in due.days] == [
        since + timedelta(days=n) for n in range(1, (due.date - since).days + 1)
    ]
    assert sum(day.counts for day in due.days) == working_days
    assert due.days[-1].counts


def test_friday_saturday_and_sunday_all_give_tuesday():
    dues = {
        deadline(date(2026, 9, day), working_days=2, calendar=SWEDEN).date for day in (11, 12, 13)
    }

    assert dues == {date(2026, 9, 15)}


def test_there_is_no_deadline_after_the_end_of_the_calendar():
    with pytest.raises(OverflowError):
        deadline(date(9999, 12, 30), working_days=1, calendar=SWEDEN)


def test_a_deadline_equals_another_of_the_same_dates_and_reasons():
    one = deadline(date(2026, 9, 7), working_days=2, calendar=SWEDEN)

    assert one == deadline(date(2026, 9, 7), working_days=2, calendar=SWEDEN)
    assert one != Deadline(since=one.since, date=one.date, days=())


def test_the_hour_that_comes_twice_is_one_date_either_time():
    early, late = (datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=fold) for fold in (0, 1))

    assert local_date(early) == local_date(late) == date(2026, 10, 25)
