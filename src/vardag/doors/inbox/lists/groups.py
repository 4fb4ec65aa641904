"""Rows in groups: what has slipped, what is due today, then date by date, each explained once.

By each date those that somebody has in hand come first, then the new ones: since the last working day,
and today's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from vardag.domain.clock.deadline import Deadline
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists import order
from vardag.doors.inbox.lists.order import LATER, Day, GroupKey, day_of, group_of, rank_of
from vardag.doors.inbox.lists.rows import Row
from vardag.doors.inbox.lists.rows_html import rows_html
from vardag.doors.inbox.reasons import days_that_count, why_in_short
from vardag.doors.shared.moments import listed, short_date

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
    day = day_of(look.today, look.calendar)
    keyed = [(group_of(row.case, row.flag, day), row) for row in rows]
    keyed.sort(key=lambda pair: (pair[0], rank_of(pair[1].flag)))
    is_alone = len({key.kind for key, _ in keyed}) == 1
    for key, pairs in groupby(keyed, key=lambda pair: pair[0]):
        is_folded = fold and key.kind == LATER and not is_alone
        yield _group(key, tuple(row for _, row in pairs), day, is_folded=is_folded)


def _group(key: GroupKey, rows: tuple[Row, ...], day: Day, *, is_folded: bool = False) -> Group:
    on = day.today
    match key.kind:
        case order.FLAGGED:
            return Group(gettext("Flagged"), gettext("start here"), rows)
        case order.TODAY:
            return Group(gettext("Respond today"), _why(rows, on), rows)
        case order.DATED:
            return _dated(key, rows, day)
        case order.LATER:
            return _later(rows, on, is_folded=is_folded)
        case order.WAITING:
            hint = gettext("a question is asked; the date is until when we wait")
            return Group(gettext("Waiting for the resident"), hint, rows)
        case _:
            return Group(gettext("Without a date"), gettext("nothing will remind of these"), rows)


def _dated(key: GroupKey, rows: tuple[Row, ...], day: Day) -> Group:
    due, why = short_date(key.due, on=day.today), _why(rows, day.today)
    if key.newness == order.IN_HAND:
        return Group(gettext("Respond by %(day)s") % {"day": due}, why, rows)
    name = _new_since(day.last, day.today)
    if key.newness == order.NEW_TODAY:
        name, deadline = gettext("New today"), rows[0].case.deadline
        why = days_that_count(deadline) if deadline else ""
    return Group(name, gettext("respond by %(day)s: %(why)s") % {"day": due, "why": why}, rows)


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
