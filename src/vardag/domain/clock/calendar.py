"""The working calendar of a clinic: Swedish working days, less the days the clinic itself is closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from vardag.domain.clock.holidays import holidays_of
from vardag.domain.words import say

_DAY = timedelta(days=1)
_SATURDAY = 5
WEEKEND = say("weekend")
CALENDAR_NAME = "se-1989:253+1977:480"  # which rules were counted by; stored with each date


@lru_cache(maxsize=512)
def _holidays(year: int) -> dict[date, str]:
    return holidays_of(year)


@lru_cache(maxsize=512)
def _weekday_holidays(year: int) -> tuple[date, ...]:
    return tuple(day for day in _holidays(year) if day.weekday() < _SATURDAY)


def _weekdays_until(day: date) -> int:
    """Return the number of Mondays to Fridays from the first day of the calendar up to ``day``."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)  # the first day, 0001-01-01, was a Monday
    return weeks * 5 + min(weekday + 1, 5)


@dataclass(frozen=True)
class Day:
    """One day of a count: whether it was counted, and if not, why."""

    date: date
    why_not: str = ""  # a holiday's name, "weekend", or the clinic's own reason

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count. ``closed`` holds a clinic's own closed days, each with its reason."""

    closed: Mapping[date, str] = field(default_factory=dict)

    def day(self, day: date) -> Day:
        """Return the day with the reason why it doesn't count, if it doesn't."""
        return Day(day, self._why_not(day))

    def is_working_day(self, day: date) -> bool:
        return not self._why_not(day)

    def days_after(self, start: date) -> Iterator[Day]:
        """Yield the days after ``start``, one by one, for ever.

        :raises OverflowError: past 9999-12-31, where the calendar of the computer ends
        """
        day = start
        while True:
            day += _DAY
            yield self.day(day)

    def working_day_after(self, start: date, *, count: int) -> date:
        """Return the ``count``-th working day after ``start``, which itself is never counted.

        :param count: 1 or more
        :raises OverflowError: past the year 9999
        """
        day, left = start, count
        while left:
            day += _DAY
            left -= not self._why_not(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days there are after ``start``, up to and with ``end``.

        Counted by weeks less the days off, so that a case a year late costs no more than one a day.
        """
        off = {day for day in self._weekdays_off(start, end) if start < day <= end}
        return max(_weekdays_until(end) - _weekdays_until(start), 0) - len(off)

    def _weekdays_off(self, start: date, end: date) -> Iterator[date]:
        for year in range(start.year, end.year + 1):
            yield from _weekday_holidays(year)
        yield from (day for day in self.closed if day.weekday() < _SATURDAY)

    def _why_not(self, day: date) -> str:
        name = _holidays(day.year).get(day)
        if name:
            return name
        if day.weekday() >= _SATURDAY:
            return WEEKEND
        return self.closed.get(day, "")


SWEDEN = WorkingCalendar()
