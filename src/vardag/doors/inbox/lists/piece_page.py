"""A piece of work as its own page shows it: who has it, by when, what was said, what has been done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.events import WorkSent
from vardag.doors.inbox.lists.piece_ready import ready_text, system_view
from vardag.doors.inbox.lists.work_owner import group_name
from vardag.doors.inbox.lists.worklist_page import Choice, Row, piece_row
from vardag.doors.inbox.over_lines import SystemView
from vardag.doors.inbox.worked import work_words
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import short_moment
from vardag.rooms.lists.duties import OpenPiece
from vardag.rooms.lists.work_history import WorkHistory
from vardag.rooms.lists.worklist import Colleague, Worklist

TO_ALL = "group"


@dataclass(frozen=True)
class Happened:
    """A line of the history, with the words that were given with it."""

    when: str
    iso: str
    words: str
    text: str


@dataclass(frozen=True)
class Refused:
    """Why something wasn't recorded, and beside which field to say so; with what was typed."""

    sentence: str = ""
    beside: str = ""  # the field
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PiecePage:
    """All that the page shows."""

    row: Row
    today: str  # as a field for a date holds it
    takers: tuple[Choice, ...]
    history: tuple[Happened, ...]
    refused: Refused
    ready: str = ""  # text for the piece's system
    system: SystemView | None = None  # where a line goes to it


def piece_page(
    piece: OpenPiece,
    work: Worklist,
    history: WorkHistory,
    *,
    reader: Actor,
    may_tell: bool,
    today: date,
    refused: Refused,
) -> PiecePage:
    """Return the page of a piece of work that is open.

    :param may_tell: whether its reader may tell systems of this family
    """
    return PiecePage(
        row=piece_row(piece, work, reader=reader.id, today=today),
        today=today.isoformat(),
        takers=tuple(takers(piece, work, refused.typed.get("to", ""))),
        history=tuple(_history(piece, history, today)),
        refused=refused,
        ready=_ready(piece, work, history, reader, today),
        system=system_view(piece, work, may_tell=may_tell, today=today),
    )


def _ready(
    piece: OpenPiece, work: Worklist, history: WorkHistory, reader: Actor, today: date
) -> str:
    """Return the text that was sent, or else the ready one; that of a protected family as of now."""
    events = (each.event for each in history.entries)
    sent = (each for each in events if isinstance(each, WorkSent) and each.work == piece.work.key)
    last = None if piece.case.is_protected else next(sent, None)
    return last.note if last else ready_text(piece, work, author=reader, today=today)


def takers(piece: OpenPiece, work: Worklist, chosen: str) -> Iterator[Choice]:
    """Yield to whom it may be given: not to who has it, and last those who aren't there."""
    if piece.owner is not None:
        yield Choice(TO_ALL, group_name(piece), is_chosen=chosen == TO_ALL)
    others = (each for each in work.workers(piece) if each.id != piece.owner)
    for each in sorted(others, key=lambda person: not person.is_there):
        yield Choice(str(each.id), _called(each), is_chosen=chosen == str(each.id))


def _called(person: Colleague) -> str:
    name = f"{person.name}, {person.title}" if person.title else person.name
    return name if person.is_there else gettext("%(name)s – away today") % {"name": name}


def _history(piece: OpenPiece, history: WorkHistory, today: date) -> Iterator[Happened]:
    for entry in history.entries:
        words, text = work_words(
            entry.event,
            piece.case.process,
            piece.routine,
            name=history.names[entry.by],
            name_of=history.names.__getitem__,
            on=today,
        )
        if piece.case.is_protected and isinstance(entry.event, WorkSent):
            text = gettext("Hidden")  # it may have been sent before they were protected
        iso = entry.at.isoformat(timespec="minutes")
        yield Happened(short_moment(entry.at, on=today), iso, words, text)
