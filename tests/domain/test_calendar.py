"""Which days count. Held against a table written by hand, and against another calendar altogether."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardag.domain.clock.calendar import SWEDEN, WEEKEND, Day, WorkingCalendar
from vardag.domain.clock.holidays import easter_sunday, holidays_of

FIRST, LAST = 1990, 2060
ORACLE = holidays.country_holidays(
    "SE",
    years=range(FIRST - 1, LAST + 2),
    categories=("public", "de_facto"),
    language="sv",
)
DAYS = st.dates(min_value=date(FIRST, 1, 1), max_value=date(LAST, 12, 31))


@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        ("2026-04-01", "2026-04-07", "Easter"),
        ("2026-04-30", "2026-05-05", "1 May"),
        ("2026-05-13", "2026-05-18", "Ascension Day; the bridge day counts"),
        ("2026-06-05", "2026-06-09", "6 June is a Saturday: no day instead"),
        ("2026-06-17", "2026-06-22", "Midsummer Eve"),
        ("2026-12-22", "2026-12-28", "Christmas Eve"),
        ("2026-12-23", "2026-12-29", "Christmas"),
        ("2026-12-30", "2027-01-05", "New Year's Eve"),
        ("2027-01-05", "2027-01-08", "Epiphany"),
        ("2027-03-25", "2027-03-31", "Easter 2027"),
        ("2027-06-23", "2027-06-28", "Midsummer 2027"),
        ("2027-12-23", "2027-12-28", "25 and 26 December on a weekend"),
        ("2026-09-11", "2026-09-15", "a Friday gives Tuesday"),
        ("2026-09-12", "2026-09-15", "and so does a Saturday"),
        ("2026-09-13", "2026-09-15", "and a Sunday"),
        ("2026-04-03", "2026-04-08", "sent on Good Friday"),
        ("2026-06-19", "2026-06-23", "sent on Midsummer Eve"),
        ("2026-12-24", "2026-12-29", "sent on Christmas Eve"),
        ("2026-12-31", "2027-01-05", "sent on New Year's Eve"),
        ("2028-02-28", "2028-03-01", "a leap day is a day"),
        ("2004-05-28", "2004-06-02", "Whit Monday was a holiday to 2004"),
        ("2005-05-13", "2005-05-17", "and is a working day since"),
        ("2004-06-04", "2004-06-08", "the National Day is none before 2005"),
        ("2005-06-03", "2005-06-08", "and is one since"),
    ],
)
def test_the_second_working_day_after_is_the_one_in_the_hand_made_table(received, due, why):
    found = SWEDEN.working_day_after(date.fromisoformat(received), count=2)

    assert found == date.fromisoformat(due), why


@pytest.mark.parametrize(("year", "count"), [(2026, 251), (2027, 253), (2028, 251)])
def test_a_year_has_as_many_working_days_as_were_counted_by_hand(year, count):
    assert SWEDEN.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("year", "free"),
    [
        (2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31"),
        (2027, "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31"),
    ],
)
def test_the_weekdays_off_in_a_year_are_these_and_no_others(year, free):
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    off = [day for day in every if day.weekday() < 5 and not SWEDEN.is_working_day(day)]

    assert off == [date.fromisoformat(f"{year}-{each}") for each in free.split()]


@pytest.mark.parametrize(
    "day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-15", "2026-10-30", "2026-05-25"]
)
def test_other_eves_and_bridge_days_are_working_days(day):
    assert SWEDEN.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_another_calendar_knows_the_same_holidays(year):
    theirs = {day for day in ORACLE if day.year == year}

    assert {day for day in holidays_of(year) if day not in theirs} == set()
    assert {day for day in theirs if day not in holidays_of(year)} == set()


def test_another_calendar_agrees_on_every_day_of_seventy_years():
    day = date(FIRST, 1, 1)
    while day.year <= LAST:
        theirs = day.weekday() < 5 and day not in ORACLE
        assert SWEDEN.is_working_day(day) == theirs, day
        day += timedelta(days=1)


@given(start=DAYS, count=st.integers(1, 30))
def test_counting_forward_passes_exactly_so_many_working_days(start, count):
    end = SWEDEN.working_day_after(start, count=count)

    assert SWEDEN.working_days_between(start, end) == count
    assert SWEDEN.is_working_day(end)
    assert end > start


@given(first=DAYS, second=DAYS, count=st.integers(1, 10))
def test_who_comes_later_is_never_due_earlier(first, second, count):
    first, second = sorted((first, second))

    assert SWEDEN.working_day_after(first, count=count) <= SWEDEN.working_day_after(
        second, count=count
    )


@given(start=DAYS, count=st.integers(1, 10))
def test_one_more_working_day_is_a_later_day(start, count):
    fewer = SWEDEN.working_day_after(start, count=count)

    assert SWEDEN.working_day_after(start, count=count + 1) == SWEDEN.working_day_after(
        fewer, count=1
    )


@given(start=DAYS)
def test_nobody_waits_more_than_a_week_and_a_day_for_a_response(start):
    assert SWEDEN.working_day_after(start, count=2) - start <= timedelta(days=8)


@given(start=DAYS, closed=st.sets(st.integers(0, 60), max_size=20), count=st.integers(1, 10))
def test_a_clinics_own_closed_days_are_passed_over(start, closed, count):
    shut = {start + timedelta(days=n): "utbildning" for n in closed}
    calendar = WorkingCalendar(closed=shut)

    end = calendar.working_day_after(start, count=count)

    assert end not in shut
    assert end >= SWEDEN.working_day_after(start, count=count)
    assert calendar.working_days_between(start, end) == count


def test_a_day_that_does_not_count_says_why():
    calendar = WorkingCalendar(
        closed={date(2026, 9, 8): "Utbildningsdag", date(2026, 12, 24): "Stängt"}
    )

    assert calendar.day(date(2026, 9, 7)) == Day(date(2026, 9, 7))
    assert calendar.day(date(2026, 9, 7)).counts
    assert calendar.day(date(2026, 9, 8)).why_not == "Utbildningsdag"
    assert calendar.day(date(2026, 9, 12)).why_not == WEEKEND
    assert calendar.day(date(2026, 6, 19)).why_not == "Midsummer Eve"
    assert calendar.day(date(2026, 12, 24)).why_not == "Christmas Eve"
    assert calendar.day(date(2026, 12, 26)).why_not == "Boxing Day"  # though also a Saturday


def test_the_days_after_are_all_the_days_one_by_one():
    days = SWEDEN.days_after(date(2026, 6, 17))

    assert [next(days).counts for _ in range(5)] == [True, False, False, False, True]


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1818, "03-22"),  # as early as it can be
        (1943, "04-25"),  # as late as it can be
        (1954, "04-18"),  # where the golden number corrects the moon
        (1981, "04-19"),
        (2000, "04-23"),
        (2008, "03-23"),
        (2026, "04-05"),
        (2027, "03-28"),
        (2038, "04-25"),
        (2049, "04-18"),
        (2076, "04-19"),
        (2285, "03-22"),
    ],
)
def test_easter_falls_as_in_the_almanac(year, easter):
    assert easter_sunday(year) == date.fromisoformat(f"{year}-{easter}")


def easter_by_another_rule(year: int) -> date:
    """Return Easter by the rule of Butcher's Ecclesiastical Calendar (1876), in whole numbers."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def test_easter_falls_on_the_same_day_by_another_rule_in_every_year():
    differing = [
        year for year in range(1, 10_000) if easter_sunday(year) != easter_by_another_rule(year)
    ]

    assert differing == []


def test_every_year_has_its_holidays_where_they_belong():
    for year in range(1, 10_000):
        easter = easter_sunday(year)
        assert easter.weekday() == 6, year
        assert date(year, 3, 22) <= easter <= date(year, 4, 25), year
        days = holidays_of(year)
        assert all(day.year == year for day in days), year
        named = {name: day for day, name in days.items()}
        assert named["Midsummer Eve"] + timedelta(days=1) == named["Midsummer Day"], year
        assert named["Midsummer Day"].weekday() == named["All Saints' Day"].weekday() == 5, year
        # Ascension Day may fall on May Day, and Whit Sunday on the National Day; never both.
        assert len(days) in (15, 16), year


def test_a_count_that_would_leave_the_calendar_says_so():
    assert SWEDEN.working_day_after(date(9999, 12, 29), count=1) == date(9999, 12, 30)
    with pytest.raises(OverflowError):
        SWEDEN.working_day_after(date(9999, 12, 30), count=1)
    with pytest.raises(OverflowError):
        list(SWEDEN.days_after(date(9999, 12, 30)))


@pytest.mark.parametrize("year", [0, 10_000])
def test_a_year_that_no_date_can_have_has_no_holidays(year):
    with pytest.raises(ValueError, match="year"):
        holidays_of(year)
