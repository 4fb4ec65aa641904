"""One colleague as a page: roles and how they stand, what can be done about them, what was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext, ngettext

from vardag.domain.notices.mailing import State
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.staffing import Part, Standing
from vardag.doors.office.refused import Refused
from vardag.doors.office.staff.page import RoleLine, role_line
from vardag.doors.office.staff.words import (
    about,
    change_words,
    directory_event_by,
    event_by,
    event_words,
    signed_words,
    stays_words,
)
from vardag.doors.shared.moments import short_moment
from vardag.doors.shared.told.page import why_failed
from vardag.rooms.notices.queries import last_to
from vardag.rooms.people.staff.leaving import Workplace
from vardag.rooms.people.staff.roll import DirectoryEvent, Event, Held, Member

LEAVING, LEAVING_EVERYWHERE, REFRESHING = 0, -1, -2  # what isn't about one role


@dataclass(frozen=True)
class RolePart:
    """A role, what can be done about it by who looks, and why not."""

    id: int
    role: str
    line: RoleLine
    given: str
    signed: tuple[str, ...]
    may_confirm: bool
    why_not_confirm: str
    may_introduce: bool
    awaits_newcomer: bool
    last_day: str
    error: str


@dataclass(frozen=True)
class Deedline:
    """Something that was done about the person."""

    what: str
    by: str


@dataclass(frozen=True)
class DirectoryPart:
    """What the staff directory says of the person: when it was asked, and since when it says nothing."""

    asked: str
    missing_since: str
    error: str

    @property
    def is_urgent(self) -> bool:
        """Tell whether it is to be read before everything else."""
        return bool(self.missing_since or self.error)


@dataclass(frozen=True)
class LeavingPart:
    """Where leaving altogether would end everything, and where it wouldn't, since others decide."""

    ends_at: str
    holds: str  # how many open cases in all at those clinics; empty for none
    stays: tuple[str, ...]
    is_elsewhere: bool
    error: str
    error_everywhere: str


@dataclass(frozen=True)
class HoldsPart:
    """The open cases that the person holds at the clinic, and where they are handed over, if at all."""

    words: str  # empty for none
    hand_over_url: str  # empty for who doesn't receive cases there


@dataclass(frozen=True)
class PersonPage:
    """The page as a whole."""

    id: PersonId
    name: str
    about: str
    email: str
    is_you: bool
    directory: DirectoryPart
    roles: tuple[RolePart, ...]
    past: tuple[RoleLine, ...]
    history: tuple[Deedline, ...]
    leaving: LeavingPart
    holds: HoldsPart


@dataclass(frozen=True)
class Around:
    """What stands around a person's roles: what was done, what is held, and where else one works."""

    here: ClinicId
    held: Mapping[ClinicId, int]  # open cases, here and where the reader manages the staff
    may_hand_over: bool
    events: list[Event]
    directory_events: list[DirectoryEvent]
    workplaces: list[Workplace]
    may_end_at: frozenset[ClinicId]


def _reached(person: PersonId, email: str) -> str:
    """Return whether notices reach somebody, and why the last didn't; never the address."""
    has = (
        gettext("Has an e-mail address for notices.")
        if email
        else gettext("Has no e-mail address for notices. It is added under one's own settings.")
    )
    last = last_to(person)
    if last is None or last.state is not State.FAILED:
        return has
    why = why_failed(last.trouble, last.channel)
    return " ".join((has, gettext("The last notice did not come through."), why))


def person_page(
    member: Member, around: Around, *, you: PersonId, on: date, refused: Refused | None
) -> PersonPage:
    """Return the page as it is on a local date, to the person who looks."""
    row = member.row
    return PersonPage(
        id=member.id,
        name=row.name,
        about=about(row.title, row.profession, row.hsa_id or ""),
        email=_reached(member.id, row.email),
        is_you=member.id == you,
        directory=_directory(member, on, refused),
        roles=tuple(_role(each, member, you, on, refused) for each in member.current),
        past=tuple(role_line(each, on=on) for each in member.held if each.is_over),
        history=tuple(_history(around, on)),
        leaving=_leaving(around, refused),
        holds=_holds(member, around),
    )


def _holds(member: Member, around: Around) -> HoldsPart:
    url = f"{settings.HAND_OVER}{member.id}/" if around.may_hand_over else ""
    return HoldsPart(_many_held(around.held.get(around.here, 0)), url)


def _many_held(many: int) -> str:
    if not many:
        return ""
    words = ngettext("Holds %(many)s open case.", "Holds %(many)s open cases.", many)
    return words % {"many": many}


def _directory(member: Member, on: date, refused: Refused | None) -> DirectoryPart:
    asked, missing = member.row.directory_answered_at, member.row.missing_since
    return DirectoryPart(
        asked=short_moment(asked, on=on) if asked else "",
        missing_since=short_moment(missing, on=on) if missing else "",
        error=_error(refused, REFRESHING),
    )


def _leaving(around: Around, refused: Refused | None) -> LeavingPart:
    ends = [each for each in around.workplaces if each.id in around.may_end_at]
    stays = [each for each in around.workplaces if each.id not in around.may_end_at]
    return LeavingPart(
        ends_at=", ".join(each.name for each in ends),
        holds=_many_held(sum(around.held.get(each.id, 0) for each in ends)),
        stays=tuple(stays_words(each) for each in stays),
        is_elsewhere=len(around.workplaces) > 1,
        error=_error(refused, LEAVING),
        error_everywhere=_error(refused, LEAVING_EVERYWHERE),
    )


def _error(refused: Refused | None, at: int) -> str:
    return refused.error if refused and refused.at == at else ""


def _history(around: Around, on: date) -> Iterator[Deedline]:
    """Yield what was done and what the directory said, the latest first."""
    done = [(e.at, Deedline(event_words(e, on=on), event_by(e, on=on))) for e in around.events]
    said = [
        (e.at, Deedline(change_words(e), directory_event_by(e, on=on)))
        for e in around.directory_events
    ]
    yield from (line for _, line in sorted(done + said, key=lambda each: each[0], reverse=True))


def _role(held: Held, member: Member, you: PersonId, on: date, refused: Refused | None) -> RolePart:
    mine = refused if refused and refused.at == held.id else None
    why_not = _why_not_confirm(held, member, you)
    return RolePart(
        id=held.id,
        role=held.role.value,
        line=role_line(held, on=on),
        given=_given(held),
        signed=tuple(dict.fromkeys(signed_words(each, on=on) for each in held.signed)),
        may_confirm=held.standing is Standing.PROPOSED and not why_not,
        why_not_confirm=why_not if held.standing is Standing.PROPOSED else "",
        may_introduce=_awaits(held, Part.INTRODUCER) and member.id != you,
        awaits_newcomer=_awaits(held, Part.NEWCOMER),
        last_day=mine.typed if mine else "",
        error=mine.error if mine else "",
    )


def _awaits(held: Held, part: Part) -> bool:
    """Tell whether today's version of the introduction lacks this signature."""
    return not any(each.part is part and each.version == held.version for each in held.signed)


def _why_not_confirm(held: Held, member: Member, you: PersonId) -> str:
    if member.id == you:
        return gettext("Another manager or administrator confirms it.")
    if held.given_by is not None and held.given_by.pk == you:
        return gettext("You proposed it. Another manager or administrator confirms it.")
    return ""


def _given(held: Held) -> str:
    if held.given_by is None:
        return ""
    if held.standing is Standing.PROPOSED:
        return gettext("Proposed by %(name)s") % {"name": held.given_by.name}
    if held.confirmed_by is None:
        return gettext("Given by %(name)s") % {"name": held.given_by.name}
    names = {"one": held.given_by.name, "other": held.confirmed_by.name}
    return gettext("Proposed by %(one)s, confirmed by %(other)s") % names
