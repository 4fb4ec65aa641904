"""Signing introductions: the only writer of signatures that people give."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.checklist import Checklist
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.people.staffing import Introduction, Part, introduction
from vardag.domain.refusals import ChangedMeanwhile, OutOfReach
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.people.in_force import not_over
from vardag.rooms.people.models import GrantRow, SignatureRow
from vardag.rooms.people.staff.introductions import checklist_at
from vardag.rooms.people.staff.noted import Did, invalid, note

_ANY = 0  # no list has this version, so whatever is signed whole counts as an older one


def is_introduced(person: int, clinic: int, role: Role) -> bool:
    """Tell whether both have signed some version of the introduction to a role at a clinic."""
    signed = SignatureRow.objects.filter(person_id=person, clinic_id=clinic, role=role)
    parts = [(version, Part(part)) for version, part in signed.values_list("version", "part")]
    return introduction(parts, version=_ANY) is Introduction.OUT_OF_DATE


@transaction.atomic
def sign_introduction(
    *,
    person: PersonId,
    clinic: ClinicId,
    role: Role,
    ticked: Iterable[str],
    seen: int | None,
    by: Staff,
    at: datetime,
) -> None:
    """Sign today's version of an introduction, as the newcomer or as who introduces.

    When both have signed, the role takes effect, if nothing else holds it back.

    :param ticked: the keys of the items that the signer has gone through: all of them
    :param seen: the version that the signer has read; None only where no page was, and it is today's
    :raises NotPermitted: if another than the newcomer signs who doesn't manage staff
    :raises OutOfReach: if the person has no such role there that isn't over
    :raises InvalidForm: if something isn't ticked
    :raises ChangedMeanwhile: if that part is signed already, or the list is another than was read
    """
    part = Part.NEWCOMER if by.id == person else Part.INTRODUCER
    if part is Part.INTRODUCER:
        access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    grants = GrantRow.objects.filter(
        not_over(local_date(at)), person_id=person, clinic_id=clinic, role=role
    )
    if not list(grants.select_for_update()):  # one signs after the other, and the last sees both
        raise OutOfReach(say("There is no such role here."))
    version = _check_ticked(checklist_at(clinic, role), ticked, seen)
    _sign(person, clinic, role, version, part, by=by.id, at=at)
    if is_introduced(person, clinic, role):
        grants.filter(introduced_at__isnull=True).update(introduced_at=at)


def _check_ticked(whole: Checklist, ticked: Iterable[str], seen: int | None) -> int:
    if seen is not None and seen != whole.version:
        raise ChangedMeanwhile(say("The list has been changed meanwhile. Read it, and sign again."))
    if {item.key for item in whole.items} - set(ticked):
        raise invalid("ticked", say("Tick each line that you have gone through. All are needed."))
    return whole.version


def _sign(
    person: PersonId,
    clinic: ClinicId,
    role: Role,
    version: int,
    part: Part,
    *,
    by: PersonId,
    at: datetime,
) -> None:
    try:
        with transaction.atomic():
            SignatureRow.objects.create(
                person_id=person,
                clinic_id=clinic,
                role=role,
                version=version,
                part=part,
                by_id=by,
                at=at,
            )
    except IntegrityError:
        raise ChangedMeanwhile(say("This is signed already.")) from None
    note(Did.SIGNED, person=person, clinic=clinic, role=role, by=by, at=at)
