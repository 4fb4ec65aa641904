"""How shortcuts are used, in words, in rows and as bars."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.measures.shortcuts import Figures, Month, UseOfShortcut
from vardag.domain.routine.document import Routine
from vardag.doors.shared.moments import listed, long_date, month_name
from vardag.doors.shared.sentences import in_words

_LONGEST = 100  # of a bar, in the drawing's own units
_SEEN = 1  # what is more than nothing is seen


@dataclass(frozen=True)
class Row:
    """A month. Figures are as they are read; ``bars`` are the lengths of shown, followed and sent."""

    month: str
    shown: str
    followed: str
    empty: int
    written: int
    pointed_on: int
    bars: tuple[float, float, float]


@dataclass(frozen=True)
class Shortcut:
    """A shortcut, what came of it in the whole time, and its months."""

    key: str
    name: str
    leads_to: str
    address: str
    said: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ShortcutsPage:
    """All that the page shows. ``since`` says from when uses are counted, if a month is before."""

    shortcuts: tuple[Shortcut, ...]
    since: str


def shortcuts_page(
    uses: Iterable[UseOfShortcut],
    routine: Routine,
    links: Mapping[str, str],
    *,
    since: date | None,
    on: date,
) -> ShortcutsPage:
    """Return the page.

    :param links: the addresses that the clinic has set itself, by key
    :param since: the local date from which uses are counted, if any has been
    """
    shown = tuple(_shortcut(each, routine, links, on=on) for each in uses)
    return ShortcutsPage(shown, _since(since, on=on))


def _since(since: date | None, *, on: date) -> str:
    if since is None:
        return gettext("No shortcut has been opened since counting began.")
    words = gettext("Openings and steps out are counted since %(day)s.")
    return words % {"day": long_date(since, on=on)}


def _shortcut(
    use: UseOfShortcut, routine: Routine, links: Mapping[str, str], *, on: date
) -> Shortcut:
    service = routine.service(use.service)
    link = routine.link(service.leads_to if service else None)
    most = max((_most(each.figures) for each in use.months), default=0)
    return Shortcut(
        key=use.service,
        name=in_words(service.name) if service else use.service,
        leads_to=in_words(link.name) if link else "",
        address=links.get(link.key, link.address) if link else "",
        said=tuple(_said(use.whole)),
        rows=tuple(_row(each, most, on=on) for each in use.months),
    )


def _said(whole: Figures) -> Iterator[str]:
    """Yield what came of it, a sentence each."""
    if whole.shown is not None and whole.followed is not None:
        opened = ngettext(
            "The page was opened %(count)s time.",
            "The page was opened %(count)s times.",
            whole.shown,
        )
        yield opened % {"count": whole.shown}
        followed = ngettext(
            "The way out was taken %(count)s time.",
            "The way out was taken %(count)s times.",
            whole.followed,
        )
        yield followed % {"count": whole.followed}
    yield from _said_of_sent(whole)


def _said_of_sent(whole: Figures) -> Iterator[str]:
    if not whole.sent:
        yield gettext("No request came nevertheless.")
        return
    came = ngettext(
        "%(count)s request came nevertheless: %(which)s.",
        "%(count)s requests came nevertheless: %(which)s.",
        whole.sent,
    )
    yield came % {"count": whole.sent, "which": listed(list(_which(whole)))}
    told = gettext("Closed with the standard reply that shows the way: %(count)s.")
    yield told % {"count": whole.pointed_on}


def _which(whole: Figures) -> Iterator[str]:
    if whole.empty:
        words = ngettext("%(count)s empty", "%(count)s empty", whole.empty)
        yield words % {"count": whole.empty}
    if whole.written:
        yield gettext("%(count)s with words") % {"count": whole.written}


def _row(month: Month, most: int, *, on: date) -> Row:
    figures = month.figures
    name = month_name(month.first, on=on)
    return Row(
        month=gettext("%(month)s, part of it") % {"month": name} if month.is_part else name,
        shown=_number(figures.shown),
        followed=_number(figures.followed),
        empty=figures.empty,
        written=figures.written,
        pointed_on=figures.pointed_on,
        bars=(
            _length(figures.shown or 0, most),
            _length(figures.followed or 0, most),
            _length(figures.sent, most),
        ),
    )


def _most(figures: Figures) -> int:
    return max(figures.shown or 0, figures.followed or 0, figures.sent)


def _number(count: int | None) -> str:
    return "–" if count is None else str(count)


def _length(count: int, most: int) -> float:
    """Return how long a bar is, the longest being as long as there is room."""
    return max(round(_LONGEST * count / most, 1), _SEEN) if count else 0


def csv_rows(uses: Iterable[UseOfShortcut], routine: Routine) -> Iterator[tuple[object, ...]]:
    """Yield the head and a row for each shortcut and month; what wasn't counted is empty."""
    yield (
        gettext("Month"),
        gettext("Key"),
        gettext("E-service"),
        gettext("Opened"),
        gettext("Way out taken"),
        gettext("Sent empty"),
        gettext("Sent with words"),
        gettext("Closed with the standard reply"),
    )
    for use in uses:
        service = routine.service(use.service)
        name = in_words(service.name) if service else use.service
        for month in use.months:
            yield (f"{month.first:%Y-%m}", use.service, name, *_figures(month.figures))


def _figures(of: Figures) -> tuple[object, ...]:
    uncounted = ("" if each is None else each for each in (of.shown, of.followed))
    return (*uncounted, of.empty, of.written, of.pointed_on)
