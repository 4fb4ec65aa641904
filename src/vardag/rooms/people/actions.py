"""Changing people.

What one colleague does about another's roles is in ``staffing``; here is the rest, and what an
installation is begun with.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.db import transaction

from vardag.domain.notices.addresses import mail_address
from vardag.domain.people.hsa import hsa_id as one_form
from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Profession, Role
from vardag.domain.people.protection import Protection
from vardag.domain.people.staffing import Part
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say
from vardag.rooms.people.models import (
    AbsenceRow,
    GrantRow,
    GroupRow,
    GuardianRow,
    PersonRow,
    SignatureRow,
)
from vardag.rooms.people.names import note_names
from vardag.rooms.people.staff.introductions import checklist_at

_NO_ADDRESS = say("This isn't an e-mail address. Write one, such as name@example.se.")


def add_staff(
    *, given_name: str, family_name: str, hsa_id: str, profession: Profession, title: str
) -> PersonId:
    """Add a member of staff, who may do nothing before a role is granted.

    :raises InvalidForm: if that is no HSA-id
    :raises IntegrityError: if there is one of that HSA-id already (R4)
    """
    row = PersonRow.objects.create(
        given_name=given_name,
        family_name=family_name,
        hsa_id=one_form(hsa_id),
        profession=profession,
        title=title,
    )
    return PersonId(row.pk)


@transaction.atomic
def add_resident(
    *, given_name: str, family_name: str, personal_number: str, born: date
) -> PersonId:
    """Add a resident.

    :raises IntegrityError: if there is one of that personal number already
    """
    row = PersonRow.objects.create(
        given_name=given_name,
        family_name=family_name,
        personal_number=personal_number,
        born=born,
    )
    note_names([row])
    return PersonId(row.pk)


@transaction.atomic
def grant(
    *, person: PersonId, clinic: ClinicId, role: Role, from_date: date, until: date | None = None
) -> None:
    """Record a role that is in force from a local date on, perhaps until one (both included).

    For what an installation is begun with, or brings along: no colleague gave it, and it counts as
    confirmed and introduced. What a colleague gives comes by ``staffing.give``.
    """
    since = datetime.combine(from_date, time(), UTC)
    GrantRow.objects.create(
        person_id=person,
        clinic_id=clinic,
        role=role,
        from_date=from_date,
        until_date=until,
        confirmed_at=since,
        introduced_at=since,
    )
    version = checklist_at(clinic, role).version
    SignatureRow.objects.bulk_create(
        [
            SignatureRow(
                person_id=person, clinic_id=clinic, role=role, version=version, part=part, at=since
            )
            for part in Part
        ],
        ignore_conflicts=True,  # who had the role before was introduced then
    )


def protect(*, person: PersonId, protection: Protection) -> None:
    """Record that somebody is protected, where no register says it: see ``registering``."""
    PersonRow.objects.filter(pk=person).update(protection=protection)


def set_email(*, person: PersonId, email: str) -> None:
    """Set one's own address for notices; an empty one takes it away.

    What can't be sent to can't be set: by the same rule, a domain has a dot, since a notice goes over
    the open network, where ``a@localhost`` is nobody's.

    :raises InvalidForm: if it isn't an address
    """
    address = email.strip()
    try:
        if address:
            mail_address(address)
    except ValueError:
        problem = Problem("email", Sentence(_NO_ADDRESS))
        raise InvalidForm(_NO_ADDRESS, problems=(problem,)) from None
    PersonRow.objects.filter(pk=person).update(email=address)


def add_group(
    *, key: str, clinic: ClinicId, name: str, members: Iterable[PersonId] = ()
) -> GroupId:
    """Add a group at a clinic.

    :raises IntegrityError: if the clinic has one of that key already
    """
    row = GroupRow.objects.create(key=key, clinic_id=clinic, name=name)
    row.members.set(list(members))
    return GroupId(row.pk)


def mark_absent(*, person: PersonId, from_date: date, until: date | None = None) -> None:
    """Mark somebody as away; what they hold is flagged ``unattended`` meanwhile."""
    AbsenceRow.objects.create(person_id=person, from_date=from_date, until_date=until)


def end_absence(*, absence: int, until: date) -> None:
    """Set the last day of an absence; one whose last day is before its first never holds."""
    AbsenceRow.objects.filter(pk=absence).update(until_date=until)


def add_guardian(*, guardian: PersonId, child: PersonId) -> None:
    """Record that the register has somebody as a guardian of a child."""
    GuardianRow.objects.create(guardian_id=guardian, child_id=child)
