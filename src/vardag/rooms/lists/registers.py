"""Reading the routine's registers: a row for every case of their services, completed by the reply.

Rows by hand stand beside them on the page: ``rooms.registers``.

A row is shown to those who may open its case (``access.may_open``): the receivers of the clinic that
has the case or has sent it on, and a handler while it is assigned to that person or to a group of
theirs. So a register says nothing that its reader couldn't read in the cases themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F

from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.routine.document import Form, Register
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.models import CaseRow, RegisterRow, case_number
from vardag.rooms.cases.reach import may_open_at
from vardag.rooms.routines.queries import routine


class Show(StrEnum):
    """Which of a register's rows to show."""

    ALL = "all"
    OPEN = "open"
    COMPLETED = "completed"
    STRUCK = "struck"  # those struck out, which no case's is


@dataclass(frozen=True)
class Registered:
    """A row of a register, with its case. ``form`` holds the questions, ``answers`` the answers.

    Of a protected case a register tells neither whom it is about nor what the family has written.
    """

    case: CaseId
    number: str
    received: date
    patient_id: PersonId
    patient: str
    personal_number: str
    born: date | None
    sender: str
    is_protected: bool
    is_own: bool  # the young person wrote for herself
    form: Form
    answers: Mapping[str, str]
    status: Status
    clinic: ClinicId
    clinic_name: str
    holder: str
    first_response_at: datetime | None
    completed_at: datetime | None
    completed_by: str


def registered(ids: Collection[int]) -> dict[int, Registered]:
    """Return rows by their ids. Whose they are to see has been asked."""
    rows = RegisterRow.objects.filter(pk__in=ids).values(
        "pk", *_COLUMNS, routine_sum=F("case__routine__sha256")
    )
    return {row["pk"]: _registered(row) for row in rows}


def cases_done(register: Register, *, by: Staff, clinic: ClinicId) -> dict[str, date | None]:
    """Return on which local date each case with a row in a register was done, by its number.

    Of those that somebody may open; None for one that isn't done.
    """
    theirs = CaseRow.objects.filter(may_open_at(by, clinic)).values("pk")
    rows = RegisterRow.objects.filter(register=register.key, case__in=theirs)
    found = rows.values_list("case_id", "case__received_at", "completed_at")
    return {
        case_number(case, received_at): local_date(at) if at else None
        for case, received_at, at in found.iterator()
    }


_COLUMNS = (
    "case_id",
    "received_date",
    "completed_at",
    "completed_by__given_name",
    "completed_by__family_name",
    "case__service",
    "case__form",
    "case__received_at",
    "case__status",
    "case__clinic_id",
    "case__clinic__name",
    "case__first_response_at",
    "case__patient_id",
    "case__patient__given_name",
    "case__patient__family_name",
    "case__patient__personal_number",
    "case__patient__born",
    "case__patient__protection",
    "case__author__protection",
    "case__author_id",
    "case__author__given_name",
    "case__author__family_name",
    "case__holder__given_name",
    "case__holder__family_name",
    "case__holding_group__name",
)


def _registered(row: Mapping[str, Any]) -> Registered:
    document = routine(row["routine_sum"])
    service = service_of(document, row["case__service"])
    return Registered(
        case=CaseId(row["case_id"]),
        number=case_number(row["case_id"], row["case__received_at"]),
        received=row["received_date"],
        patient_id=PersonId(row["case__patient_id"]),
        **_family(row),
        is_own=PersonId(row["case__author_id"]) == PersonId(row["case__patient_id"]),
        form=document.form(service.form) or Form(service.form),
        status=Status(row["case__status"]),
        clinic=ClinicId(row["case__clinic_id"]),
        clinic_name=row["case__clinic__name"],
        holder=_name(row, "case__holder") or row["case__holding_group__name"] or "",
        first_response_at=row["case__first_response_at"],
        completed_at=row["completed_at"],
        completed_by=_name(row, "completed_by"),
    )


def _family(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of the family, and in its words."""
    if is_protected(row["case__patient__protection"], row["case__author__protection"]):
        nothing: dict[str, Any] = dict.fromkeys(("patient", "personal_number", "sender"), "")
        return nothing | {"born": None, "answers": {}, "is_protected": True}
    return {
        "patient": _name(row, "case__patient"),
        "personal_number": row["case__patient__personal_number"] or "",
        "born": row["case__patient__born"],
        "sender": _name(row, "case__author"),
        "answers": row["case__form"],
        "is_protected": False,
    }


def _name(row: Mapping[str, Any], who: str) -> str:
    return f"{row[f'{who}__given_name'] or ''} {row[f'{who}__family_name'] or ''}".strip()
