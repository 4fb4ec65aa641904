"""Weeks as Swedish calendars number them, from Monday to Sunday (ISO 8601)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_KEY = re.compile(r"(20[0-9]{2})-W([0-9]{2})")


@dataclass(frozen=True, order=True)
class Week:
    """A week by its year and number. Week 1 is the one with the year's first Thursday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week that a day lies in; around New Year its year may be the other one."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, key: str) -> "Week":
        """Return the week of a key such as ``2026-W49``, in this century.

        :raises ValueError: if there is no such week, as most years have no week 53
        """
        found = _KEY.fullmatch(key)
        if found is None:
            raise ValueError(f"{key!r} is no week")
        week = cls(int(found[1]), int(found[2]))
        date.fromisocalendar(week.year, week.number, 1)
        return week

    @property
    def key(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days, from Monday."""
        return tuple(self.monday + timedelta(days=number) for number in range(7))

    def plus(self, weeks: int) -> "Week":
        """Return the week that many weeks later, or earlier for a number below zero."""
        return Week.of(self.monday + timedelta(weeks=weeks))
