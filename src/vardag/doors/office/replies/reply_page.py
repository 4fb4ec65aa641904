"""One standard reply: what it says, who has written it since when, and what changed between versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.replies.reply import OwnReply, concerns, state
from vardag.domain.routine.document import Routine
from vardag.doors.office.replies import words
from vardag.doors.office.replies.list_page import Clinic, used_in_words
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.people.models import PersonRow
from vardag.rooms.replies.models import VersionRow
from vardag.rooms.replies.queries import Whole, own_reply, versions

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same in two versions, gone in the later, or new in it."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What a version says otherwise than the one before: of what, from what, to what."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A version in the history. The first has nothing to be compared with."""

    number: int
    by: str
    changes: tuple[Change, ...]
    sv: tuple[Piece, ...]
    en: tuple[Piece, ...]
    withdrawn: str  # by whom and when
    why: str


@dataclass(frozen=True)
class ReplyPage:
    """All that the page shows."""

    id: int
    name: str
    sv: str
    en: str
    in_place_of: str
    facts: tuple[tuple[str, str], ...]
    state: str
    concerns: tuple[str, ...]
    is_withdrawn: bool
    history: tuple[Version, ...]


def reply_page(clinic: Clinic, reply: Whole) -> ReplyPage:
    """Return the page of a reply."""
    latest, standing = reply.latest, clinic.standing(reply)
    place = clinic.routine.standard_reply(latest.key)
    return ReplyPage(
        id=reply.id,
        name=latest.name,
        sv=latest.text.sv,
        en=latest.text.en,
        in_place_of=in_words(place.name) if place else "",
        facts=(
            *_facts(latest, reply.owner, clinic.routine, on=clinic.on),
            (gettext("Sent"), used_in_words(clinic.uses.get(latest.key), on=clinic.on)),
        ),
        state=words.state_name(state(latest, standing)),
        concerns=tuple(words.concern_name(each) for each in concerns(latest, standing)),
        is_withdrawn=reply.withdrawal is not None,
        history=tuple(_history(clinic, versions(reply.id))),
    )


def _facts(
    reply: OwnReply, owner: PersonRow, routine: Routine, *, on: date
) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a version beside its text."""
    yield gettext("Meant for"), words.acts_named(reply.acts)
    yield gettext("E-services"), words.services_named(reply.services, routine)
    yield gettext("Owner"), owner.name
    yield gettext("First day"), short_date(reply.from_date, on=on)
    if reply.until:
        yield gettext("Last day"), short_date(reply.until, on=on)


def _history(clinic: Clinic, rows: list[VersionRow]) -> Iterator[Version]:
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        withdrawal = getattr(row, "withdrawal", None)
        yield Version(
            number=row.number,
            by=_by(row.by, local_date(row.at), on=clinic.on),
            changes=tuple(_changes(clinic, before, row)) if before else (),
            sv=tuple(pieces(before.text_sv, row.text_sv)) if before else (),
            en=tuple(pieces(before.text_en, row.text_en)) if before else (),
            withdrawn=_by(withdrawal.by, local_date(withdrawal.at), on=clinic.on)
            if withdrawal
            else "",
            why=withdrawal.reason if withdrawal else "",
        )


def _by(row: PersonRow, day: date, *, on: date) -> str:
    return f"{row.name}, {short_date(day, on=on)}"


def _changes(clinic: Clinic, before: VersionRow, after: VersionRow) -> Iterator[Change]:
    if before.name != after.name:
        yield Change(gettext("Name"), before.name, after.name)
    old = dict(_facts(own_reply(before), before.owner, clinic.routine, on=clinic.on))
    new = dict(_facts(own_reply(after), after.owner, clinic.routine, on=clinic.on))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(name, old.get(name, "–"), new.get(name, "–"))


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the later of two texts, with what is gone from the earlier; nothing if alike."""
    if before == after:
        return
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(new[c:d]))
            continue
        if b > a:
            yield Piece(GONE, "".join(old[a:b]))
        if d > c:
            yield Piece(NEW, "".join(new[c:d]))
