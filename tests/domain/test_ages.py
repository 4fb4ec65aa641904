"""Ages in whole years on a local date, and what they decide."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardag.domain.people.identity import age_on
from vardag.rooms.people.ages import ages_on


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2015-09-15", "2028-09-14", 12),
        ("2015-09-15", "2028-09-15", 13),
        ("2015-09-15", "2028-09-16", 13),
        ("2010-09-15", "2028-09-14", 17),
        ("2010-09-15", "2028-09-15", 18),
        ("2015-12-31", "2028-12-30", 12),
        ("2015-12-31", "2028-12-31", 13),
        ("2016-01-01", "2028-12-31", 12),
        ("2016-01-01", "2029-01-01", 13),
        ("2026-09-07", "2026-09-07", 0),
        ("2016-02-29", "2029-02-27", 12),
        ("2016-02-29", "2029-02-28", 13),  # no 29 February that year: the day before
        ("2016-02-29", "2029-03-01", 13),
        ("2016-02-29", "2028-02-28", 11),  # there is one that year
        ("2016-02-29", "2028-02-29", 12),
        ("2016-02-29", "2034-02-27", 17),
        ("2016-02-29", "2034-02-28", 18),
        ("2016-02-28", "2029-02-27", 12),
        ("2016-02-28", "2029-02-28", 13),
        ("2016-03-01", "2029-02-28", 12),
        ("1896-02-29", "1900-02-28", 4),  # a year of a whole century has none
        ("1996-02-29", "2000-02-28", 3),  # but this one has
        ("1996-02-29", "2000-02-29", 4),
    ],
)
def test_somebody_turns_a_year_older_on_the_birthday(born, day, age):
    assert age_on(date.fromisoformat(day), born=date.fromisoformat(born)) == age


BIRTHS = st.dates(date(1900, 1, 1), date(2030, 12, 31))


@given(born=BIRTHS, later=st.integers(1, 100))
def test_an_age_grows_by_one_a_year_and_never_shrinks(born, later):
    first, second = date(born.year + later, 1, 1), date(born.year + later, 12, 31)

    assert age_on(first, born=born) <= age_on(second, born=born) == later


@given(born=BIRTHS, one=st.dates(date(2031, 1, 1), date(2060, 1, 1)), days=st.integers(1, 800))
def test_nobody_grows_younger(born, one, days):
    assert age_on(one, born=born) <= age_on(date.fromordinal(one.toordinal() + days), born=born)


def test_the_ages_are_data_with_a_date_from_which_they_hold():
    today = ages_on(date(2026, 9, 7))

    assert (today.acts_alone_from, today.child_until) == (13, 18)
    assert today.source
    assert ages_on(date(1990, 1, 1)) == today  # before the first row: those of the first
