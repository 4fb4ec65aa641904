"""The demonstration's clinics and people, made from the package's data."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import Literal

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId, Profession, Role
from vardag.domain.people.protection import Protection
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.clinics import actions as clinics
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people import actions as people
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.invented import hsa_id, personal_number
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import checklist_at

_BEFORE_ALL = date(2024, 1, 1)  # since when the staff have their roles


@dataclass(frozen=True)
class Exceptions:
    reason: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class ClinicData:
    key: str
    name: str
    short: str
    phone: str
    postal_address: str = ""
    takes_residents_cases: bool = True
    excepts: Exceptions | None = None


@dataclass(frozen=True)
class Away:
    since: str
    until: str


@dataclass(frozen=True)
class Awaited:
    """A role that a colleague gave, and that isn't in force yet."""

    clinic: str
    role: Role
    given_by: str
    at: str
    introduced: bool = False  # whoever gave it has signed, and the newcomer hasn't


@dataclass(frozen=True)
class StaffData:
    name: tuple[str, str]
    profession: Profession
    title: str
    roles: Mapping[str, Role] = field(default_factory=dict)
    cleared_at: str | None = None  # a clinic, for protected identities
    away: Away | None = None
    awaits: Awaited | None = None
    last_day: str | None = None
    has_email: bool = True


@dataclass(frozen=True)
class GroupData:
    key: str
    clinic: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class ResidentData:
    given: str
    sex: Literal["woman", "man"]
    age: int
    protection: Protection | None = None  # then nobody acts for, or is acted for
    is_older_tomorrow: bool = False


@dataclass(frozen=True)
class BlockData:
    """A guardian whom a unit manager keeps from a child."""

    guardian: str
    child: str
    by: str
    clinic: str
    at: str
    reason: str


@dataclass(frozen=True)
class FamilyData:
    name: str
    guardians: tuple[ResidentData, ...]
    children: tuple[ResidentData, ...]
    blocked: tuple[BlockData, ...] = ()


@dataclass(frozen=True)
class LineData:
    text: str
    address: str = ""


@dataclass(frozen=True)
class ChecklistData:
    """A clinic's own list: the one that came along, and some lines more."""

    clinic: str
    role: Role
    written_by: str
    at: str
    more: tuple[LineData, ...]


@dataclass(frozen=True)
class Cast:
    """Everybody there is, and where they work."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    clinics: tuple[ClinicData, ...]
    staff: tuple[StaffData, ...]
    checklists: tuple[ChecklistData, ...] = ()
    groups: tuple[GroupData, ...] = ()
    families: tuple[FamilyData, ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()  # whom to try, and why


def read_cast() -> Cast:
    """Return the package's clinics and people."""
    text = (files("vardag") / "data/demonstration/people.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Cast).validate_python(YAML(typ="safe").load(text))


def add_cast(cast: Cast, around: Around) -> World:
    """Add everybody to an empty database, and return them by the names that the cases use."""
    world = World()
    for clinic in cast.clinics:
        _add_clinic(clinic, world)
    for nth, member in enumerate(cast.staff, start=1):
        _add_staff(member, nth, world, around)
    for member in cast.staff:
        if member.awaits:
            _give(member.awaits, world.staff[member.name[0]], world, around)
    for group in cast.groups:
        _add_group(group, world)
    for family in cast.families:
        _add_family(family, world, around.today)
        for each in family.blocked:
            _block(each, world, around)
    return world


def _add_clinic(data: ClinicData, world: World) -> None:
    pk = clinics.add_clinic(
        key=data.key,
        name=data.name,
        short_name=data.short,
        phone=data.phone,
        postal_address=data.postal_address.replace(", ", "\n"),
        takes_residents_cases=data.takes_residents_cases,
    )
    world.clinics[data.key] = pk
    if data.excepts:
        for service in data.excepts.services:
            except_at_installation(clinic=pk, service=service, reason=data.excepts.reason)


def _add_staff(data: StaffData, nth: int, world: World, around: Around) -> None:
    given, family = data.name
    person = people.add_staff(
        given_name=given,
        family_name=family,
        hsa_id=hsa_id(nth),
        profession=data.profession,
        title=data.title,
    )
    world.staff[given] = person
    until = around.day(data.last_day) if data.last_day else None
    cleared = [(data.cleared_at, Role.CLEARED)] if data.cleared_at else []
    for key, role in [*data.roles.items(), *cleared]:
        people.grant(
            person=person,
            clinic=world.clinics[key],
            role=role,
            from_date=_BEFORE_ALL,
            until=until,
        )
    if data.has_email:
        people.set_email(person=person, email=f"{_plain(given)}.{_plain(family)}@vardag.example")
    if data.away:
        since, until = around.day(data.away.since), around.day(data.away.until)
        people.mark_absent(person=person, from_date=since, until=until)


def _plain(name: str) -> str:
    """Return a name as it stands in an address."""
    parted = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in parted if char.isascii() and char.isalpha())


def _give(data: Awaited, person: PersonId, world: World, around: Around) -> None:
    at, clinic = around.moment(data.at), world.clinics[data.clinic]
    by = world.staff_member(data.given_by, on=local_date(at))
    staffing.give(
        to=person, clinic=clinic, roles=[data.role], from_date=local_date(at), by=by, at=at
    )
    if data.introduced:
        ticked = [item.key for item in checklist_at(clinic, data.role).items]
        sign_introduction(
            person=person, clinic=clinic, role=data.role, ticked=ticked, seen=None, by=by, at=at
        )


def _add_group(data: GroupData, world: World) -> None:
    clinic = world.clinics[data.clinic]
    members = [world.staff[name] for name in data.members]
    group = people.add_group(key=data.key, clinic=clinic, name=data.name, members=members)
    world.groups[data.key] = group
    world.group_clinics[data.key] = clinic


def _add_family(data: FamilyData, world: World, today: date) -> None:
    guardians = [(each, _add_resident(each, data.name, world, today)) for each in data.guardians]
    for child in data.children:
        pk = _add_resident(child, data.name, world, today)
        for guardian, guardian_pk in guardians:
            if not (child.protection or guardian.protection):
                people.add_guardian(guardian=guardian_pk, child=pk)


def _block(data: BlockData, world: World, around: Around) -> None:
    at = around.moment(data.at)
    block(
        child=world.residents[data.child],
        guardian=world.residents[data.guardian],
        clinic=world.clinics[data.clinic],
        reason=data.reason,
        by=world.staff_member(data.by, on=local_date(at)),
        at=at,
    )


def _add_resident(data: ResidentData, family: str, world: World, today: date) -> PersonId:
    nth = len(world.residents)
    born = (
        _born_the_day_after(data.age, today)
        if data.is_older_tomorrow
        else _born(data.age, nth, today)
    )
    is_man = data.sex == "man"
    pk = people.add_resident(
        given_name=data.given,
        family_name=family,
        personal_number=personal_number(born=born, nth=nth % 10 * 2 + is_man),
        born=born,
    )
    if data.protection:
        people.protect(person=pk, protection=data.protection)
    world.residents[data.given] = pk
    return pk


def _born_the_day_after(age: int, today: date) -> date:
    birthday = today + timedelta(days=1)
    last_of_february = (birthday.month, birthday.day) == (2, 29)
    return birthday.replace(
        year=birthday.year - age - 1, day=28 if last_of_february else birthday.day
    )


def _born(age: int, nth: int, today: date) -> date:
    """Return a birth date by which somebody is this old, and was it when the oldest case was sent."""
    birthday = today - timedelta(days=60 + nth * 53 % 270)
    last_of_february = (birthday.month, birthday.day) == (2, 29)
    return birthday.replace(year=birthday.year - age, day=28 if last_of_february else birthday.day)
