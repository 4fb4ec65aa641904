"""Dates and standing in plain words: when one hears from the clinic, why then, and whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext, gettext_noop, ngettext

from vardag.domain.case.aftermath import Told
from vardag.domain.clock.calendar import WEEKEND, Day
from vardag.domain.clock.deadline import Deadline, local_date
from vardag.domain.clock.holidays import holidays_of
from vardag.doors.shared.moments import clock_time, day_name, listed, long_date
from vardag.doors.shared.sentences import in_words

_COUNTS = (
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
)
_A_WEEK = 7  # from here on a weekday's name alone could mean two days


@dataclass(frozen=True)
class Standing:
    """Where a case is, for a family."""

    words: str
    turn: bool = False
    late: bool = False


def at_time(moment: datetime, *, on: date) -> str:
    """Return a moment for running text, such as ``söndag 12 april kl. 19.41``."""
    when = {"day": long_date(local_date(moment), on=on), "time": clock_time(moment)}
    return gettext("%(day)s at %(time)s") % when


def standing(
    *,
    closed_at: datetime | None,
    question_open: bool,
    waits_until: date | None,
    response_due: date | None,
    today: date,
) -> Standing:
    """Return in plain words where a case is: closed, the family's turn, or the clinic's."""
    if closed_at is not None:
        day = long_date(local_date(closed_at), on=today)
        return Standing(gettext("Closed on %(day)s") % {"day": day})
    if question_open:
        return Standing(_your_turn(waits_until, today), turn=True)
    if response_due is None:
        return Standing(gettext("We are working on it"))
    day = long_date(response_due, on=today)
    if response_due < today:
        words = gettext("We are late. You should have heard from us by %(day)s")
        return Standing(words % {"day": day}, late=True)
    return Standing(gettext("You hear from us by %(day)s") % {"day": day})


def told_words(told: Told | None, *, oneself: bool, on: date) -> str:
    """Return what goes on after a case has closed, with the day on which all was done; or nothing."""
    if told is None:
        return ""
    words = in_words(told.words, oneself=oneself)
    if told.at is None:
        return words
    day = long_date(local_date(told.at), on=on)
    return gettext("%(done)s on %(day)s") % {"done": words, "day": day}


def _your_turn(waits_until: date | None, today: date) -> str:
    turn = gettext("Your turn to answer")
    by = preferably(waits_until, today)
    return f"{turn}, {by}" if by else turn


def preferably(waits_until: date | None, today: date) -> str:
    """Return until when an answer is hoped for; nothing once that day has passed."""
    if waits_until is None or waits_until < today:
        return ""
    return gettext("preferably by %(day)s") % {"day": long_date(waits_until, on=today)}


def promise_to_all(working_days: int) -> str:
    """Return within how long anybody who writes hears from the clinic."""
    words = ngettext(
        "You hear from us within %(count)s working day.",
        "You hear from us within %(count)s working days.",
        working_days,
    )
    return words % {"count": _in_words(working_days)}


def promise_after_answer(working_days: int) -> str:
    """Return within how long an answer is responded to."""
    words = ngettext(
        "We respond within %(count)s working day after your answer.",
        "We respond within %(count)s working days after your answer.",
        working_days,
    )
    return words % {"count": _in_words(working_days)}


def why(deadline: Deadline, *, by_reader: bool, answer: bool = False) -> str:
    """Return why a response comes by that date: the days that count, and those that don't.

    :param by_reader: whether the reader is the one who wrote
    :param answer: whether it is an answer that is responded to, rather than a new case
    """
    named = _named(deadline)
    counted = [named[day.date] for day in deadline.days if day.counts]
    days = {"count": _in_words(len(counted)), "days": listed(counted)}
    promise = ngettext(
        "We respond within %(count)s working day: %(days)s.",
        "We respond within %(count)s working days: %(days)s.",
        len(counted),
    )
    written = _written(by_reader=by_reader, answer=answer) % {"day": _day(deadline.since)}
    skipped = _not_counted([day for day in deadline.days if not day.counts], named)
    return " ".join(filter(None, (written, promise % days, skipped)))


def _written(*, by_reader: bool, answer: bool) -> str:
    if answer:
        return gettext("The answer came on %(day)s.")
    return gettext("You wrote on %(day)s.") if by_reader else gettext("It was sent on %(day)s.")


def _in_words(count: int) -> str:
    return gettext(_COUNTS[count - 1]) if count <= len(_COUNTS) else str(count)


def _named(deadline: Deadline) -> dict[date, str]:
    """Return what to call each day: its weekday, with the date where that alone is ambiguous."""
    name = day_name if (deadline.date - deadline.since).days < _A_WEEK else _day
    return {day.date: name(day.date) for day in deadline.days}


def _day(day: date) -> str:
    return long_date(day, on=day)


def _not_counted(days: list[Day], named: dict[date, str]) -> str:
    if not days:
        return ""
    if len(days) == 1 and _is_holiday(days[0]):
        words = gettext("%(day)s is %(holiday)s and does not count.")
        holiday = {"day": named[days[0].date], "holiday": gettext(days[0].why_not)}
        return _capital(words % holiday)
    words = ngettext("%(days)s does not count.", "%(days)s do not count.", len(days))
    if all(day.why_not == WEEKEND for day in days):
        return _capital(words % {"days": listed([named[day.date] for day in days])})
    return _capital(words % {"days": _with_reasons(days, named)})


def _is_holiday(day: Day) -> bool:
    """Tell a holiday's name, which can be said of a day, from a clinic's own words."""
    return holidays_of(day.date.year).get(day.date) == day.why_not


def _with_reasons(days: list[Day], named: dict[date, str]) -> str:
    """Return days with their reasons, those in a row with the same reason together."""
    groups = [
        (reason, [named[day.date] for day in group])
        for reason, group in groupby(days, key=lambda day: day.why_not)
    ]
    phrases = [f"{listed(names)} ({gettext(reason)})" for reason, names in groups]
    ends_in_and = len(groups[-1][1]) > 1  # one "and" is enough
    return ", ".join(phrases) if ends_in_and else listed(phrases)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
