"""What came of an act, as it is said on top of the page: done, refused, too late, about to be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case import acts
from vardag.domain.case.choices import is_read_only
from vardag.domain.case.events import Entry
from vardag.doors.inbox.case.attaching import WrongFiles
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Asked, Typed
from vardag.doors.inbox.case.forms import mine as asked_words
from vardag.doors.inbox.case.parts import part_of
from vardag.doors.inbox.case.thread import Item, items
from vardag.doors.shared.moments import clock_time


@dataclass(frozen=True)
class Conflict:
    """What others did while somebody wrote, and what was written."""

    heading: str
    theirs: tuple[Item, ...]
    mine: str
    field: str  # where mine stands on the page; empty if it can't be sent any more
    part: str = ""  # the part of the draft that mine is


@dataclass(frozen=True)
class Outcome:
    """What came of an act, to be said on top of the page, and at the field that it is about."""

    done: str = ""
    refused: str = ""
    field: str = ""
    conflict: Conflict | None = None
    about_to: tuple[str, acts.Act] | None = (
        None  # what waits to be sent, with its name in addresses
    )
    thrown: Typed | None = None  # a draft that was thrown away, to be fetched back
    wrong_files: WrongFiles | None = None
    status: int = 200


def conflict(desk: Desk, newer: Sequence[Entry], asked: Asked) -> Conflict:
    """Return what others did while somebody wrote, theirs beside mine."""
    theirs = tuple(item for entry in newer for item in items(desk, entry))
    mine, field = asked_words(asked)
    heading = gettext("Somebody else was here first")
    if theirs:
        told = {"name": theirs[0].by.name, "time": clock_time(theirs[0].at)}
        heading = gettext("%(name)s was here at %(time)s, while you had the page open") % told
    is_open = is_read_only(desk.choices) is None
    return Conflict(heading, theirs, mine, field if is_open else "", part_of(field))
