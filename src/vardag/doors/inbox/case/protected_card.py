"""What the page of a protected case says of it: what is hidden, who may see it, until when one does."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from vardag.domain import access
from vardag.domain.refusals import NotPermitted
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import clock_time
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import why_refused


@dataclass(frozen=True)
class Protected:
    """A protected case, to its reader. ``url`` is where to choose to see; empty where one may not."""

    heading: str
    words: tuple[str, ...]
    url: str = ""


def protected(desk: Desk) -> Protected | None:
    """Return what is said of the protection; None if the case isn't protected."""
    full = desk.full
    if not full.is_protected:
        return None
    if full.unmasked is not None:
        return _seen(clock_time(full.unmasked.until))
    may = access.may_see_protected(desk.staff, desk.case)
    words = (
        gettext("Names, personal numbers and how to reach the family are hidden."),
        gettext("What the family has written can't be hidden, and may name people."),
    )
    return Protected(
        heading=no_name(),
        words=words if may else (*words, why_refused(NotPermitted(access.ONLY_CLEARED))),
        url=reverse("inbox:protected", args=(full.id,)) if may else "",
    )


def _seen(until: str) -> Protected:
    return Protected(
        heading=gettext("You see protected personal details until %(time)s") % {"time": until},
        words=(
            gettext("Each time you open the case is logged with your reason, and followed up."),
            gettext("Check that nobody else sees your screen. Don't write names in the text."),
        ),
    )
