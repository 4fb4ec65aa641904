"""A clinic's staff as those see them who answer for them: roles and how each stands, introductions.

Everything is of a local date, which is an argument.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Role
from vardag.domain.people.staffing import (
    Grant,
    Introduction,
    Part,
    Standing,
    introduction,
    standing,
)
from vardag.rooms.people.in_force import not_over
from vardag.rooms.people.models import (
    DirectoryEventRow,
    GrantRow,
    GroupRow,
    PersonRow,
    SignatureRow,
    StaffEventRow,
)
from vardag.rooms.people.staff.introductions import checklists_at
from vardag.rooms.people.staff.noted import Did
from vardag.rooms.people.staff.refreshing import Fact


@dataclass(frozen=True)
class Signed:
    """A signature under an introduction; without a name it came with the installation."""

    part: Part
    version: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """A role that somebody has, has had or may get."""

    id: int
    role: Role
    from_date: date
    until_date: date | None
    standing: Standing
    introduction: Introduction
    version: int  # of the checklist that is in use
    signed: tuple[Signed, ...]
    given_by: PersonRow | None
    confirmed_by: PersonRow | None

    @property
    def is_over(self) -> bool:
        return self.standing is Standing.ENDED


@dataclass(frozen=True)
class Member:
    """Somebody with what they have at the clinic, the first to begin first."""

    row: PersonRow
    held: tuple[Held, ...]

    @property
    def id(self) -> PersonId:
        return PersonId(self.row.pk)

    @property
    def current(self) -> tuple[Held, ...]:
        return tuple(each for each in self.held if not each.is_over)

    @property
    def has_left(self) -> bool:
        return not self.current

    @property
    def is_missing(self) -> bool:
        """Tell whether the staff directory knows somebody no more who has a role here yet."""
        return bool(self.current) and self.row.missing_since is not None


def roll(clinic: ClinicId, *, on: date) -> list[Member]:
    """Return everybody who has, has had or may get a role at a clinic, by name. Three queries."""
    return _members(GrantRow.objects.filter(clinic_id=clinic), on=on)


def member(clinic: ClinicId, person: PersonId, *, on: date) -> Member | None:
    """Return one of them; None if the person never had a role there. Three queries."""
    found = _members(GrantRow.objects.filter(clinic_id=clinic, person_id=person), on=on)
    return found[0] if found else None


def own_roles(person: PersonId, *, on: date) -> list[tuple[str, str, Held]]:
    """Return somebody's roles that aren't over, each with its clinic's key and name. Three queries."""
    rows = list(
        GrantRow.objects.filter(not_over(on), person_id=person)
        .select_related("clinic", "given_by", "confirmed_by")
        .order_by("clinic_id", "from_date", "role")
    )
    signed = _signatures(SignatureRow.objects.filter(person_id=person))
    versions = _versions(rows)
    return [(row.clinic.key, row.clinic.name, _held(row, signed, versions, on)) for row in rows]


type _Signatures = dict[tuple[int, int, str], tuple[Signed, ...]]


def _members(rows: QuerySet[GrantRow], *, on: date) -> list[Member]:
    grants = list(
        rows.select_related("person", "given_by", "confirmed_by").order_by(
            "person__given_name", "person__family_name", "person_id", "from_date", "role"
        )
    )
    signed = _signatures(
        SignatureRow.objects.filter(
            clinic_id__in={each.clinic_id for each in grants},
            person_id__in={each.person_id for each in grants},
        )
    )
    held: dict[int, list[Held]] = defaultdict(list)
    versions = _versions(grants)
    for row in grants:
        held[row.person_id].append(_held(row, signed, versions, on))
    people = {row.person_id: row.person for row in grants}
    return [Member(row, tuple(held[pk])) for pk, row in people.items()]


def _signatures(rows: QuerySet[SignatureRow]) -> _Signatures:
    found: _Signatures = defaultdict(tuple)
    for row in rows.select_related("by").order_by("at", "pk"):
        one = Signed(Part(row.part), row.version, row.by.name if row.by else "", row.at)
        key = (row.person_id, row.clinic_id, row.role)
        found[key] = (*found[key], one)
    return found


type _Versions = dict[tuple[int, Role], int]


def _versions(rows: list[GrantRow]) -> _Versions:
    """Return the versions of the checklists that are in use where the roles are."""
    lists = checklists_at(row.clinic_id for row in rows)
    return {key: each.version for key, each in lists.items()}


def _held(row: GrantRow, signed: _Signatures, versions: _Versions, on: date) -> Held:
    role = Role(row.role)
    version = versions[row.clinic_id, role]
    under = signed.get((row.person_id, row.clinic_id, row.role), ())
    grant = Grant(
        from_date=row.from_date,
        until_date=row.until_date,
        is_confirmed=row.confirmed_at is not None,
        is_introduced=row.introduced_at is not None,
        is_withdrawn=row.withdrawn_at is not None,
    )
    return Held(
        id=row.pk,
        role=role,
        from_date=row.from_date,
        until_date=row.until_date,
        standing=standing(grant, on=on),
        introduction=introduction([(each.version, each.part) for each in under], version=version),
        version=version,
        signed=under,
        given_by=row.given_by,
        confirmed_by=row.confirmed_by,
    )


@dataclass(frozen=True)
class Group:
    """A clinic's group, and who is in it."""

    id: GroupId
    name: str
    members: frozenset[PersonId]


def groups_of(clinic: ClinicId) -> list[Group]:
    """Return a clinic's groups by name. Two queries."""
    rows = GroupRow.objects.filter(clinic_id=clinic).order_by("name").prefetch_related("members")
    return [
        Group(GroupId(row.pk), row.name, frozenset(PersonId(each.pk) for each in row.members.all()))
        for row in rows
    ]


@dataclass(frozen=True)
class Event:
    """Something that was done about somebody; without a name, by operations."""

    did: Did
    role: Role | None
    group: str
    day: date | None
    by: str
    at: datetime


def events_of(clinic: ClinicId, person: PersonId) -> list[Event]:
    """Return what was done about somebody at a clinic, the latest first."""
    rows = StaffEventRow.objects.filter(clinic_id=clinic, person_id=person)
    return [_event(row) for row in rows.select_related("by", "group").order_by("-at", "-pk")]


@dataclass(frozen=True)
class DirectoryEvent:
    """What the staff directory said in another way than before; without a name, nobody asked."""

    fact: Fact
    before: str
    after: str
    by: str
    at: datetime


def directory_events_of(person: PersonId) -> list[DirectoryEvent]:
    """Return what the staff directory has changed of somebody, the latest first."""
    rows = DirectoryEventRow.objects.filter(person_id=person).select_related("by")
    return [
        DirectoryEvent(Fact(row.what), row.before, row.after, row.by.name if row.by else "", row.at)
        for row in rows.order_by("-at", "-pk")
    ]


def _event(row: StaffEventRow) -> Event:
    return Event(
        did=Did(row.what),
        role=Role(row.role) if row.role else None,
        group=row.group.name if row.group else "",
        day=row.day,
        by=row.by.name if row.by else "",
        at=row.at,
    )
