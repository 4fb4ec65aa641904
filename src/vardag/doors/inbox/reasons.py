"""Why a date is what it is, in words for staff: which days count, and why the others don't."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from django.utils.translation import gettext, gettext_noop, ngettext

from vardag.domain.clock.calendar import WEEKEND, Day
from vardag.domain.clock.deadline import Deadline
from vardag.domain.clock.holidays import (
    BOXING_DAY,
    CHRISTMAS_DAY,
    CHRISTMAS_EVE,
    EASTER_MONDAY,
    EASTER_SUNDAY,
    GOOD_FRIDAY,
    MIDSUMMER_DAY,
    MIDSUMMER_EVE,
    NEW_YEARS_DAY,
    NEW_YEARS_EVE,
    holidays_of,
)
from vardag.doors.shared.moments import language, listed, near_date, short_date, short_day

_A_WEEK = 7  # from here on a weekday's name alone could mean two days
_EASTER, _CHRISTMAS = gettext_noop("Easter"), gettext_noop("Christmas")
_MIDSUMMER, _NEW_YEAR = gettext_noop("Midsummer"), gettext_noop("New Year")
_FEASTS = {
    GOOD_FRIDAY: _EASTER,
    EASTER_SUNDAY: _EASTER,
    EASTER_MONDAY: _EASTER,
    CHRISTMAS_EVE: _CHRISTMAS,
    CHRISTMAS_DAY: _CHRISTMAS,
    BOXING_DAY: _CHRISTMAS,
    MIDSUMMER_EVE: _MIDSUMMER,
    MIDSUMMER_DAY: _MIDSUMMER,
    NEW_YEARS_EVE: _NEW_YEAR,
    NEW_YEARS_DAY: _NEW_YEAR,
}


@dataclass(frozen=True)
class _Run:
    """Days in a row that count, or that don't for reasons that are said as one."""

    days: tuple[Day, ...]
    why_not: str

    @property
    def counts(self) -> bool:
        return not self.why_not


def why(deadline: Deadline, *, on: date, since: Sequence[date] = ()) -> str:
    """Return the whole reason: ``inkom ons 1 april; tors räknas; fre–mån är påsk; tis räknas``.

    :param since: the days zero of several cases with the same days to count; else the deadline's own
    """
    return _why(deadline, tuple(since) or (deadline.since,), on.year, language(), in_short=False)


def why_in_short(deadline: Deadline, *, on: date, since: Sequence[date] = ()) -> str:
    """Return the reason for a list, where a weekend needs no words."""
    return _why(deadline, tuple(since) or (deadline.since,), on.year, language(), in_short=True)


def why_in_a_row(deadline: Deadline, *, on: date) -> str:
    """Return the reason for a row of a list, where a day that is near needs no month either."""
    came = gettext("came in %(days)s") % {"days": near_date(deadline.since, on=on)}
    return "; ".join([came, *_counting(deadline, deadline.since, in_short=True)])


def days_that_count(deadline: Deadline) -> str:
    """Return only which days count, for a list of what came today."""
    return "; ".join(_counting(deadline, deadline.since, in_short=True))


@lru_cache(maxsize=1_000)
def _why(deadline: Deadline, since: tuple[date, ...], year: int, _: str, *, in_short: bool) -> str:
    came = gettext("came in %(days)s") % {"days": _came(since, date(year, 1, 1))}
    return "; ".join([came, *_counting(deadline, min(since), in_short=in_short)])


def _counting(deadline: Deadline, since: date, *, in_short: bool) -> list[str]:
    is_long = (deadline.date - since).days >= _A_WEEK
    return [_said(run, is_long=is_long) for run in _runs(deadline.days, in_short=in_short)]


def _came(since: tuple[date, ...], on: date) -> str:
    days = sorted(set(since))
    if len(days) == 1:
        return short_date(days[0], on=on)
    if (days[-1] - days[0]).days < _A_WEEK:
        return _named(days, is_long=False)
    return listed([short_date(day, on=on) for day in days])


def _runs(days: Iterable[Day], *, in_short: bool) -> Iterator[_Run]:
    found = list(_each_run(days))
    told = [run for run in found if not (in_short and run.why_not == WEEKEND)]
    for counts, group in groupby(told, key=lambda run: run.counts):
        if counts:  # two with an untold weekend between them are one
            yield _Run(tuple(day for run in group for day in run.days), "")
        else:
            yield from group


def _each_run(days: Iterable[Day]) -> Iterator[_Run]:
    for counts, group in groupby(days, key=lambda day: day.counts):
        if counts:
            yield _Run(tuple(group), "")
        else:
            yield from _off(tuple(group))


def _off(days: tuple[Day, ...]) -> Iterator[_Run]:
    """Say days off in a row as one when they make up one feast, with a weekend in it or not."""
    feasts = {_reason(day) for day in days} - {WEEKEND}
    if len(feasts) == 1 and feasts <= set(_FEASTS.values()):
        yield _Run(days, feasts.pop())
        return
    for reason, group in groupby(days, key=_reason):
        yield _Run(tuple(group), reason)


def _reason(day: Day) -> str:
    """Return why a day doesn't count: the feast that it is a part of, or its own reason."""
    return _FEASTS.get(day.why_not, day.why_not)


def _said(run: _Run, *, is_long: bool) -> str:
    names = _named([day.date for day in run.days], is_long=is_long, joined=run.counts)
    if run.counts:
        return ngettext("%(days)s counts", "%(days)s count", len(run.days)) % {"days": names}
    if _is_known(run):
        return gettext("%(days)s is %(holiday)s") % {
            "days": names,
            "holiday": gettext(run.why_not),
        }
    return gettext("%(days)s does not count (%(why)s)") % {"days": names, "why": run.why_not}


def _is_known(run: _Run) -> bool:
    """Tell a feast, a holiday or a weekend from a clinic's own words."""
    day = run.days[0]
    holiday = holidays_of(day.date.year).get(day.date)
    return run.why_not in (WEEKEND, *_FEASTS.values()) or holiday == day.why_not


def _named(days: list[date], *, is_long: bool, joined: bool = False) -> str:
    """Return days by their names: ``mån och tis``, ``fre–mån``; with numbers if it goes over a week."""
    names = [f"{short_day(day)} {day.day}" if is_long else short_day(day) for day in days]
    in_a_row = days[-1] - days[0] == timedelta(days=len(days) - 1)
    if in_a_row and len(days) > 1 and not (joined and len(days) == 2):
        return f"{names[0]}–{names[-1]}"
    return listed(names)


def counted(deadline: Deadline) -> str:
    """Return how many days were counted, and which holidays were left out: for longer waits."""
    if not deadline.days:
        return gettext("chosen by hand")
    return _working_days(deadline) + _left_out(deadline)


def counted_from_today(deadline: Deadline) -> str:
    """Return the same of a date that is counted from today."""
    days = gettext("%(days)s from today") % {"days": _working_days(deadline)}
    return days + _left_out(deadline)


def _working_days(deadline: Deadline) -> str:
    many = sum(day.counts for day in deadline.days)
    return ngettext("%(many)s working day", "%(many)s working days", many) % {"many": many}


def _left_out(deadline: Deadline) -> str:
    off = dict.fromkeys(
        gettext(_reason(day)) for day in deadline.days if day.why_not and day.why_not != WEEKEND
    )
    return gettext(", not %(days)s") % {"days": listed(list(off))} if off else ""
