"""Somebody leaves: a clinic, or every clinic that the one who says so answers for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.refusals import ChangedMeanwhile
from vardag.domain.rights import Deed, Relation, may
from vardag.domain.words import say
from vardag.rooms.people.in_force import in_force, not_over
from vardag.rooms.people.models import GrantRow, GroupRow
from vardag.rooms.people.staff.noted import Did, note
from vardag.rooms.people.staff.staffing import withdraw

_MANAGE = [role for role in Role if may([(role, Relation.AT_CLINIC)], Deed.MANAGE_STAFF)]


@dataclass(frozen=True)
class Workplace:
    """A clinic at which somebody has a role that isn't over, and who answers for its staff."""

    id: ClinicId
    name: str
    managed_by: tuple[str, ...]


def workplaces(person: PersonId, *, on: date) -> list[Workplace]:
    """Return where somebody has a role that isn't over on a local date, by name. Two queries."""
    grants = GrantRow.objects.filter(not_over(on), person_id=person)
    names = dict(grants.values_list("clinic_id", "clinic__name").order_by("clinic__name"))
    managers = GrantRow.objects.filter(in_force(on), clinic__in=list(names), role__in=_MANAGE)
    by_clinic: dict[int, dict[str, None]] = defaultdict(dict)
    for row in managers.exclude(person_id=person).select_related("person").order_by("role", "pk"):
        by_clinic[row.clinic_id][row.person.name] = None
    return [Workplace(ClinicId(pk), name, tuple(by_clinic[pk])) for pk, name in names.items()]


@transaction.atomic
def leave(*, person: PersonId, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """End everything that somebody has at a clinic at once: each role, and each group.

    :raises NotPermitted: if managing staff isn't this person's
    :raises ChangedMeanwhile: if nothing is left to end
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    grants = GrantRow.objects.select_for_update().filter(person_id=person, clinic_id=clinic)
    rows = list(grants.filter(not_over(local_date(at))))
    if not rows:
        raise ChangedMeanwhile(say("The person has no role here that isn't over."))
    for row in rows:
        withdraw(row, by=by.id, at=at)
    for group in GroupRow.objects.filter(clinic_id=clinic, members=person):
        group.members.remove(person)
        note(Did.LEFT_GROUP, person=person, clinic=clinic, group=group, by=by.id, at=at)
    note(Did.LEFT, person=person, clinic=clinic, by=by.id, at=at)


@transaction.atomic
def leave_everywhere(
    *, person: PersonId, clinic: ClinicId, by: Staff, at: datetime
) -> list[Workplace]:
    """End everything that somebody has, wherever the one who says so manages staff; all or nothing.

    :param clinic: where that one works now
    :return: where the person still has a role, since others answer for it
    :raises NotPermitted: if managing staff at the clinic isn't this person's
    :raises ChangedMeanwhile: if nothing is left to end
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    here = workplaces(person, on=local_date(at))
    mine = [each for each in here if access.may_at(by, Deed.MANAGE_STAFF, each.id)]
    if not mine:
        raise ChangedMeanwhile(say("The person has no role that is yours to end."))
    for each in mine:
        leave(person=person, clinic=each.id, by=by, at=at)
    return [each for each in here if each not in mine]
