"""The clinic's staff as a page: who has which role, and what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.domain.people.staffing import Introduction, Standing
from vardag.doors.office.staff.words import (
    introduction_words,
    period,
    standing_words,
)
from vardag.doors.shared.roles import role_name
from vardag.rooms.people.staff.roll import Group, Held, Member

_UNSIGNED = {Introduction.LACKING, Introduction.HALF}


@dataclass(frozen=True)
class RoleLine:
    """A role of somebody's; the tags say what is missing, and are empty where nothing is."""

    name: str
    period: str
    standing: str
    introduction: str
    is_good: bool


@dataclass(frozen=True)
class Line:
    """Somebody on the list."""

    id: PersonId
    name: str
    title: str
    roles: tuple[RoleLine, ...]
    has_email: bool
    is_told_otherwise: bool  # one has chosen text messages, or nothing
    is_you: bool
    is_missing: bool


@dataclass(frozen=True)
class Filter:
    """A way to narrow the list down, and how many that leaves."""

    key: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class GroupBox:
    """Somebody who can be in a group."""

    id: PersonId
    name: str
    title: str
    is_in: bool


@dataclass(frozen=True)
class GroupPart:
    """A group with everybody who can be in it."""

    id: int
    name: str
    members: str
    boxes: tuple[GroupBox, ...]
    error: str = ""


@dataclass(frozen=True)
class NotSaved:
    """A group whose change was refused, why, and who had been chosen."""

    group: int
    why: str
    chosen: frozenset[int]


@dataclass(frozen=True)
class StaffPage:
    """The page as a whole."""

    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    groups: tuple[GroupPart, ...]
    show: str


type _Picks = Callable[[Member], bool]

_PICKS: dict[str, _Picks] = {
    "all": lambda member: not member.has_left,
    "proposed": lambda member: _any(member, lambda held: held.standing is Standing.PROPOSED),
    "unsigned": lambda member: _any(member, lambda held: held.introduction in _UNSIGNED),
    "out-of-date": lambda member: _any(
        member, lambda held: held.introduction is Introduction.OUT_OF_DATE
    ),
    "missing": lambda member: member.is_missing,
    "no-email": lambda member: _lacks_email(member, frozenset()),
    "left": lambda member: member.has_left,
}


def _lacks_email(member: Member, otherwise: frozenset[PersonId]) -> bool:
    return not member.has_left and not member.row.email and member.id not in otherwise


def _any(member: Member, holds: Callable[[Held], bool]) -> bool:
    return any(holds(each) for each in member.current)


def _labels() -> dict[str, str]:
    return {
        "all": gettext("in all"),
        "proposed": gettext("await a second person"),
        "unsigned": gettext("lack introduction"),
        "out-of-date": gettext("introduced by an older version"),
        "missing": gettext("not in the directory"),
        "no-email": gettext("lack e-mail"),
        "left": gettext("have left"),
    }


def staff_page(
    members: list[Member],
    groups: list[Group],
    *,
    show: str,
    you: PersonId,
    on: date,
    otherwise: frozenset[PersonId] = frozenset(),
    refused: NotSaved | None = None,
) -> StaffPage:
    """Return the page as it is on a local date.

    :param show: which filter; an unknown one shows all
    :param otherwise: who has chosen to be told by another way than e-mail
    :param refused: a group whose change was refused
    """
    chosen = show if show in _PICKS else "all"
    picks: dict[str, _Picks] = {**_PICKS, "no-email": lambda each: _lacks_email(each, otherwise)}
    shown = [each for each in members if picks[chosen](each)]
    return StaffPage(
        lines=tuple(_line(each, you, on, otherwise) for each in shown),
        filters=tuple(_filters(members, chosen, picks)),
        groups=tuple(_group(each, members, refused) for each in groups),
        show=chosen,
    )


def _filters(members: list[Member], chosen: str, picks: Mapping[str, _Picks]) -> list[Filter]:
    counted = {key: sum(pick(each) for each in members) for key, pick in picks.items()}
    return [
        Filter(key, label, counted[key], is_current=key == chosen)
        for key, label in _labels().items()
        if counted[key] or key in {"all", chosen}
    ]


def _line(member: Member, you: PersonId, on: date, otherwise: frozenset[PersonId]) -> Line:
    return Line(
        id=member.id,
        name=member.row.name,
        title=member.row.title,
        roles=tuple(role_line(each, on=on) for each in member.current or member.held),
        has_email=bool(member.row.email),
        is_told_otherwise=member.id in otherwise,
        is_you=member.id == you,
        is_missing=member.is_missing,
    )


def role_line(held: Held, *, on: date) -> RoleLine:
    """Return a role as a line on a local date."""
    return RoleLine(
        name=capfirst(role_name(held.role)),
        period=period(held, on=on),
        standing=standing_words(held.standing),
        introduction=introduction_words(held.introduction),
        is_good=held.introduction is Introduction.SIGNED,
    )


def _group(group: Group, members: list[Member], refused: NotSaved | None) -> GroupPart:
    mine = refused if refused and refused.group == group.id else None
    ticked = mine.chosen if mine else group.members
    boxes = tuple(
        GroupBox(each.id, each.row.name, each.row.title, is_in=each.id in ticked)
        for each in members
        if not each.has_left or each.id in group.members
    )
    return GroupPart(
        id=group.id,
        name=group.name,
        members=", ".join(each.row.name for each in members if each.id in group.members),
        boxes=boxes,
        error=mine.why if mine else "",
    )
