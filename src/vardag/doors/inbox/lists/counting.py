"""The counts over a clinic's lists, and the one in the tab's title."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, npgettext

from vardag.rooms.lists.inbox import Show
from vardag.rooms.lists.morning import MOST, Morning


@dataclass(frozen=True)
class Count:
    """A number that leads to the cases it counts, and back to all when they are shown."""

    many: str
    words: str
    url: str
    is_current: bool = False
    is_late: bool = False


def titled(heading: str, clinic: str, urgent: int) -> str:
    """Return the title of a tab, with the number of what needs somebody today first."""
    words = f"{heading} – {clinic}"
    return f"({_many(urgent)}) {words}" if urgent else words


def counts(morning: Morning, show: Show | None) -> tuple[Count, ...]:
    """Return the counts over a clinic's list. ``show`` is None where those that wait are shown."""
    flagged = npgettext("how many cases", "flagged", "flagged", morning.flagged)
    new = npgettext("how many cases", "new", "new", morning.new)
    return (
        _count(morning.flagged, flagged, Show.FLAGGED, show, is_late=bool(morning.flagged)),
        _count(morning.today, gettext("due today"), Show.TODAY, show),
        _count(morning.new, new, Show.NEW, show),
        Count(
            many=_many(morning.awaiting),
            words=npgettext("how many cases", "waiting", "waiting", morning.awaiting),
            url=reverse("inbox:inbox") if show is None else reverse("inbox:awaiting"),
            is_current=show is None,
        ),
    )


def late_elsewhere_count(morning: Morning) -> tuple[Count, ...]:
    """Return the count that leads to work that is late at other clinics; none where none is."""
    many = morning.late_elsewhere
    if not many:
        return ()
    url = reverse("inbox:late_elsewhere")
    return (Count(_many(many), gettext("late elsewhere"), url, is_late=True),)


def _count(
    many: int, words: str, kind: Show, shown: Show | None, *, is_late: bool = False
) -> Count:
    is_current = kind is shown
    url = reverse("inbox:inbox")
    return Count(
        many=_many(many),
        words=words,
        url=url if is_current else f"{url}?{urlencode({'show': kind.value})}",
        is_current=is_current,
        is_late=is_late,
    )


def _many(count: int) -> str:
    return f"{MOST}+" if count >= MOST else str(count)
