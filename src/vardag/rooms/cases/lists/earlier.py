"""The other cases about the same patient, as far as who reads one may open them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from vardag.domain.case.events import ClosedWithoutReply, ReplySent
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.routine.document import Form, Service
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.lists.reach import may_open_at
from vardag.rooms.cases.models import CaseRow, EventRow, case_number
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.routines.queries import routine

MOST = 20


@dataclass(frozen=True)
class Earlier:
    """Another case about the patient: what, when, from whom, and how it ended if it is closed."""

    id: CaseId
    number: str
    received_at: datetime
    service: Service
    form: Form
    answers: Mapping[str, str]
    author: PersonId
    author_name: str
    is_closed: bool
    closed_at: datetime | None
    with_reply: bool

    @property
    def received_date(self) -> date:
        return local_date(self.received_at)


def earlier(full: FullCase, *, by: Staff) -> tuple[Earlier, ...]:
    """Return the other cases about a case's patient that its reader may open, the newest first.

    Of the clinics that have, or have had, the case; no more than twenty. None of a protected patient,
    since one case would tell whom another is about (ADR-0028), nor for who reads by way of exception,
    who chose to read one.
    """
    if full.is_protected or full.exception is not None:
        return ()
    reach = Q(pk__in=())
    for clinic in {full.case.clinic, *full.case.passed_by}:
        reach |= may_open_at(by, clinic)
    rows = CaseRow.objects.filter(reach, patient=full.case.patient, author__protection="")
    found = rows.exclude(pk=full.id).order_by("-received_at", "-pk")
    return tuple(_earlier(row) for row in found.values(*_COLUMNS, ended=_ended())[:MOST])


_COLUMNS = (
    *("id", "received_at", "service", "routine_id", "form", "status", "closed_at", "author_id"),
    *("author__given_name", "author__family_name"),
)


def _ended() -> Subquery:
    """The kind of the event that closed a case."""
    closing = EventRow.objects.filter(
        case=OuterRef("pk"), kind__in=(ReplySent.kind, ClosedWithoutReply.kind)
    )
    return Subquery(closing.order_by("-number").values("kind")[:1])


def _earlier(row: Mapping[str, Any]) -> Earlier:
    document = routine(row["routine_id"])
    service = service_of(document, row["service"])
    return Earlier(
        id=CaseId(row["id"]),
        number=case_number(row["id"], row["received_at"]),
        received_at=row["received_at"],
        service=service,
        form=document.form(service.form) or Form(service.form),
        answers=row["form"],
        author=PersonId(row["author_id"]),
        author_name=f"{row['author__given_name']} {row['author__family_name']}".strip(),
        is_closed=row["status"] == Status.CLOSED,
        closed_at=row["closed_at"],
        with_reply=row["ended"] == ReplySent.kind,
    )
