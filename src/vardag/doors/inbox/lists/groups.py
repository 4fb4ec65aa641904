"""Rows in groups: what has slipped, what is due today, then date by date, each explained once.

By each date those that somebody has in hand come first, then the new ones: since the last working day,
and today's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import Deadline, local_date
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists.rows import Row
from vardag.doors.inbox.lists.rows_html import rows_html
from vardag.doors.inbox.reasons import days_that_count, why_in_short
from vardag.doors.shared.moments import listed, short_date

_FLAGGED, _TODAY, _DATED, _LATER, _WAITING, _UNDATED = range(6)  # the groups, in their order
_IN_HAND, _NEW_BEFORE, _NEW_TODAY = range(3)  # and their order by one date
_GRAVITY = {flag: rank for rank, flag in enumerate(Flag)}
_NAMED = 3  # holders in a line; more are "others"
_NEW_SINCE = (
    gettext_noop("New since Monday"),
    gettext_noop("New since Tuesday"),
    gettext_noop("New since Wednesday"),
    gettext_noop("New since Thursday"),
    gettext_noop("New since Friday"),
    gettext_noop("New since Saturday"),
    gettext_noop("New since Sunday"),
)


class _Key(NamedTuple):
    """Rows of one group have the same key."""

    kind: int
    due: date = date.min
    newness: int = _IN_HAND
    counted: tuple[date, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows that share a date; ``hint`` says once why it is that date.

    ``is_folded``: nobody needs them today, so that they wait behind their heading.
    """

    name: str
    hint: str
    rows: tuple[Row, ...]
    is_folded: bool = False

    @property
    def markup(self) -> SafeString:
        return rows_html(self.rows)


def in_groups(rows: Iterable[Row], look: Looking, *, fold: bool = False) -> Iterator[Group]:
    """Yield rows in groups; within a group they stay in the order of the list.

    :param fold: put what only waits for its next look behind its heading, if more stands above it
    """
    last = last_working_day(look.today, look.calendar)
    keyed = [(_key(row, look.today, last), row) for row in rows]
    keyed.sort(key=lambda pair: (pair[0], _rank(pair[1])))
    is_alone = len({key.kind for key, _ in keyed}) == 1
    for key, pairs in groupby(keyed, key=lambda pair: pair[0]):
        is_folded = fold and key.kind == _LATER and not is_alone
        yield _group(key, tuple(row for _, row in pairs), last, look.today, is_folded=is_folded)


def last_working_day(before: date, calendar: WorkingCalendar) -> date:
    """Return the last day before a day on which anybody worked at the clinic."""
    day = before - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _key(row: Row, today: date, last: date) -> _Key:
    """Return the group of a row: alike are rows with the same date for the same reason."""
    case = row.case
    if row.slipped:
        return _Key(_FLAGGED)
    if row.flag is Flag.DUE_TODAY or case.response_due is not None:
        days = case.deadline.days if case.deadline else ()
        counted = tuple(day.date for day in days if day.counts)
        due = case.response_due or date.min
        if row.flag is Flag.DUE_TODAY:
            return _Key(_TODAY, due, counted=counted)
        return _Key(_DATED, due, _newness(row, today, last), counted)
    if case.status == Status.AWAITING_RESIDENT:
        return _Key(_WAITING)
    return _Key(_LATER if case.follow_up else _UNDATED)


def _newness(row: Row, today: date, last: date) -> int:
    """Tell what came today, or since the last working day, and is untouched, from the rest."""
    came = local_date(row.case.received_at)
    if not row.is_new or came < last:
        return _IN_HAND
    return _NEW_TODAY if came == today else _NEW_BEFORE


def _rank(row: Row) -> int:
    """The gravest first among what has slipped; elsewhere the order of the list stands."""
    return _GRAVITY[row.flag] if row.slipped and row.flag else 0


def _group(
    key: _Key, rows: tuple[Row, ...], last: date, on: date, *, is_folded: bool = False
) -> Group:
    match key.kind:
        case 0:
            return Group(gettext("Flagged"), gettext("start here"), rows)
        case 1:
            return Group(gettext("Respond today"), _why(rows, on), rows)
        case 2:
            return _dated(key, rows, last, on)
        case 3:
            return _later(rows, on, is_folded=is_folded)
        case 4:
            hint = gettext("a question is asked; the date is until when we wait")
            return Group(gettext("Waiting for the resident"), hint, rows)
        case _:
            return Group(gettext("Without a date"), gettext("nothing will remind of these"), rows)


def _dated(key: _Key, rows: tuple[Row, ...], last: date, on: date) -> Group:
    day, why = short_date(key.due, on=on), _why(rows, on)
    if key.newness == _IN_HAND:
        return Group(gettext("Respond by %(day)s") % {"day": day}, why, rows)
    name = _new_since(last, on)
    if key.newness == _NEW_TODAY:
        name, deadline = gettext("New today"), rows[0].case.deadline
        why = days_that_count(deadline) if deadline else ""
    return Group(name, gettext("respond by %(day)s: %(why)s") % {"day": day, "why": why}, rows)


def _new_since(last: date, on: date) -> str:
    if on - last == timedelta(days=1):
        return gettext("New since yesterday")
    return gettext(_NEW_SINCE[last.weekday()])


def _later(rows: tuple[Row, ...], on: date, *, is_folded: bool) -> Group:
    """Return those that have had an interim reply; folded, the heading says with whom."""
    name = gettext("Answered, still open")
    if not is_folded:
        hint = gettext("an interim reply is sent; the date is when to look again")
        return Group(name, hint, rows)
    days = [row.case.follow_up for row in rows if row.case.follow_up]
    hint = ngettext(
        "%(many)s case, with %(holders)s; next looked at %(day)s",
        "%(many)s cases, with %(holders)s; the next is looked at %(day)s",
        len(rows),
    )
    told = {"many": len(rows), "holders": _holders(rows), "day": short_date(min(days), on=on)}
    return Group(name, hint % told, rows, is_folded=True)


def _holders(rows: tuple[Row, ...]) -> str:
    names = list(dict.fromkeys(row.holder or gettext("nobody in particular") for row in rows))
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], gettext("others")]
    return listed(names)


def _why(rows: tuple[Row, ...], on: date) -> str:
    deadlines: list[Deadline] = [row.case.deadline for row in rows if row.case.deadline]
    if not deadlines:
        return ""
    longest = min(deadlines, key=lambda deadline: deadline.since)
    return why_in_short(longest, on=on, since=sorted({each.since for each in deadlines}))
