"""Rows in groups: what has slipped, what is due today, then date by date, each explained once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import Deadline
from vardag.doors.inbox.lists.rows import Row
from vardag.doors.inbox.lists.rows_html import rows_html
from vardag.doors.inbox.reasons import why_in_short
from vardag.doors.shared.moments import short_date

_FLAGGED, _TODAY, _DATED, _LATER, _WAITING, _UNDATED = range(6)  # the groups, in their order
_GRAVITY = {flag: rank for rank, flag in enumerate(Flag)}

type _Key = tuple[int, date, tuple[date, ...]]


@dataclass(frozen=True)
class Group:
    """Rows that share a date; ``hint`` says once why it is that date."""

    name: str
    hint: str
    rows: tuple[Row, ...]

    @property
    def markup(self) -> SafeString:
        return rows_html(self.rows)


def in_groups(rows: Iterable[Row], *, on: date) -> Iterator[Group]:
    """Yield rows in groups; within a group they stay in the order of the list."""
    keyed = sorted(((_key(row), row) for row in rows), key=lambda pair: (pair[0], _rank(pair[1])))
    for key, pairs in groupby(keyed, key=lambda pair: pair[0]):
        yield _group(key, tuple(row for _, row in pairs), on)


def _key(row: Row) -> _Key:
    """Return the group of a row: alike are rows with the same date for the same reason."""
    case = row.case
    if row.slipped:
        return (_FLAGGED, date.min, ())
    if row.flag is Flag.DUE_TODAY or case.response_due is not None:
        counted = (
            tuple(day.date for day in case.deadline.days if day.counts) if case.deadline else ()
        )
        kind = _TODAY if row.flag is Flag.DUE_TODAY else _DATED
        return (kind, case.response_due or date.min, counted)
    if case.status == Status.AWAITING_RESIDENT:
        return (_WAITING, date.min, ())
    return (_LATER if case.follow_up else _UNDATED, date.min, ())


def _rank(row: Row) -> int:
    """The gravest first among what has slipped; elsewhere the order of the list stands."""
    return _GRAVITY[row.flag] if row.slipped and row.flag else 0


def _group(key: _Key, rows: tuple[Row, ...], on: date) -> Group:
    kind, due, _ = key
    match kind:
        case 0:
            return Group(gettext("Flagged"), gettext("start here"), rows)
        case 1:
            return Group(gettext("Respond today"), _why(rows, on), rows)
        case 2:
            name = gettext("Respond by %(day)s") % {"day": short_date(due, on=on)}
            return Group(name, _why(rows, on), rows)
        case 3:
            hint = gettext("an interim reply is sent; the date is when to look again")
            return Group(gettext("Answered, still open"), hint, rows)
        case 4:
            hint = gettext("a question is asked; the date is until when we wait")
            return Group(gettext("Waiting for the resident"), hint, rows)
        case _:
            return Group(gettext("Without a date"), gettext("nothing will remind of these"), rows)


def _why(rows: tuple[Row, ...], on: date) -> str:
    deadlines: list[Deadline] = [row.case.deadline for row in rows if row.case.deadline]
    if not deadlines:
        return ""
    longest = min(deadlines, key=lambda deadline: deadline.since)
    return why_in_short(longest, on=on, since=sorted({each.since for each in deadlines}))
