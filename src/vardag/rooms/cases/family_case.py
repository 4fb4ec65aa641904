"""A case as a family's list reads it: one row, with what its routine says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from vardag.domain.case.aftermath import LastWork, Told, told_of_work
from vardag.domain.case.state import Status, is_in_own_name
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.people.protection import is_protected
from vardag.domain.routine.document import Form, Service
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.models import case_number
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class Thread:
    """What decides who may read: the service, whom it concerns, who sends it."""

    service: Service
    patient: PersonId
    author: PersonId
    kept_from_guardians: bool = field(default=False, kw_only=True)

    @property
    def in_own_name(self) -> bool:
        return is_in_own_name(self.service, author=self.author, patient=self.patient)


@dataclass(frozen=True)
class FamilyCase(Thread):
    """A case in a family's list. Dates are local; a closed case has none."""

    id: CaseId
    number: str
    patient_given_name: str
    patient_born: date
    clinic: ClinicId
    clinic_name: str
    status: Status
    question_open: bool
    has_hidden: bool
    author_is_protected: bool
    received_at: datetime
    closed_at: datetime | None
    response_due: date | None
    waits_until: date | None
    author_given_name: str
    form: Form  # what was asked
    answers: Mapping[str, str]
    told: Told | None  # of the work that goes on after the case has closed

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    @property
    def received_date(self) -> date:
        return local_date(self.received_at)


COLUMNS = (
    "pk",
    "routine_id",
    "service",
    "patient_id",
    "author_id",
    "clinic_id",
    "status",
    "question_open",
    "has_hidden",
    "kept_from_guardians",
    "received_at",
    "closed_at",
    "response_due_date",
    "waits_until_date",
    "form",
)
_LAST_WORK = WorkRow.objects.filter(case=OuterRef("pk")).order_by("-pk")
JOINED = {
    "given_name": F("patient__given_name"),
    "born": F("patient__born"),
    "clinic_name": F("clinic__name"),
    "author_given_name": F("author__given_name"),
    "author_protection": F("author__protection"),
    "work_key": Subquery(_LAST_WORK.values("key")[:1]),
    "work_outcome": Subquery(_LAST_WORK.values("outcome")[:1]),
    "work_done_at": Subquery(_LAST_WORK.values("done_at")[:1]),
}


_MOMENTS = {
    "received_at": "received_at",
    "closed_at": "closed_at",
    "response_due": "response_due_date",
    "waits_until": "waits_until_date",
}


def family_case(row: dict[str, Any]) -> FamilyCase:
    """Return a row of ``COLUMNS`` and ``JOINED`` as the list reads it."""
    service, form = _asked(row)
    return FamilyCase(
        service=service,
        patient=PersonId(row["patient_id"]),
        author=PersonId(row["author_id"]),
        kept_from_guardians=row["kept_from_guardians"],
        id=CaseId(row["pk"]),
        number=case_number(row["pk"], row["received_at"]),
        patient_given_name=row["given_name"],
        patient_born=row["born"],
        clinic=ClinicId(row["clinic_id"]),
        clinic_name=row["clinic_name"],
        status=Status(row["status"]),
        question_open=row["question_open"],
        has_hidden=row["has_hidden"],
        author_is_protected=is_protected(row["author_protection"]),
        **{name: row[column] for name, column in _MOMENTS.items()},
        author_given_name=row["author_given_name"],
        form=form,
        answers=row["form"],
        told=_told(row, service),
    )


def _told(row: dict[str, Any], service: Service) -> Told | None:
    """Return what is told of the case's work, of which pieces come one after another."""
    process = routine(row["routine_id"]).process(service.process)
    if row["work_key"] is None or process is None:
        return None
    last = LastWork(row["work_key"], row["work_outcome"], row["work_done_at"])
    return told_of_work(process, last)


def _asked(row: dict[str, Any]) -> tuple[Service, Form]:
    document = routine(row["routine_id"])
    service = service_of(document, row["service"])
    return service, document.form(service.form) or Form(service.key)
