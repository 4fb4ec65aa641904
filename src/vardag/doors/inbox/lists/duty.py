"""Who is 1177-responsible, over the inbox: today, the days after, and whether a day was missed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils.translation import gettext, pgettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.duty.opening import Missed, missed_days
from vardag.domain.people.identity import PersonId
from vardag.doors.shared.moments import clock_time, short_date, short_day
from vardag.rooms.lists.morning import Morning

_DAYS_AHEAD = 3


@dataclass(frozen=True)
class NextDay:
    """A working day that comes, and who is responsible then."""

    words: str
    is_nobody: bool


@dataclass(frozen=True)
class Duty:
    """The line: what is so today, what comes, what was missed."""

    today: str
    is_nobody: bool
    ahead: tuple[NextDay, ...]
    missed: tuple[str, ...]


def with_opening(morning: Morning, *, at: datetime) -> Morning:
    """Return the clinic's morning with the inbox opened at this moment, if it wasn't before."""
    today = local_date(at)
    return replace(
        morning,
        opened={today: at, **morning.opened},
        first_opened=morning.first_opened or today,
    )


def duty_line(morning: Morning, *, reader: PersonId, at: datetime) -> Duty:
    """Return the line for who reads it."""
    today = local_date(at)
    days = list(islice(_working_days(today, morning), _DAYS_AHEAD))
    words, is_nobody = _today(today, morning, reader)
    is_planned = any(day in morning.duty for day in (today, *days))
    ahead = [_next_day(day, morning) for day in days] if is_planned else []  # else said once
    return Duty(words, is_nobody, _as_a_sentence(ahead), tuple(_missed(morning, at)))


def _today(today: date, morning: Morning, reader: PersonId) -> tuple[str, bool]:
    if not morning.calendar.is_working_day(today):
        return gettext("Today is no working day."), False
    duty = morning.duty.get(today)
    if duty is None:
        return gettext("Nobody is 1177-responsible today."), True
    if not duty.is_there:
        words = gettext("%(name)s was to be 1177-responsible today, but isn't here.")
        return words % {"name": duty.name}, True
    if duty.person == reader:
        return gettext("You are 1177-responsible today."), False
    return gettext("1177-responsible today: %(name)s.") % {"name": duty.name}, False


def _working_days(after: date, morning: Morning) -> Iterator[date]:
    return (day.date for day in morning.calendar.days_after(after) if day.counts)


def _next_day(day: date, morning: Morning) -> NextDay:
    duty = morning.duty.get(day)
    if duty is None:
        name = pgettext("responsible that day", "nobody")
    elif duty.is_there:
        name = duty.name
    else:
        name = gettext("%(name)s (not there)") % {"name": duty.name}
    return NextDay(f"{short_day(day)} {name}", is_nobody=duty is None or not duty.is_there)


def _as_a_sentence(days: list[NextDay]) -> tuple[NextDay, ...]:
    return tuple(
        replace(day, words=day.words if nth else day.words[:1].upper() + day.words[1:])
        for nth, day in enumerate(days)
    )


def _missed(morning: Morning, at: datetime) -> Iterator[str]:
    """Say it of today, and of the working day before."""
    today = local_date(at)
    found = missed_days(
        morning.opened, first=morning.first_opened, at=at, calendar=morning.calendar
    )
    for missed in found:
        if morning.calendar.working_days_between(missed.day, today - timedelta(days=1)) < 1:
            yield _said(missed, today)


def _said(missed: Missed, today: date) -> str:
    day = pgettext("the inbox was opened", "today")
    if missed.day != today:
        day = short_date(missed.day, on=today)
    if missed.opened_at is None:
        return gettext("Nobody opened the inbox %(day)s.") % {"day": day}
    words = gettext("The inbox was opened only at %(time)s %(day)s.")
    return words % {"time": clock_time(missed.opened_at), "day": day}
