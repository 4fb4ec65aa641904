"""How a clinic's shortcuts are used: shown, followed, or sent to the clinic nevertheless.

Pages and clicks are counted, and no person is: a parent who opens a page twice counts twice. What is
sent is known from the cases themselves. Source: R21, R22; ADR-0051.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vardag.domain.routine.document import Routine, Service
from vardag.domain.words import visible


class Use(StrEnum):
    """What is counted of a shortcut when it happens."""

    SHOWN = "shown"
    FOLLOWED = "followed"


@dataclass(frozen=True)
class Counted:
    """How often a shortcut was shown and followed on a local date."""

    service: str
    day: date
    shown: int = 0
    followed: int = 0


@dataclass(frozen=True)
class Sent:
    """A request that came although there is a shortcut, on a local date.

    ``is_pointed_on``: it is closed, and a standard reply that says where to go was sent.
    """

    service: str
    day: date
    is_empty: bool
    is_pointed_on: bool = False


@dataclass(frozen=True)
class Figures:
    """What came of a shortcut in a time. ``shown`` and ``followed`` are None if nobody counted then."""

    shown: int | None
    followed: int | None
    empty: int
    written: int
    pointed_on: int

    @property
    def sent(self) -> int:
        return self.empty + self.written


@dataclass(frozen=True)
class Month:
    """A month's figures. ``is_part``: counting began in it, or it isn't over."""

    first: date
    figures: Figures
    is_part: bool


@dataclass(frozen=True)
class UseOfShortcut:
    """What came of a shortcut, month by month with the latest first, and in the whole time."""

    service: str
    months: tuple[Month, ...]
    whole: Figures


@dataclass(frozen=True)
class Found:
    """What is known of a clinic's shortcuts.

    :param since: the local date from which uses are counted; None if none has been yet
    """

    counted: tuple[Counted, ...]
    sent: tuple[Sent, ...]
    since: date | None


def shortcuts_of(routine: Routine) -> tuple[Service, ...]:
    """Return the services that lead elsewhere, in the routine's order."""
    return tuple(each for each in routine.services if each.leads_to is not None)


def replies_that_point_on(routine: Routine) -> frozenset[str]:
    """Return the keys of the standard replies that lead where a shortcut leads."""
    links = {f"{{link:{each.leads_to}}}" for each in shortcuts_of(routine)}
    replies = routine.standard_replies
    return frozenset(each.key for each in replies if any(link in each.text.sv for link in links))


def is_empty(answers: Mapping[str, object], *, has_files: bool) -> bool:
    """Tell whether a request says nothing at all: no word that a reader would see, and no file."""
    return not has_files and not any(visible(str(each)) for each in answers.values())


def months_until(on: date, many: int) -> tuple[date, ...]:
    """Return the first days of so many months, the one of ``on`` first and then those before it.

    :param many: 1 or more; months before the year 1 are left out
    """
    last = on.year * 12 + on.month - 1
    return tuple(
        date(month // 12, month % 12 + 1, 1)
        for month in range(last, last - many, -1)
        if month >= 12
    )


def use_of(service: str, found: Found, *, months: Iterable[date], on: date) -> UseOfShortcut:
    """Return what came of a shortcut in some months.

    :param months: their first days, in the order in which they are to stand
    :param on: today's local date, whose month isn't over
    """
    firsts = tuple(months)
    counted = [each for each in found.counted if each.service == service]
    sent = [each for each in found.sent if each.service == service]
    told = tuple(_month(first, counted, sent, since=found.since, on=on) for first in firsts)
    return UseOfShortcut(service, told, _together([each.figures for each in told]))


def _month(
    first: date, counted: Iterable[Counted], sent: Iterable[Sent], *, since: date | None, on: date
) -> Month:
    uses = [each for each in counted if _first_of(each.day) == first]
    came = [each for each in sent if _first_of(each.day) == first]
    is_counted = since is not None and _first_of(since) <= first
    figures = Figures(
        shown=sum(each.shown for each in uses) if is_counted else None,
        followed=sum(each.followed for each in uses) if is_counted else None,
        empty=sum(each.is_empty for each in came),
        written=sum(not each.is_empty for each in came),
        pointed_on=sum(each.is_pointed_on for each in came),
    )
    began = since is not None and since > first and _first_of(since) == first
    return Month(first, figures, is_part=began or _first_of(on) == first)


def _first_of(day: date) -> date:
    return day.replace(day=1)


def _together(figures: Iterable[Figures]) -> Figures:
    every = list(figures)
    return Figures(
        shown=_sum(each.shown for each in every),
        followed=_sum(each.followed for each in every),
        empty=sum(each.empty for each in every),
        written=sum(each.written for each in every),
        pointed_on=sum(each.pointed_on for each in every),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what was counted; None if nothing of it was."""
    known = [each for each in numbers if each is not None]
    return sum(known) if known else None
