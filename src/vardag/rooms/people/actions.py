"""Changing people."""

from collections.abc import Iterable
from datetime import date

from vardag.domain.identity import ClinicId, GroupId, PersonId, Profession, Role
from vardag.rooms.people.models import AbsenceRow, GrantRow, GroupRow, GuardianRow, PersonRow


def add_staff(
    *, given_name: str, family_name: str, hsa_id: str, profession: Profession, title: str
) -> PersonId:
    """Add a member of staff, who may do nothing before a role is granted.

    :raises IntegrityError: if there is one of that HSA-id already (R4)
    """
    row = PersonRow.objects.create(
        given_name=given_name,
        family_name=family_name,
        hsa_id=hsa_id,
        profession=profession,
        title=title,
    )
    return PersonId(row.pk)


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
    return PersonId(row.pk)


def grant(
    *, person: PersonId, clinic: ClinicId, role: Role, from_date: date, until: date | None = None
) -> None:
    """Give a role at a clinic from a local date on, perhaps until one (both included)."""
    GrantRow.objects.create(
        person_id=person, clinic_id=clinic, role=role, from_date=from_date, until_date=until
    )


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


def add_guardian(*, guardian: PersonId, child: PersonId) -> None:
    """Record that the register has somebody as a guardian of a child."""
    GuardianRow.objects.create(guardian_id=guardian, child_id=child)
