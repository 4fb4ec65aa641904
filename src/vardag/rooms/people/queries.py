"""Reading people: who somebody is on a date, as the rules see it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from vardag.domain.people.identity import Child, ClinicId, GroupId, PersonId, Resident, Role, Staff
from vardag.rooms.people.block_rows import BlockRow
from vardag.rooms.people.in_force import in_force, not_over
from vardag.rooms.people.invented import INVENTED
from vardag.rooms.people.models import AbsenceRow, GrantRow, GroupRow, GuardianRow, PersonRow
from vardag.rooms.people.somebody import somebody
from vardag.rooms.people.ties import current, holds
from vardag.rooms.prepared import Given, Prepared

_WORKING_ROLES = (Role.RECEIVER, Role.HANDLER)


def staff(person: PersonId, *, on: date) -> Staff | None:
    """Return the member of staff of that id as on a local date; None if there is none."""
    found = somebody(person, on=on)
    return found.staff if found else None


def resident_of(row: PersonRow, *, on: date) -> Resident:
    """Return a resident with the children of whom the register says guardian on a local date.

    What it hasn't confirmed since the day before gives no right to anybody's child (ADR-0026), nor
    does a child from whom the guardian is blocked (ADR-0027).
    """
    if row.born is None:
        raise ValueError(f"person {row.pk} has no birth date and is no resident")
    found = _CHILDREN.all(guardian=row.pk, on=on, before=on - timedelta(days=1))
    children = [Child(PersonId(pk), born) for pk, born, barred in found if born and not barred]
    return Resident(
        id=PersonId(row.pk),
        born=row.born,
        children=tuple(sorted(children, key=_youngest_first)),
        blocked=frozenset(PersonId(pk) for pk, _, barred in found if barred),
    )


def _children() -> QuerySet[Any, Any]:
    """Ask for the children of a guardian, and those from whom that guardian is blocked (a 1)."""
    fresh = Q(confirmed_date=None) | Q(confirmed_date__gte=Given("before"))
    guardian, columns = Given("guardian"), ("child_id", "child__born")
    own = GuardianRow.objects.filter(holds(Given("on")), fresh, guardian=guardian).order_by()
    kept = BlockRow.objects.filter(guardian=guardian, lift=None).order_by()
    return own.values_list(*columns, Value(0)).union(kept.values_list(*columns, Value(1)))


_CHILDREN = Prepared(_children)


def _youngest_first(child: Child) -> tuple[int, int]:
    return -child.born.toordinal(), child.id


_PERSON = Prepared(lambda: PersonRow.objects.filter(pk=Given("person")))


def person(pk: PersonId) -> PersonRow | None:
    return _PERSON.first(person=pk)


def with_number(number: str) -> PersonRow | None:
    """Return who has this HSA-id or this personal number, written as it is stored."""
    has_it = Q(hsa_id=number) | Q(personal_number=number)
    return PersonRow.objects.filter(has_it).first()


def people(ids: Iterable[PersonId]) -> dict[PersonId, PersonRow]:
    """Return people by id, in one query."""
    return {PersonId(row.pk): row for row in PersonRow.objects.filter(pk__in=set(ids))}


def members_of(group: GroupId, *, on: date) -> list[PersonId]:
    """Return a group's members who may hold cases at its clinic on a local date.

    In the order in which they were added to the installation.
    """
    here = GroupRow.objects.filter(pk=group).values("clinic")
    held = GrantRow.objects.filter(in_force(on), clinic__in=here, role__in=_WORKING_ROLES)
    rows = PersonRow.objects.filter(groups=group, pk__in=held.values("person_id")).order_by("pk")
    return [PersonId(pk) for pk in rows.values_list("pk", flat=True)]


def working_at(clinic: ClinicId, *, on: date) -> QuerySet[PersonRow]:
    """Return those who may hold cases at a clinic on a local date, by name."""
    held = GrantRow.objects.filter(in_force(on), clinic_id=clinic, role__in=_WORKING_ROLES)
    return PersonRow.objects.filter(pk__in=held.values("person_id")).order_by(
        "given_name", "family_name"
    )


def clinics_where_working(person: PersonId, *, on: date) -> list[ClinicId]:
    """Return the clinics at which somebody may hold cases on a local date."""
    grants = GrantRow.objects.filter(in_force(on), person_id=person, role__in=_WORKING_ROLES)
    return [ClinicId(pk) for pk in grants.order_by("clinic_id").values_list("clinic_id", flat=True)]


def groups() -> list[GroupRow]:
    """Return every group, with its clinic, in the order of clinics and names."""
    return list(GroupRow.objects.select_related("clinic").order_by("clinic__name", "name"))


def present_at(clinic: ClinicId, *, on: date) -> QuerySet[PersonRow]:
    """Return those who may hold cases at a clinic and are not absent, on a local date.

    Who holds a case of the clinic and is not among them leaves it ``unattended``.
    """
    absent = absences(on).values("person_id")
    return working_at(clinic, on=on).exclude(pk__in=absent)


def absences(on: date) -> QuerySet[AbsenceRow]:
    """Return the absences that hold on a local date."""
    return AbsenceRow.objects.filter(current(on))


def gone_from(clinic: ClinicId, *, on: date) -> QuerySet[PersonRow]:
    """Return those who once could hold cases at a clinic and are not present there on a local date.

    Nobody holds a case of a clinic without having been able to, and grants are ended, never
    removed: so whoever leaves a case ``unattended`` is among these, and they are few.
    """
    ever = GrantRow.objects.filter(clinic_id=clinic, role__in=_WORKING_ROLES).values("person_id")
    present = present_at(clinic, on=on).order_by().values("pk")
    return PersonRow.objects.filter(pk__in=ever).exclude(pk__in=present)


def working(on: date) -> QuerySet[GrantRow]:
    """Return the grants by which people may hold cases at clinics on a local date."""
    return GrantRow.objects.filter(in_force(on), role__in=_WORKING_ROLES)


def guardians_of(child: PersonId, *, on: date) -> list[PersonRow]:
    """Return the guardians who act for a child on a local date."""
    return list(kin_of(child, on=on)[0])


def kin_of(child: PersonId, *, on: date) -> tuple[tuple[PersonRow, ...], tuple[PersonRow, ...]]:
    """Return who acts for a child as a guardian on a local date, and who is blocked from the child."""
    held = GuardianRow.objects.filter(holds(on), child_id=child).values("guardian_id")
    kept = BlockRow.objects.filter(child_id=child, lift=None)
    found = (
        PersonRow.objects.filter(Q(pk__in=held) | Q(pk__in=kept.values("guardian_id")))
        .annotate(is_kept=Exists(kept.filter(guardian=OuterRef("pk"))))
        .order_by("pk")
    )
    rows = list(found)
    return (
        tuple(row for row in rows if not row.is_kept),
        tuple(row for row in rows if row.is_kept),
    )


def guardianships(on: date) -> QuerySet[GuardianRow]:
    """Return who acts for whom as a guardian on a local date, of all."""
    return GuardianRow.objects.filter(holds(on))


def awaited(on: date) -> QuerySet[GrantRow]:
    """Return the roles that aren't in force on a local date, and may yet come to be, of all."""
    return GrantRow.objects.filter(not_over(on)).exclude(in_force(on))


def grants(on: date) -> QuerySet[GrantRow]:
    """Return the roles that are in force at clinics on a local date, of all."""
    return GrantRow.objects.filter(in_force(on))


def ever_in_force(clinic: ClinicId, role: Role) -> QuerySet[GrantRow]:
    """Return the grants by which people have had, have or will have a role at a clinic.

    One that was withdrawn was in force up to the day before.
    """
    rows = GrantRow.objects.filter(clinic_id=clinic, role=role)
    return rows.filter(confirmed_at__isnull=False, introduced_at__isnull=False)


def absences_of(people: Iterable[PersonId], *, since: date) -> QuerySet[AbsenceRow]:
    """Return the absences of some people that end on a local date or later, or are open-ended."""
    lasts = Q(until_date__isnull=True) | Q(until_date__gte=since)
    return AbsenceRow.objects.filter(lasts, person_id__in=list(people)).order_by("from_date", "pk")


def has_real_people() -> bool:
    """Tell whether there is anybody whose number isn't one that nobody has."""
    return PersonRow.objects.exclude(INVENTED).exists()
