"""Reading cases as a family sees them: which ones a resident may read, and who else may.

Who may read is the domain's to say (``kinship.standing``); here it is asked, case by case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from vardag.domain import kinship
from vardag.domain.case.aftermath import LastWork, Told, told_of_work
from vardag.domain.case.as_seen import for_guardians
from vardag.domain.case.events import Entry
from vardag.domain.case.state import Case, Status, is_in_own_name
from vardag.domain.clock.deadline import local_date
from vardag.domain.kinship import Bar
from vardag.domain.people.identity import CaseId, Child, ClinicId, PersonId, Resident
from vardag.domain.people.protection import is_protected
from vardag.domain.rights import Relation
from vardag.domain.routine.document import Form, Service
from vardag.rooms.cases.ledger import entries_of, folded, service_of
from vardag.rooms.cases.models import CaseRow, case_number
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import kin_of
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
class Family:
    """A patient and those around: who acts as guardian on a date, who is kept away, who wrote."""

    patient: PersonRow
    author: PersonRow
    guardians: tuple[PersonRow, ...]
    blocked: tuple[PersonRow, ...] = ()

    def members(self) -> Iterator[tuple[PersonRow, Resident]]:
        """Yield everybody once, as the rules see them."""
        patient = PersonId(self.patient.pk)
        yield self.patient, Resident(patient, born_of(self.patient))
        child = (Child(patient, born_of(self.patient)),)
        for row in self.guardians:
            yield row, Resident(PersonId(row.pk), born_of(row), child)
        for row in self.blocked:
            yield row, Resident(PersonId(row.pk), born_of(row), blocked=frozenset({patient}))
        if self.author not in (self.patient, *self.guardians, *self.blocked):
            yield self.author, Resident(PersonId(self.author.pk), born_of(self.author))

    def stances(self, thread: kinship.Thread, *, on: date) -> tuple["Stance", ...]:
        """Return how each of them stands to a case on a local date."""
        stands = partial(
            kinship.standing,
            on=on,
            ages=ages_on(on),
            author_is_protected=is_protected(self.author.protection),
        )
        return tuple(Stance(row, stands(resident, thread)) for row, resident in self.members())


@dataclass(frozen=True)
class Stance:
    """How one of a family stands to a case: what opens it, or what bars it."""

    who: PersonRow
    stands: Relation | Bar

    def reads(self, *, not_for_guardians: bool = False) -> bool:
        """Tell whether the person may read the case, or a message of it."""
        return kinship.may_read(self.stands, not_for_guardians=not_for_guardians)


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
    stands = partial(kinship.standing, resident, on=on, ages=ages)
    seen = (
        (case, stands(case, author_is_protected=case.author_is_protected))
        for case in map(_family_case, listed)
    )
    return tuple(_as_seen(case, stands) for case, stands in seen if kinship.may_read(stands))


def stance_of(
    resident: Resident, case: kinship.Thread, row: CaseRow, *, on: date
) -> Relation | Bar:
    """Return how a resident stands to a case on a local date, whose row is at hand."""
    return kinship.standing(
        resident,
        case,
        on=on,
        ages=ages_on(on),
        author_is_protected=is_protected(row.author.protection),
    )


def _as_seen(case: FamilyCase, stands: Relation | Bar) -> FamilyCase:
    """Return a case as one sees it who stands so: without what isn't that person's to know."""
    if not case.has_hidden or kinship.may_read(stands, not_for_guardians=True):
        return case
    row = CaseRow.objects.get(pk=case.id)
    seen, _ = as_guardians_see(row, entries_of(row))
    return replace(
        case,
        status=seen.status,
        question_open=seen.question_open,
        waits_until=seen.waits_until,
        response_due=seen.response_due.date if seen.response_due else None,
    )


def as_guardians_see(row: CaseRow, entries: Sequence[Entry]) -> tuple[Case, tuple[Entry, ...]]:
    """Return a case and its ledger without what isn't for guardians.

    A question of before is open no more once another has come that isn't theirs.
    """
    whole, shown = folded(row, entries), tuple(for_guardians(entries))
    seen = folded(row, shown)
    is_asked = whole.question_open and not whole.question_not_for_guardians
    return replace(seen, question_open=seen.question_open and is_asked), shown


_COLUMNS = (
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
_JOINED = {
    "given_name": F("patient__given_name"),
    "born": F("patient__born"),
    "clinic_name": F("clinic__name"),
    "author_given_name": F("author__given_name"),
    "author_protection": F("author__protection"),
    "work_key": Subquery(_LAST_WORK.values("key")[:1]),
    "work_outcome": Subquery(_LAST_WORK.values("outcome")[:1]),
    "work_done_at": Subquery(_LAST_WORK.values("done_at")[:1]),
}


def _family_case(row: dict[str, Any]) -> FamilyCase:
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
        received_at=row["received_at"],
        closed_at=row["closed_at"],
        response_due=row["response_due_date"],
        waits_until=row["waits_until_date"],
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


def readership(
    thread: kinship.Thread, *, patient: PersonRow, author: PersonRow, on: date
) -> Readership:
    """Return who of the patient's family may read a case on a local date, and who may not.

    Whom a unit manager keeps away is in neither: a family's page says nothing of it.
    """
    guardians, blocked = kin_of(PersonId(patient.pk), on=on)
    family = Family(patient=patient, author=author, guardians=guardians, blocked=blocked)
    stances = family.stances(thread, on=on)
    unsaid = (Bar.TOO_YOUNG, Bar.BLOCKED, Bar.AUTHOR_PROTECTED)
    return Readership(
        may=tuple(each.who for each in stances if each.reads()),
        may_not=tuple(
            each.who for each in stances if not each.reads() and each.stands not in unsaid
        ),
    )


def born_of(row: PersonRow) -> date:
    """Return when a resident was born.

    :raises ValueError: if the person is no resident
    """
    if row.born is None:
        raise ValueError(f"person {row.pk} has no birth date and is no resident")
    return row.born


@dataclass(frozen=True)
class SentForm:
    """A form that was sent. ``case`` is what it made, or None for who may not be told of that today."""

    case: CaseId | None = None
    number: str = ""


def sent_with(form_key: UUID, *, by: Resident, patient: PersonId, on: date) -> SentForm | None:
    """Return what a resident sent with a form of that key; None if the form wasn't used.

    :param patient: whom the form in hand is about; a case about somebody else isn't told of
    :param on: the local date on which the resident asks
    """
    rows = CaseRow.objects.filter(author_id=by.id, form_key=form_key)
    row = rows.values(*_COLUMNS, **_JOINED).first()
    if row is None:
        return None
    case = _family_case(row)
    stands = kinship.standing(
        by, case, on=on, ages=ages_on(on), author_is_protected=case.author_is_protected
    )
    if case.patient != patient or not kinship.may_read(stands):
        return SentForm()
    return SentForm(case.id, case.number)
