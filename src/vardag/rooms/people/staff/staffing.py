"""What one colleague does about another's roles at a clinic: the only writer of what comes of it.

Who and when are arguments. Each deed leaves a row that stands (``StaffEventRow``) in the same
breath; a grant is ended, never removed.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.people.staffing import permit_confirming, permit_giving, takes_two
from vardag.domain.refusals import AlreadyGranted, ChangedMeanwhile, OutOfReach
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.people.in_force import not_over
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.people.staff.directory import Entry
from vardag.rooms.people.staff.introducing import is_introduced
from vardag.rooms.people.staff.noted import Did, invalid, note
from vardag.rooms.people.staff.refreshing import take_in


@transaction.atomic
def add(entry: Entry, *, clinic: ClinicId, by: Staff, at: datetime) -> PersonId:
    """Return the member of staff of a directory's entry, added if new, and as the directory has it.

    :raises NotPermitted: if managing staff isn't this person's
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    return take_in(entry, by=by.id, at=at)


@transaction.atomic
def take_on(
    *,
    entry: Entry,
    clinic: ClinicId,
    roles: Collection[Role],
    from_date: date,
    until: date | None = None,
    by: Staff,
    at: datetime,
) -> PersonId:
    """Add a directory's entry, and give the person roles; both or neither. Refuses as ``give`` does."""
    person = add(entry, clinic=clinic, by=by, at=at)
    give(to=person, clinic=clinic, roles=roles, from_date=from_date, until=until, by=by, at=at)
    return person


@transaction.atomic
def install_administrator(*, entry: Entry, clinic: ClinicId, at: datetime) -> PersonId:
    """Make a directory's entry a clinic's administrator, as operations: for who is to begin.

    It is in force at once, since there is nobody yet to confirm or introduce; the introduction is
    shown as not signed until it is.

    :raises AlreadyGranted: if the person is one, or is proposed
    """
    person, today = take_in(entry, by=None, at=at), local_date(at)
    _check_not_granted(person, clinic, [Role.ADMINISTRATOR], today)
    GrantRow.objects.create(
        person_id=person,
        clinic_id=clinic,
        role=Role.ADMINISTRATOR,
        from_date=today,
        confirmed_at=at,
        introduced_at=at,
    )
    note(Did.GAVE, person=person, clinic=clinic, role=Role.ADMINISTRATOR, by=None, at=at)
    return person


@transaction.atomic
def give(
    *,
    to: PersonId,
    clinic: ClinicId,
    roles: Collection[Role],
    from_date: date,
    until: date | None = None,
    by: Staff,
    at: datetime,
) -> None:
    """Give roles at a clinic between local dates (both included), all of them or none.

    A role that takes two persons is proposed. None holds before its introduction is signed, unless
    the person was introduced to that role there before.

    :raises NotPermitted: if managing staff isn't this person's
    :raises OwnRole: if one would give it to oneself
    :raises InvalidForm: without a role, or with dates that can't be
    :raises AlreadyGranted: if the person has such a role there that isn't over
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    permit_giving(to=to, by=by.id)
    _check_period(roles, from_date, until, local_date(at))
    PersonRow.objects.select_for_update().get(pk=to, hsa_id__isnull=False)
    _check_not_granted(to, clinic, roles, from_date)
    for role in sorted(roles):
        _create(to, clinic, role, (from_date, until), by=by.id, at=at)


def _check_period(
    roles: Collection[Role], from_date: date, until: date | None, today: date
) -> None:
    if not roles:
        raise invalid("roles", say("Choose at least one role."))
    if from_date < today:
        raise invalid("from_date", say("A role begins today or later."))
    if until is not None and until < from_date:
        raise invalid("until", say("The last day can't come before the first."))


def _check_not_granted(
    to: PersonId, clinic: ClinicId, roles: Collection[Role], from_date: date
) -> None:
    had = GrantRow.objects.filter(
        not_over(from_date), person_id=to, clinic_id=clinic, role__in=list(roles)
    )
    if had.exists():
        raise AlreadyGranted(
            say("The person has a role that you chose already. End that one first, or leave it.")
        )


def _create(
    to: PersonId,
    clinic: ClinicId,
    role: Role,
    period: tuple[date, date | None],
    *,
    by: PersonId,
    at: datetime,
) -> None:
    GrantRow.objects.create(
        person_id=to,
        clinic_id=clinic,
        role=role,
        from_date=period[0],
        until_date=period[1],
        given_by_id=by,
        confirmed_at=None if takes_two(role) else at,
        introduced_at=at if is_introduced(to, clinic, role) else None,
    )
    did = Did.PROPOSED if takes_two(role) else Did.GAVE
    note(did, person=to, clinic=clinic, role=role, day=period[1], by=by, at=at)


@transaction.atomic
def confirm(*, grant: int, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """Confirm a role that another proposed.

    :raises NotPermitted: if managing staff isn't this person's
    :raises OutOfReach: if the clinic has no such grant
    :raises OwnRole, NeedsAnother: if the confirmation isn't a second person's
    :raises ChangedMeanwhile: if it was confirmed or withdrawn already
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    row = _locked(grant, clinic)
    giver = PersonId(row.given_by_id) if row.given_by_id else None
    permit_confirming(to=PersonId(row.person_id), given_by=giver, by=by.id)
    if row.confirmed_at or row.withdrawn_at:
        raise ChangedMeanwhile(say("This is decided already."))
    row.confirmed_by_id, row.confirmed_at = by.id, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note(Did.CONFIRMED, person=row.person_id, clinic=clinic, role=row.role, by=by.id, at=at)


def _locked(grant: int, clinic: ClinicId) -> GrantRow:
    row = GrantRow.objects.select_for_update().filter(pk=grant, clinic_id=clinic).first()
    if row is None:
        raise OutOfReach(say("There is no such role here."))
    return row


@transaction.atomic
def end(*, grant: int, clinic: ClinicId, last_day: date | None, by: Staff, at: datetime) -> None:
    """End a role after a local date, today or later; without one, at once, at the next request.

    An end is only ever moved nearer: a longer time is a role given anew.

    :raises NotPermitted: if managing staff isn't this person's
    :raises OutOfReach: if the clinic has no such grant
    :raises InvalidForm: if the last day is past, before the first, or later than it was
    :raises ChangedMeanwhile: if it is over already
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    row = _locked(grant, clinic)
    today = local_date(at)
    if row.withdrawn_at or (row.until_date and row.until_date < today):
        raise ChangedMeanwhile(say("This role is over already."))
    if last_day is None:
        withdraw(row, by=by.id, at=at)
        return
    _check_last_day(row, last_day, today)
    row.until_date = last_day
    row.save(update_fields=["until_date"])
    note(
        Did.ENDED, person=row.person_id, clinic=clinic, role=row.role, day=last_day, by=by.id, at=at
    )


def _check_last_day(row: GrantRow, last_day: date, today: date) -> None:
    if last_day < max(today, row.from_date):
        raise invalid("last_day", say("The last day is today or later, and not before the first."))
    if row.until_date and last_day > row.until_date:
        raise invalid("last_day", say("The role ends before that. Give it anew for longer."))


def withdraw(row: GrantRow, *, by: PersonId | None, at: datetime) -> None:
    """End a role at once: yesterday was its last day, if it ever had one."""
    yesterday = local_date(at) - timedelta(days=1)
    row.withdrawn_at, row.until_date = at, max(row.from_date, yesterday)
    row.save(update_fields=["withdrawn_at", "until_date"])
    note(Did.ENDED, person=row.person_id, clinic=row.clinic_id, role=row.role, by=by, at=at)
