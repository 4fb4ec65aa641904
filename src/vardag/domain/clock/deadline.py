"""The dates by which something is owed, and the days that were counted to find them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from vardag.domain.clock.calendar import CALENDAR_NAME, Day, WorkingCalendar

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class NaiveMoment(ValueError):
    """A moment without a time zone: nobody can say on which local date it falls."""


@dataclass(frozen=True)
class Deadline:
    """A date by which something is owed, with its reasons.

    ``since`` is day zero and is not among ``days``, which run to ``date`` and say of each whether it
    was counted. Stored when the date is set, so that the system can say why even if rules change.
    ``calendar`` names the rules that were counted by; empty for a date that somebody chose.
    """

    since: date
    date: date
    days: tuple[Day, ...]
    calendar: str = ""  # no rules by default: a default is not stored, and these may change


def local_date(moment: datetime) -> date:
    """Return the date in Europe/Stockholm of an aware moment.

    :raises NaiveMoment: if ``moment`` has no time zone
    """
    if moment.tzinfo is None:
        raise NaiveMoment(moment.isoformat())
    return moment.astimezone(STOCKHOLM).date()


def local_midnight(day: date) -> datetime:
    """Return the moment, in UTC, at which ``day`` begins in Europe/Stockholm."""
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).astimezone(UTC)


def deadline(since: date, *, working_days: int, calendar: WorkingCalendar) -> Deadline:
    """Return the deadline ``working_days`` working days after ``since``, which is day zero.

    Day zero is not counted whether it is a working day or not: a Friday, a Saturday and a Sunday
    all give Tuesday. The bound is inclusive: the whole of the last day counts.

    :param working_days: whole working days, 1 or more
    :raises OverflowError: past the year 9999

    Source: R9; routine NU10094-2020762173-83 v3.0, "Arbetsbeskrivning". That day zero is not
    counted, and which eves are no working days, is our reading: ADR-0004.
    """
    following = calendar.days_after(since)
    days: list[Day] = []
    left = working_days
    while left:
        days.append(next(following))
        left -= days[-1].counts
    return Deadline(since=since, date=days[-1].date, days=tuple(days), calendar=CALENDAR_NAME)
