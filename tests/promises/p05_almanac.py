"""The oracle of P5: what day it is in Sweden, which days are worked, and by when something is owed.

Written from the routine and the laws, and sharing nothing with the product: local days are counted
from seconds, Easter stands in a table, and a deadline is a place in the list of all days worked.

Sources: the routine (R9) and its reading in ADR-0004; lag (1989:253) om allmänna helgdagar; semesterlag
(1977:480) 7 § for the three eves; förordning (2001:127) om sommartid.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta

FIRST, LAST = 2023, 2037  # of the table; what is tried lies well within
RESPONSE, FOLLOW_UP, WAIT = 2, 5, 10  # working days, of the routine

EASTER = (
    *("2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16"),
    *("2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09"),
    *("2035-03-25", "2036-04-13", "2037-04-05"),
)
"""Easter Sundays, from almanacs."""

FROM_EASTER = (-2, 0, 1, 39, 49)  # Good Friday, the day, the Monday, Ascension Day, Whit Sunday
EVERY_YEAR = ("01-01", "01-06", "05-01", "06-06", "12-24", "12-25", "12-26", "12-31")
A_DAY, AN_HOUR = 86_400, 3_600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1)


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _weekend(day: date) -> bool:
    return day.strftime("%a") in {"Sat", "Sun"}


def _days_off(year: int) -> set[date]:
    """Return the days of a year on which nobody works, weekends too."""
    easter = date.fromisoformat(EASTER[year - FIRST])
    assert easter.year == year
    off = {day for day in _days_of(year) if _weekend(day)}
    off |= {date.fromisoformat(f"{year}-{each}") for each in EVERY_YEAR}
    off |= {easter + timedelta(days=each) for each in FROM_EASTER}
    # Midsummer Eve is the Friday of 19 to 25 June. All Saints' and Midsummer Day are Saturdays.
    return off | {d for d in _days_of(year) if d.month == 6 and 19 <= d.day <= 25 and _friday(d)}


def _friday(day: date) -> bool:
    return day.strftime("%a") == "Fri"


OFF = frozenset().union(*(_days_off(year) for year in range(FIRST, LAST + 1)))
WORKED = tuple(d for year in range(FIRST, LAST + 1) for d in _days_of(year) if d not in OFF)


def _last_sunday(year: int, month: int) -> date:
    return max(d for d in _days_of(year) if d.month == month and d.strftime("%a") == "Sun")


def _seconds(day: date, hour: int) -> int:
    return (day - _EPOCH_DAY).days * A_DAY + hour * AN_HOUR


# Summer time lasts from 01.00 to 01.00, both by universal time.
SUMMERS = tuple(
    (_seconds(_last_sunday(year, 3), 1), _seconds(_last_sunday(year, 10), 1))
    for year in range(FIRST, LAST + 1)
)


def ahead(seconds: float) -> int:
    """Return how many seconds Swedish clocks are ahead at a moment in seconds since 1970."""
    return 2 * AN_HOUR if any(a <= seconds < b for a, b in SUMMERS) else AN_HOUR


def day_in_sweden(moment: datetime) -> date:
    """Return the date that a calendar on a wall in Sweden shows."""
    since = moment - _EPOCH
    seconds = since.days * A_DAY + since.seconds
    return _EPOCH_DAY + timedelta(days=(seconds + ahead(seconds)) // A_DAY)


def midnights(day: date) -> float:
    """Return when a day begins in Sweden, in seconds since 1970."""
    naive = _seconds(day, 0)
    return naive - ahead(naive - AN_HOUR)


def days_counted(since: date, count: int, closed: Collection[date] = ()) -> list[date]:
    """Return the working days that are counted after day zero; the last is the deadline."""
    found: list[date] = []
    place = bisect_right(WORKED, since)
    while len(found) < count:
        if WORKED[place] not in closed:
            found.append(WORKED[place])
        place += 1
    return found


def owed_by(since: date, count: int, closed: Collection[date] = ()) -> date:
    return days_counted(since, count, closed)[-1]
