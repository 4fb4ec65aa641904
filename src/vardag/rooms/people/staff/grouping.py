"""Who is in a clinic's groups, as colleagues set it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Staff
from vardag.domain.refusals import OutOfReach, OwnRole
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.people.in_force import not_over
from vardag.rooms.people.models import GrantRow, GroupRow
from vardag.rooms.people.staff.noted import Did, invalid, note


@transaction.atomic
def set_members(
    *, group: GroupId, clinic: ClinicId, members: Collection[PersonId], by: Staff, at: datetime
) -> None:
    """Set who is in a clinic's group, from those who have a role there.

    :raises NotPermitted: if managing staff isn't this person's
    :raises OutOfReach: if the clinic has no such group
    :raises InvalidForm: if somebody has no role at the clinic
    :raises OwnRole: if one would put oneself in
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    row = GroupRow.objects.select_for_update().filter(pk=group, clinic_id=clinic).first()
    if row is None:
        raise OutOfReach(say("There is no such group here."))
    before = {PersonId(pk) for pk in row.members.values_list("pk", flat=True)}
    joining, leaving = set(members) - before, before - set(members)
    _check_joining(joining, clinic, by, local_date(at))
    row.members.add(*joining)
    row.members.remove(*leaving)
    for did, people in ((Did.JOINED_GROUP, joining), (Did.LEFT_GROUP, leaving)):
        for each in sorted(people):
            note(did, person=each, clinic=clinic, group=row, by=by.id, at=at)


def _check_joining(joining: set[PersonId], clinic: ClinicId, by: Staff, today: date) -> None:
    if by.id in joining:
        raise OwnRole(say("Nobody puts oneself into a group. Ask a colleague."))
    here = GrantRow.objects.filter(not_over(today), clinic_id=clinic, person__in=joining)
    if set(here.values_list("person_id", flat=True)) != joining:
        raise invalid("members", say("Everybody in a group has a role at the clinic."))
