"""What a search shows: the rows of the lists, each with the piece of text that was found."""

from dataclasses import dataclass
from html import escape

from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists.rows import row_of
from vardag.doors.inbox.lists.rows_html import each_row
from vardag.rooms.lists.search.excerpts import Excerpt
from vardag.rooms.lists.search.finding import MOST, Found, Hit, Show


@dataclass(frozen=True)
class Filter:
    """One of the ways to choose among what is found."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SearchPage:
    """All that the page shows. ``many`` says how many were found; empty before a search."""

    typed: str = ""
    error: str = ""
    said: str = ""
    many: str = ""
    markup: SafeString | None = None  # None when nothing is found
    filters: tuple[Filter, ...] = ()


def blank(*, typed: str = "", error: str = "", said: str = "") -> SearchPage:
    """Return the page before anything is found."""
    return SearchPage(typed=typed, error=error, said=said)


def found_page(found: Found, look: Looking, *, typed: str, show: Show, url: str) -> SearchPage:
    """Return the page of what was found."""
    return SearchPage(
        typed=typed,
        many=_many(found, show),
        markup=hits_html(found.hits, look) if found.hits else None,
        filters=_filters(show, url),
    )


def hits_html(hits: tuple[Hit, ...], look: Looking) -> SafeString:
    """Return the rows; what comes from people is escaped here and in ``each_row``."""
    rows = each_row((row_of(hit.case, look) for hit in hits), can_mark=False)
    told = (row + _excerpt(hit.excerpt) for row, hit in zip(rows, hits, strict=True))
    return mark_safe("".join(told))  # noqa: S308 - escaped


def _excerpt(excerpt: Excerpt) -> str:
    if not excerpt:
        return ""
    pieces = (f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in excerpt)
    return f'<tr class="excerpt"><td colspan="5"><bdi>{"".join(pieces)}</bdi></td></tr>\n'


def _many(found: Found, show: Show) -> str:
    if found.has_more:
        words = gettext("The first %(many)s are shown. Write more words to find fewer.")
        return words % {"many": MOST}
    many = len(found.hits)
    if not many:
        return {
            Show.ALL: gettext("Nothing was found."),
            Show.OPEN: gettext("No open case was found."),
            Show.CLOSED: gettext("No closed case was found."),
        }[show]
    return ngettext("%(many)s case was found.", "%(many)s cases were found.", many) % {"many": many}


def _filters(show: Show, url: str) -> tuple[Filter, ...]:
    labels = {
        Show.ALL: gettext("All"),
        Show.OPEN: gettext("Open"),
        Show.CLOSED: gettext("Closed"),
    }
    return tuple(Filter(label, _url(url, each), each is show) for each, label in labels.items())


def _url(url: str, show: Show) -> str:
    return url if show is Show.ALL else f"{url}?{urlencode({'show': show.value})}"
