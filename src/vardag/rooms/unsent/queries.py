"""Reading what somebody has begun and not sent: always by its writer, never by anybody else.

Whether the writer may still send it is asked by whoever shows it; here it is only found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.prepared import Given, Prepared
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
    return tuple(Unsent(*found) for found in _of(author))


def kept(author: PersonId, form_key: UUID) -> Unsent | None:
    """Return what its writer has in a form of that key; None if there is nothing."""
    found = _KEPT.first(author=author, form_key=form_key)
    return None if found is None else Unsent(*found)


def begun(author: PersonId, *, service: str, patient: PersonId, clinic: ClinicId) -> Unsent | None:
    """Return what its writer has begun of a service for somebody at a clinic, the latest."""
    rows = _of(author).filter(service=service, patient_id=patient, clinic_id=clinic)
    found = rows.first()
    return None if found is None else Unsent(*found)


_COLUMNS = (
    *("service", "patient_id", "clinic_id", "clinic__key", "patient__given_name"),
    *("form_key", "answers", "page", "changed_at", "follows_id"),
)


def _of(author: PersonId | Given) -> QuerySet[UnsentRow, tuple[Any, ...]]:
    """Ask for what somebody has begun, each as its columns in the order of ``Unsent``."""
    rows = UnsentRow.objects.filter(author_id=author).order_by("-changed_at", "-pk")
    return rows.values_list(*_COLUMNS)


_KEPT = Prepared(lambda: _of(Given("author")).filter(form_key=Given("form_key")))
