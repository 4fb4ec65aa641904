"""The day on which somebody looks again: chosen by hand, or so many working days on."""

from datetime import date, timedelta

from vardag.domain.case.circumstances import Circumstances
from vardag.domain.clock.deadline import Deadline
from vardag.domain.refusals import InvalidForm
from vardag.domain.words import say

_LONGEST = timedelta(days=366)  # a slip in the year must not silence a case (R10)


def next_look(chosen: date | str | None, now: Circumstances, *, working_days: int) -> Deadline:
    """Return the date that was chosen, or else one so many working days on.

    :param chosen: a local date, or one as it was typed; empty for none
    :raises InvalidForm: if it can't be read, has passed, or is more than a year away
    """
    if chosen is None or chosen == "":
        return now.in_working_days(working_days)
    return Deadline(since=now.today, date=_possible(_read(chosen), now.today), days=())


def _read(chosen: date | str) -> date:
    try:
        return date.fromisoformat(chosen) if isinstance(chosen, str) else chosen
    except ValueError:
        raise InvalidForm(
            say("The follow-up date can't be read. Write it as year-month-day.")
        ) from None


def _possible(day: date, today: date) -> date:
    if day < today:
        raise InvalidForm(say("The follow-up date has passed. Choose today or a later day."))
    if day > today + _LONGEST:
        raise InvalidForm(
            say("The follow-up date is more than a year away. Choose an earlier day.")
        )
    return day
