"""Flags: what has slipped, computed from stored dates at the moment of looking (R13).

A job that did not run can delay a reminder, never a flag.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vardag.domain.case.state import Case

_NEXT_DAY = timedelta(days=1)


class Flag(StrEnum):
    """The flags, the gravest first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    FOLLOW_UP_DUE = "follow-up-due"
    NO_ANSWER = "no-answer"
    HANDLED_NOT_CLOSED = "handled-not-closed"
    UNATTENDED = "unattended"


@dataclass(frozen=True)
class Dates:
    """The stored dates of an open case, in Europe/Stockholm; all None once it is closed."""

    response_due: date | None = None
    follow_up: date | None = None
    waits_until: date | None = None
    handled_since: date | None = None

    @property
    def attention(self) -> date | None:
        """The first date on which one of these dates raises a flag; None when none will."""
        later = (self.follow_up, self.waits_until, self.handled_since)
        # The last day of the calendar has no day after it, though somebody may choose it.
        flagged_on = [day + _NEXT_DAY for day in later if day is not None and day < date.max]
        if self.response_due is not None:
            flagged_on.append(self.response_due)
        return min(flagged_on, default=None)


def dates_of(case: Case) -> Dates:
    """Return the dates of a case that can raise a flag."""
    return Dates(
        response_due=case.response_due.date if case.response_due else None,
        follow_up=case.follow_up,
        waits_until=case.waits_until,
        handled_since=case.handled_since,
    )


def flags(dates: Dates, *, today: date, holder_is_away: bool = False) -> tuple[Flag, ...]:
    """Return the flags that the dates raise on a local date, the gravest first."""
    raised = {
        Flag.OVERDUE: _passed(dates.response_due, today),
        Flag.DUE_TODAY: dates.response_due == today,
        Flag.FOLLOW_UP_DUE: _passed(dates.follow_up, today),
        Flag.NO_ANSWER: _passed(dates.waits_until, today),
        Flag.HANDLED_NOT_CLOSED: _passed(dates.handled_since, today),
        Flag.UNATTENDED: holder_is_away,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)


def _passed(day: date | None, today: date) -> bool:
    return day is not None and day < today
