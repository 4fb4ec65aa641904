"""One colleague as a page: roles and how they stand, what can be done about them, what was done."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.domain.people.staffing import Part, Standing
from vardag.doors.office.staff_page import RoleLine, role_line
from vardag.doors.office.staff_words import (
    about,
    event_by,
    event_words,
    signed_words,
)
from vardag.rooms.people.introductions import checklist
from vardag.rooms.people.roll import Event, Held, Member


@dataclass(frozen=True)
class Refused:
    """What was refused at which role, or of leaving (0), and what had been typed."""

    at: int
    error: str
    typed: str = ""


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
class PersonPage:
    """The page as a whole."""

    id: PersonId
    name: str
    about: str
    email: str
    is_you: bool
    roles: tuple[RolePart, ...]
    past: tuple[RoleLine, ...]
    history: tuple[Deedline, ...]
    leaving_error: str


def person_page(
    member: Member, events: list[Event], *, you: PersonId, on: date, refused: Refused | None
) -> PersonPage:
    """Return the page as it is on a local date, to the person who looks."""
    row = member.row
    return PersonPage(
        id=member.id,
        name=row.name,
        about=about(row.title, row.profession, row.hsa_id or ""),
        email=gettext("Has an e-mail address for notices.")
        if row.email
        else gettext("Has no e-mail address for notices. It is added under one's own settings."),
        is_you=member.id == you,
        roles=tuple(_role(each, member, you, on, refused) for each in member.current),
        past=tuple(role_line(each, on=on) for each in member.held if each.is_over),
        history=tuple(Deedline(event_words(e, on=on), event_by(e, on=on)) for e in events),
        leaving_error=refused.error if refused and refused.at == 0 else "",
    )


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
    version = checklist(held.role).version
    return not any(each.part is part and each.version == version for each in held.signed)


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
