"""Reading what cases sent, for the post register; rows by hand stand beside them: ``rooms.registers``.

Of a protected case a row tells whom it is about to nobody, as in all lists (ADR-0028).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.people.protection import is_protected
from vardag.domain.routine.dispatch import Exemplar, To, Way
from vardag.domain.routine.document import Recipient, Service
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.models import case_number
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class Dispatched:
    """Something that a case sent. ``recipient`` is the authority that the routine names, if it does.

    ``family`` is who asked for it, to whom what goes home is sent.
    """

    id: int
    case: CaseId
    number: str
    sent: date
    patient_id: PersonId
    patient: str
    personal_number: str
    family: str
    is_protected: bool
    service: Service
    to: To
    exemplar: Exemplar
    way: Way
    recipient: Recipient | None
    by: str
    clinic_name: str


_COLUMNS = (
    *("pk", "case_id", "sent_date", "destination", "exemplar", "way"),
    *("by__given_name", "by__family_name", "clinic__name", "clinic__short_name"),
    *("case__service", "case__received_at", "case__patient_id"),
    *("case__patient__given_name", "case__patient__family_name", "case__patient__protection"),
    "case__patient__personal_number",
    *("case__author__given_name", "case__author__family_name", "case__author__protection"),
)


def dispatched(ids: Collection[int]) -> dict[int, Dispatched]:
    """Return rows by their ids. Whose they are to see has been asked."""
    rows = DispatchRow.objects.filter(pk__in=ids)
    found = rows.values(*_COLUMNS, routine_sum=F("case__routine__sha256"))
    return {row["pk"]: _dispatched(row) for row in found}


def _dispatched(row: Mapping[str, Any]) -> Dispatched:
    document = routine(row["routine_sum"])
    service = service_of(document, row["case__service"])
    goes_to = service.certificate.goes_to if service.certificate else None
    return Dispatched(
        id=row["pk"],
        case=CaseId(row["case_id"]),
        number=case_number(row["case_id"], row["case__received_at"]),
        sent=row["sent_date"],
        patient_id=PersonId(row["case__patient_id"]),
        **_family(row),
        service=service,
        to=To(row["destination"]),
        exemplar=Exemplar(row["exemplar"]),
        way=Way(row["way"]),
        recipient=document.recipient(goes_to),
        by=_name(row, "by"),
        clinic_name=row["clinic__short_name"] or row["clinic__name"],
    )


def _family(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of the family."""
    if is_protected(row["case__patient__protection"], row["case__author__protection"]):
        return {"patient": "", "personal_number": "", "family": "", "is_protected": True}
    return {
        "patient": _name(row, "case__patient"),
        "personal_number": row["case__patient__personal_number"] or "",
        "family": _name(row, "case__author"),
        "is_protected": False,
    }


def _name(row: Mapping[str, Any], who: str) -> str:
    return f"{row[f'{who}__given_name'] or ''} {row[f'{who}__family_name'] or ''}".strip()
