"""Whether somebody opened the inbox each working day before ten (R7: cases are handled daily)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import STOCKHOLM, local_date

OPEN_BY = time(10)  # our reading of "starts the day by checking": ADR-0021
DAYS_BACK = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Missed:
    """A working day on which nobody opened the inbox by ten; ``opened_at`` if somebody did later."""

    day: date
    opened_at: datetime | None = None


def missed_days(
    opened: Mapping[date, datetime], *, first: date | None, at: datetime, calendar: WorkingCalendar
) -> list[Missed]:
    """Return the missed days of the last thirty, the latest first, and today once it is past ten.

    :param opened: when the inbox was first opened, by local date
    :param first: the first day that was ever recorded; it and those before it say nothing
    :param at: aware
    """
    today = local_date(at)
    days = (today - number * _DAY for number in range(DAYS_BACK + 1))
    return [
        Missed(day, opened.get(day))
        for day in days
        if first is not None
        and day > first
        and calendar.is_working_day(day)
        and _is_missed(day, opened.get(day), at)
    ]


def _is_missed(day: date, opened_at: datetime | None, at: datetime) -> bool:
    limit = datetime.combine(day, OPEN_BY, STOCKHOLM)
    return (opened_at or at) > limit
