"""The order in which a list shows its cases: group by group, and the gravest of the flagged ones first.

The database brings the cases of a page by the first date on which each raises a flag; here they get the
order that is seen. What leads on to the next case asks the same, so that it is the next row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import CaseId, PersonId
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.listed import Listed

FLAGGED, TODAY, DATED, LATER, WAITING, UNDATED = range(6)  # the groups, in their order
IN_HAND, NEW_BEFORE, NEW_TODAY = range(3)  # and their order by one date
_GRAVITY = {flag: rank for rank, flag in enumerate(Flag)}


class Placed(Protocol):
    """What of a case gives it its place: its dates, and whether somebody has done something."""

    @property
    def status(self) -> str: ...
    @property
    def response_due(self) -> date | None: ...
    @property
    def counted(self) -> tuple[date, ...]: ...  # the days that were counted to the response's date
    @property
    def follow_up(self) -> date | None: ...
    @property
    def came(self) -> date: ...
    @property
    def is_untouched(self) -> bool: ...


class GroupKey(NamedTuple):
    """Cases of one group have the same key."""

    kind: int
    due: date = date.min
    newness: int = IN_HAND
    counted: tuple[date, ...] = ()


@dataclass(frozen=True)
class Day:
    """The local date of looking, and the last before it on which anybody worked at the clinic."""

    today: date
    last: date


def day_of(today: date, calendar: WorkingCalendar) -> Day:
    """Return a local date with the working day before it."""
    before = today - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    return Day(today, before)


def group_of(case: Placed, flag: Flag | None, day: Day) -> GroupKey:
    """Return the group of a case: alike are those with the same date for the same reason.

    :param flag: the gravest that the case raises
    """
    if flag not in (None, Flag.DUE_TODAY):
        return GroupKey(FLAGGED)
    if flag is Flag.DUE_TODAY:
        return GroupKey(TODAY, case.response_due or date.min, counted=case.counted)
    if case.response_due is not None:
        return GroupKey(DATED, case.response_due, _newness(case, day), case.counted)
    if case.status == Status.AWAITING_RESIDENT:
        return GroupKey(WAITING)
    return GroupKey(LATER if case.follow_up else UNDATED)


def rank_of(flag: Flag | None) -> int:
    """Return how far down in its group a flag puts a case: among those that have slipped alone."""
    return 0 if flag in (None, Flag.DUE_TODAY) else _GRAVITY[flag]


def _newness(case: Placed, day: Day) -> int:
    """Tell what came today, or since the last working day, and is untouched, from the rest."""
    if not case.is_untouched or case.came < day.last:
        return IN_HAND
    return NEW_TODAY if case.came == day.today else NEW_BEFORE


type Place = tuple[GroupKey, int, date, int]


class Shown(NamedTuple):
    """A case in its place."""

    place: Place
    id: CaseId


def place_of(case: Placed, pk: int, attention: date | None, flag: Flag | None, day: Day) -> Place:
    """Return where a case stands; what a list shows goes from the least place to the greatest."""
    return (group_of(case, flag, day), rank_of(flag), attention or date.max, pk)


def in_order(cases: Iterable[Listed], day: Day, gone: Mapping[PersonId, Gone]) -> list[Shown]:
    """Return cases as a list shows them, each with its place."""
    return sorted((_shown(case, day, gone) for case in cases), key=lambda each: each.place)


def _shown(case: Listed, day: Day, gone: Mapping[PersonId, Gone]) -> Shown:
    flag = next(iter(case.flags(on=day.today, gone=gone)), None)
    return Shown(place_of(case, case.id, case.attention, flag, day), case.id)
