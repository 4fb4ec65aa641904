"""Reading what somebody has begun and not sent: always by its writer, never by anybody else.

Whether the writer may still send it is asked by whoever shows it; here it is only found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.unsent.models import UnsentRow


@dataclass(frozen=True)
class Unsent:
    """A form that somebody has begun."""

    service: str
    patient: PersonId
    clinic: ClinicId
    clinic_key: str
    patient_given_name: str
    form_key: UUID
    answers: Mapping[str, str]
    page: int
    changed_at: datetime
    follows: CaseId | None


def all_of(author: PersonId) -> tuple[Unsent, ...]:
    """Return everything that somebody has begun, what was written last first. One query."""
    return tuple(map(_unsent, _of(author)))


def kept(author: PersonId, form_key: UUID) -> Unsent | None:
    """Return what its writer has in a form of that key; None if there is nothing."""
    row = _of(author).filter(form_key=form_key).first()
    return None if row is None else _unsent(row)


def begun(author: PersonId, *, service: str, patient: PersonId, clinic: ClinicId) -> Unsent | None:
    """Return what its writer has begun of a service for somebody at a clinic, the latest."""
    rows = _of(author).filter(service=service, patient_id=patient, clinic_id=clinic)
    row = rows.first()
    return None if row is None else _unsent(row)


def _of(author: PersonId) -> QuerySet[UnsentRow]:
    rows = UnsentRow.objects.filter(author_id=author).select_related("patient", "clinic")
    return rows.order_by("-changed_at", "-pk")


def _unsent(row: UnsentRow) -> Unsent:
    return Unsent(
        service=row.service,
        patient=PersonId(row.patient_id),
        clinic=ClinicId(row.clinic_id),
        clinic_key=row.clinic.key,
        patient_given_name=row.patient.given_name,
        form_key=row.form_key,
        answers=row.answers,
        page=row.page,
        changed_at=row.changed_at,
        follows=None if row.follows_id is None else CaseId(row.follows_id),
    )
