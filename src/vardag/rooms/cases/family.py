"""Reading cases as a family sees them: which ones a resident may read, and who else may.

Who may read is the domain's to say (``access.may_see``); here it is asked, case by case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from vardag.domain import access
from vardag.domain.case.state import Status, is_in_own_name
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, Child, ClinicId, PersonId, Resident, age_on
from vardag.domain.routine.document import Service
from vardag.rooms.cases.ledger import BrokenLedger
from vardag.rooms.cases.models import CaseRow, case_number
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import guardians_of
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class Thread:
    """What decides who may read: the service, whom it concerns, who sends it."""

    service: Service
    patient: PersonId
    author: PersonId

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
    received_at: datetime
    closed_at: datetime | None
    response_due: date | None
    waits_until: date | None

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    @property
    def received_date(self) -> date:
        return local_date(self.received_at)


@dataclass(frozen=True)
class Readership:
    """The family of a case's patient: who may read the case on a date, and who may not.

    A child who doesn't act alone yet is not named among the second: nobody expects it to read.
    """

    may: tuple[PersonRow, ...]
    may_not: tuple[PersonRow, ...]


def cases_of(resident: Resident, *, on: date) -> tuple[FamilyCase, ...]:
    """Return the cases that a resident may read on a local date, the newest first."""
    family = [resident.id, *(child.id for child in resident.children)]
    rows = CaseRow.objects.filter(Q(author_id=resident.id) | Q(patient_id__in=family))
    listed = rows.order_by("-received_at", "-pk").values(*_COLUMNS, **_JOINED)
    ages = ages_on(on)
    return tuple(
        case
        for case in map(_family_case, listed)
        if access.may_see(resident, case, on=on, ages=ages)
    )


_COLUMNS = (
    "pk",
    "routine_id",
    "service",
    "patient_id",
    "author_id",
    "clinic_id",
    "status",
    "question_open",
    "received_at",
    "closed_at",
    "response_due_date",
    "waits_until_date",
)
_JOINED = {
    "given_name": F("patient__given_name"),
    "born": F("patient__born"),
    "clinic_name": F("clinic__name"),
}


def _family_case(row: dict[str, Any]) -> FamilyCase:
    service = routine(row["routine_id"]).service(row["service"])
    if service is None:
        raise BrokenLedger(f"the routine has no service {row['service']}")
    return FamilyCase(
        service=service,
        patient=PersonId(row["patient_id"]),
        author=PersonId(row["author_id"]),
        id=CaseId(row["pk"]),
        number=case_number(row["pk"], row["received_at"]),
        patient_given_name=row["given_name"],
        patient_born=row["born"],
        clinic=ClinicId(row["clinic_id"]),
        clinic_name=row["clinic_name"],
        status=Status(row["status"]),
        question_open=row["question_open"],
        received_at=row["received_at"],
        closed_at=row["closed_at"],
        response_due=row["response_due_date"],
        waits_until=row["waits_until_date"],
    )


def readership(
    thread: access.Thread, *, patient: PersonRow, author: PersonRow, on: date
) -> Readership:
    """Return who of the patient's family may read a case on a local date, and who may not."""
    may: list[PersonRow] = []
    may_not: list[PersonRow] = []
    ages = ages_on(on)
    for row, resident in _family(patient, author, on=on):
        if access.may_see(resident, thread, on=on, ages=ages):
            may.append(row)
        elif age_on(on, born=resident.born) >= ages.acts_alone_from:
            may_not.append(row)
    return Readership(may=tuple(may), may_not=tuple(may_not))


def _family(
    patient: PersonRow, author: PersonRow, *, on: date
) -> Iterator[tuple[PersonRow, Resident]]:
    """Yield the patient, the guardians and the author, each once, as the rules see them."""
    guardians = guardians_of(PersonId(patient.pk), on=on)
    children = (Child(PersonId(patient.pk), _born(patient)),)
    yield patient, Resident(PersonId(patient.pk), _born(patient))
    for row in guardians:
        yield row, Resident(PersonId(row.pk), _born(row), children)
    if author.pk not in {patient.pk, *(row.pk for row in guardians)}:
        yield author, Resident(PersonId(author.pk), _born(author))


def _born(row: PersonRow) -> date:
    if row.born is None:
        raise ValueError(f"person {row.pk} has no birth date and is no resident")
    return row.born


def sent_with(form_key: UUID, *, by: PersonId) -> tuple[CaseId, str] | None:
    """Return the id and the number of the case that a person sent with a form of that key."""
    rows = CaseRow.objects.filter(author_id=by, form_key=form_key).values_list("pk", "received_at")
    found = rows.first()
    return (CaseId(found[0]), case_number(*found)) if found else None
