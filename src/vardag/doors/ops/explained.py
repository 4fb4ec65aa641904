"""A deadline in words: which days were counted, and which were not and why."""

from django.utils.translation import gettext, override

from vardag.domain.clock.calendar import Day
from vardag.domain.clock.deadline import Deadline
from vardag.doors.shared.moments import day_name


def in_words(due: Deadline, *, language: str = "sv") -> str:
    """Return a deadline as a block of lines, the date first, then each day of the count."""
    with override(language):
        zero = gettext("day zero")
        lines = [due.date.isoformat(), f"  {due.since} {day_name(due.since)}: {zero}"]
        lines += [f"  {day.date} {day_name(day.date)}: {_said_of(day)}" for day in due.days]
    return "\n".join(lines)


def _said_of(day: Day) -> str:
    if day.counts:
        return gettext("counted")
    return gettext("not counted: %(why)s") % {"why": gettext(day.why_not)}
