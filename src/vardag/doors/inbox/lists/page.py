"""A list of cases as it stands on the page: what it is of, how many there are, where more are."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists.counting import Count, counts, titled
from vardag.doors.inbox.lists.duty import Duty
from vardag.doors.inbox.lists.gone import GoneHolder
from vardag.doors.inbox.lists.groups import Group, in_groups
from vardag.doors.inbox.lists.news import Live
from vardag.doors.inbox.lists.rows import Row, row_of
from vardag.doors.shared.moments import clock_time, long_date, short_date
from vardag.rooms.lists.inbox import Page, Show
from vardag.rooms.lists.morning import Morning


@dataclass(frozen=True)
class Said:
    """Something short, and the rest of it."""

    short: str
    more: str = ""


@dataclass(frozen=True)
class Paging:
    """Which cases are shown, and where those before and after are; empty where there are none."""

    shown: str
    before: str
    after: str


@dataclass(frozen=True)
class ListPage:
    """All that a list shows."""

    title: str  # of the tab: how many need somebody today, which list, where
    heading: str
    intro: str
    groups: tuple[Group, ...]
    empty: Said
    updated: str
    counts: tuple[Count, ...] = ()
    calm: Said | None = None  # that nothing is left to do today, above what comes
    all_url: str = ""  # where all are, when only some are shown
    paging: Paging | None = None  # None where one page holds all
    duty: Duty | None = None  # who is 1177-responsible, on the inbox
    live: Live | None = None  # how it hears of what happens meanwhile, on the inbox
    told: tuple[object, ...] = ()  # notes to the reader by name
    gone: tuple[GoneHolder, ...] = ()  # who is away and holds some of the cases


@dataclass(frozen=True)
class Frame:
    """What stands around a list: where it is, when it was read, its address."""

    clinic: str
    at: datetime
    url: str
    show: Show = Show.ALL
    asks: str = ""  # what of the list is asked for, as in its address
    is_filtered: bool = False
    is_in_one: bool = False  # not by dates, since another order is asked for


def inbox_page(page: Page, morning: Morning, look: Looking, frame: Frame) -> ListPage:
    """Return the page of a clinic's open cases."""
    rows = _rows(page, look)
    urgent = morning.flagged + morning.today
    is_all = frame.show is Show.ALL and not frame.is_filtered
    return ListPage(
        title=titled(gettext("Inbox"), frame.clinic, urgent),
        heading=capitalized(long_date(look.today, on=look.today)),
        intro="" if is_all else gettext("Only some of the cases are shown."),
        groups=_groups(rows, look, frame, fold=is_all),
        empty=_none_such() if frame.is_filtered else _nothing(frame.show),
        updated=clock_time(frame.at),
        counts=counts(morning, frame.show),
        calm=_calm(rows, page, look.today) if is_all and rows and not urgent else None,
        all_url="" if is_all else reverse("inbox:inbox"),
        paging=_paging(page, frame),
    )


def mine_page(page: Page, look: Looking, frame: Frame) -> ListPage:
    """Return the page of what a person holds, or a group of theirs."""
    rows = _rows(page, look)
    urgent = sum(row.flag is not None for row in rows)
    heading = gettext("My cases")
    return ListPage(
        title=titled(heading, frame.clinic, urgent),
        heading=heading,
        intro=gettext("What you hold, or a group of yours."),
        groups=_groups(rows, look, frame),
        empty=_none_such()
        if frame.is_filtered
        else Said(
            gettext("You hold no cases."),
            gettext("What is assigned to you, or to a group of yours, comes here."),
        ),
        updated=clock_time(frame.at),
        paging=_paging(page, frame),
    )


def awaiting_page(page: Page, morning: Morning, look: Looking, frame: Frame) -> ListPage:
    """Return the page of a clinic's cases that wait for the resident."""
    heading = gettext("Waiting for the resident")
    return ListPage(
        title=titled(heading, frame.clinic, morning.flagged + morning.today),
        heading=heading,
        intro=gettext("The longest wait first. An answer takes the case back to the inbox."),
        groups=_groups(_rows(page, look), look, frame),
        empty=_none_such() if frame.is_filtered else Said(gettext("Nobody is asked anything now.")),
        updated=clock_time(frame.at),
        counts=counts(morning, None),
        all_url=reverse("inbox:inbox"),
        paging=_paging(page, frame),
    )


def closed_page(page: Page, look: Looking, frame: Frame) -> ListPage:
    """Return the page of a clinic's closed cases."""
    heading = gettext("Closed cases")
    rows = _rows(page, look)
    return ListPage(
        title=titled(heading, frame.clinic, 0),
        heading=heading,
        intro=gettext("The last closed first. They can be read, and nothing can be done to them."),
        groups=(Group("", "", rows),) if rows else (),
        empty=_none_such() if frame.is_filtered else Said(gettext("No case is closed yet.")),
        updated=clock_time(frame.at),
        paging=_paging(page, frame),
    )


def _rows(page: Page, look: Looking) -> tuple[Row, ...]:
    return tuple(row_of(case, look) for case in page.cases)


def _groups(
    rows: tuple[Row, ...], look: Looking, frame: Frame, *, fold: bool = False
) -> tuple[Group, ...]:
    """Return the rows by their dates; in one group where another order is asked for."""
    if frame.is_in_one:
        return (Group("", "", rows),) if rows else ()
    return tuple(in_groups(rows, look, fold=fold))


def _none_such() -> Said:
    return Said(gettext("No case is like that."), gettext("Take something away from the filter."))


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def _nothing(show: Show) -> Said:
    match show:
        case Show.ALL:
            return Said(
                gettext("There is nothing in the inbox."),
                gettext("What families send comes here."),
            )
        case Show.FLAGGED:
            return Said(gettext("Nothing has slipped."))
        case Show.TODAY:
            return Said(gettext("Nothing more is due today."))
        case Show.NEW:
            return Said(gettext("Nothing new."))


def _calm(rows: tuple[Row, ...], page: Page, on: date) -> Said:
    """Say that nothing is left to do today, and what comes next."""
    short = gettext("Nothing more to do today.")
    dates = [row.case.response_due for row in rows if row.case.response_due]
    if not dates or (page.has_more and min(dates) == max(dates)):
        return Said(short, gettext("Nothing is flagged, nothing is due."))
    many = dates.count(min(dates))
    words = ngettext(
        "Nothing is flagged, nothing is due. On %(day)s %(many)s case is to have a response.",
        "Nothing is flagged, nothing is due. On %(day)s %(many)s cases are to have a response.",
        many,
    )
    return Said(short, words % {"day": short_date(min(dates), on=on), "many": many})


def _paging(page: Page, frame: Frame) -> Paging | None:
    """Return where the pages before and after are, and which cases this one shows."""
    if page.number == 1 and not page.has_more:
        return None
    first = (page.number - 1) * page.size + 1
    last = first + max(len(page.cases), 1) - 1
    return Paging(
        shown=f"{first}–{last}",
        before=_url(frame, page.number - 1) if page.number > 1 else "",
        after=_url(frame, page.number + 1) if page.has_more else "",
    )


def _url(frame: Frame, number: int) -> str:
    asks = [frame.asks] if frame.asks else []
    if number > 1:
        asks.append(f"page={number}")
    return f"{frame.url}?{'&'.join(asks)}" if asks else frame.url
