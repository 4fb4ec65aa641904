"""Changing clinics."""

from datetime import date

from vardag.domain.people.identity import ClinicId
from vardag.rooms.clinics.models import ClinicRow, ClosedDayRow, LinkRow


def add_clinic(
    *,
    key: str,
    name: str,
    short_name: str = "",
    phone: str = "",
    postal_address: str = "",
    takes_residents_cases: bool = True,
) -> ClinicId:
    """Add a clinic and return its id.

    :raises IntegrityError: if there is one of that key already
    """
    row = ClinicRow.objects.create(
        key=key,
        name=name,
        short_name=short_name,
        phone=phone,
        postal_address=postal_address,
        takes_residents_cases=takes_residents_cases,
    )
    return ClinicId(row.pk)


def close_on(*, clinic: ClinicId, day: date, reason: str) -> None:
    """Mark a local date as one on which the clinic is closed; dates already promised stand.

    :raises IntegrityError: if the day is closed already, or the reason is empty
    """
    ClosedDayRow.objects.create(clinic_id=clinic, date=day, reason=reason)


def set_link(*, clinic: ClinicId, key: str, address: str) -> None:
    """Set the clinic's own address for one of the routine's links."""
    LinkRow.objects.update_or_create(clinic_id=clinic, key=key, defaults={"address": address})
