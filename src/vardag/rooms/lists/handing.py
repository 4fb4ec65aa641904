"""What somebody holds, for handing it over: the open cases, and who could take each of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vardag.domain.case.state import Status
from vardag.domain.duty.handing import Taker
from vardag.domain.people.identity import (
    CaseId,
    ClinicId,
    GroupId,
    PersonId,
    Profession,
    Role,
    Staff,
)
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.reach import may_act_at
from vardag.rooms.lists.inbox import Page, held_by
from vardag.rooms.lists.worklist import Worklist, work_owned
from vardag.rooms.people.models import AbsenceRow, GroupRow, PersonRow
from vardag.rooms.people.queries import absences_of, gone_from, grants, working_at


@dataclass(frozen=True)
class Away:
    """When somebody is away: local dates, both included; without a last, until further notice."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Group:
    """A group that can take a case at a clinic."""

    id: GroupId
    key: str
    name: str
    clinic: ClinicId


@dataclass(frozen=True)
class ToHandOver:
    """What somebody holds that the reader may hand over, and to whom.

    ``work`` are the worklists of the clinics where the person owns work that outlives a case, with
    nothing else in them.
    """

    person: PersonRow
    away: Away | None
    has_left: bool
    page: Page
    versions: Mapping[int, int]  # of the cases, by id
    takers: tuple[Taker, ...]
    names: Mapping[PersonId, str]  # with titles
    groups: tuple[Group, ...]
    clinics: Mapping[ClinicId, str]
    work: tuple[Worklist, ...]


def to_hand_over(person: PersonId, *, by: Staff, on: date) -> ToHandOver:
    """Return what somebody holds and the reader may assign: one's own, or where one receives.

    :raises OutOfReach: if it is somebody else, who never worked where the reader receives cases
    """
    row = _person(person, by=by, on=on)
    reach = _reach(person, by)
    page = held_by(person, reach, on=on)
    away = _away(person, on)
    clinics = {case.clinic for case in page.cases}
    takers, names = _takers(clinics, but=person, away=away, on=on)
    ids = [case.id for case in page.cases]
    return ToHandOver(
        person=row,
        away=away,
        has_left=not grants(on).filter(person=person, role__in=_WORKING).exists(),
        page=page,
        versions=dict(CaseRow.objects.filter(pk__in=ids).values_list("pk", "version")),
        takers=takers,
        names=names,
        groups=_groups(clinics),
        clinics=_clinics(ids),
        work=work_owned(person, by, on=on),
    )


def _clinics(cases: Iterable[CaseId]) -> dict[ClinicId, str]:
    """Return the clinics that have the cases, by name."""
    rows = CaseRow.objects.filter(pk__in=list(cases)).order_by("clinic__name")
    found = rows.values_list("clinic_id", "clinic__name").distinct()
    return {ClinicId(pk): name for pk, name in found}


_WORKING = (Role.RECEIVER, Role.HANDLER)


def _person(person: PersonId, *, by: Staff, on: date) -> PersonRow:
    if person == by.id:
        return PersonRow.objects.get(pk=person)
    known = Q(pk__in=())
    for clinic in by.roles:
        if by.receives_at(clinic):
            known |= Q(pk__in=working_at(clinic, on=on).order_by().values("pk"))
            known |= Q(pk__in=gone_from(clinic, on=on).order_by().values("pk"))
    found = PersonRow.objects.filter(known, pk=person).first()
    if found is None:
        raise OutOfReach(say("There is no such person here, or nothing of theirs is yours to see."))
    return found


def _reach(person: PersonId, by: Staff) -> Q:
    reach = Q(pk__in=())
    for clinic in by.roles:
        if person == by.id or by.receives_at(clinic):
            reach |= may_act_at(by, clinic)
    return reach


def _away(person: PersonId, on: date) -> Away | None:
    """Return the absence that is, or the next one."""
    row: AbsenceRow | None = absences_of([person], since=on).first()
    return Away(row.from_date, row.until_date) if row else None


def _takers(
    clinics: Iterable[ClinicId], *, but: PersonId, away: Away | None, on: date
) -> tuple[tuple[Taker, ...], dict[PersonId, str]]:
    """Return those who may hold cases at the clinics, and their names; three questions."""
    rows = grants(on).filter(clinic__in=set(clinics)).exclude(person=but).select_related("person")
    roles: dict[tuple[PersonId, ClinicId], set[str]] = defaultdict(set)
    people: dict[PersonId, PersonRow] = {}
    for row in rows.order_by("person__given_name", "person__family_name"):
        person = PersonId(row.person_id)
        roles[person, ClinicId(row.clinic_id)].add(row.role)
        people[person] = row.person
    gone, held = _gone(people, away, on), _holding(people)
    takers = tuple(
        Taker(
            id=person,
            clinic=clinic,
            profession=Profession(people[person].profession),
            receives=Role.RECEIVER in has,
            is_there=person not in gone,
            is_cleared=Role.CLEARED in has,
            holds=held.get((person, clinic), 0),
        )
        for (person, clinic), has in roles.items()
        if has & {*_WORKING}
    )
    return takers, {pk: _titled(row) for pk, row in people.items()}


def _titled(row: PersonRow) -> str:
    return f"{row.name.strip()}, {row.title}" if row.title else row.name.strip()


def _gone(people: Iterable[PersonId], away: Away | None, on: date) -> set[PersonId]:
    """Return those who are away on a day of the absence, today being one where none is entered."""
    first = max(away.first, on) if away else on
    last = away.last if away else on
    found = absences_of(people, since=first)
    if last is not None:
        found = found.filter(from_date__lte=last)
    return {PersonId(pk) for pk in found.values_list("person_id", flat=True)}


def _holding(people: Iterable[PersonId]) -> dict[tuple[PersonId, ClinicId], int]:
    open_ = CaseRow.objects.exclude(status=Status.CLOSED).filter(holder__in=list(people))
    counted = open_.order_by().values_list("holder_id", "clinic_id").annotate(Count("pk"))
    return {(PersonId(person), ClinicId(clinic)): many for person, clinic, many in counted}


def _groups(clinics: Iterable[ClinicId]) -> tuple[Group, ...]:
    rows = GroupRow.objects.filter(clinic__in=set(clinics)).order_by("name")
    return tuple(Group(GroupId(row.pk), row.key, row.name, ClinicId(row.clinic_id)) for row in rows)


def many_held(person: PersonId, clinics: Collection[ClinicId]) -> Mapping[ClinicId, int]:
    """Return how many open cases somebody holds at each of some clinics, where there are any.

    It says nothing else of them, so that it may be told to who manages the staff.
    """
    rows = CaseRow.objects.filter(holder=person, clinic__in=clinics).exclude(status=Status.CLOSED)
    counted = rows.values_list("clinic").annotate(many=Count("pk")).order_by()
    return {ClinicId(clinic): many for clinic, many in counted}
