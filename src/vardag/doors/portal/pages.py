"""What the pages about cases show: the list, a case's thread, the receipt."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.aftermath import last_work, told_of_steps, told_of_work
from vardag.domain.case.events import ClosedWithoutReply, Submitted, is_past_guardians
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, PersonId, Resident, age_on
from vardag.domain.routine.document import Closing
from vardag.domain.routine.way import ending_of, steps_on_way
from vardag.doors.portal.again import Again, again
from vardag.doors.portal.alike import Apart, told_apart
from vardag.doors.portal.menu import start_url
from vardag.doors.portal.plain import (
    Standing,
    at_time,
    preferably,
    promise_after_answer,
    standing,
    told_words,
    why,
)
from vardag.doors.portal.read import read_by_clinic, with_receipt
from vardag.doors.portal.readers import who_reads
from vardag.doors.portal.thread import Clinics, Message, clinics_of, messages
from vardag.doors.portal.turns import Turn, turns
from vardag.doors.portal.whom import name_and_age
from vardag.doors.shared.moments import listed, long_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.family import cases_of, readership
from vardag.rooms.cases.family_case import FamilyCase
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.ages import ages_on


@dataclass(frozen=True)
class Line:
    """A case in the list."""

    id: int
    number: str
    service: str
    sent: str
    standing: Standing
    apart: Apart  # from others of the same name
    work: str  # what goes on although the case has closed


@dataclass(frozen=True)
class Pile:
    """One person's cases."""

    name: str
    open: tuple[Line, ...]
    closed: tuple[Line, ...]


@dataclass(frozen=True)
class CasesPage:
    """Everything a resident may read, person by person."""

    turns: tuple[Turn, ...]
    piles: tuple[Pile, ...]
    is_named: bool  # whether it must be said whom a pile is about
    is_young: bool  # whether the reader acts for oneself as a child
    can_write: bool  # whether there is anybody to write for
    named: tuple[tuple[CaseId, PersonId], ...]  # every case on the page, and its patient


def cases_page(resident: Resident, *, today: date) -> CasesPage:
    """Return the list of a resident's cases: oneself first, then children, the newest case first."""
    cases = cases_of(resident, on=today)
    is_young = age_on(today, born=resident.born) < ages_on(today).child_until
    patients = dict.fromkeys(case.patient for case in cases)
    order = sorted(patients, key=lambda patient: patient != resident.id)
    return CasesPage(
        turns=turns(cases, reader=resident.id, on=today),
        piles=tuple(
            _pile([case for case in cases if case.patient == patient], resident, today)
            for patient in order
        ),
        is_named=len(patients) > 1 or len(resident.children) > 1,
        is_young=is_young,
        can_write=is_young or bool(resident.children),
        named=tuple((case.id, case.patient) for case in cases),
    )


def _pile(cases: list[FamilyCase], resident: Resident, today: date) -> Pile:
    first = cases[0]
    is_self = first.patient == resident.id
    return Pile(
        name=gettext("About you") if is_self else first.patient_given_name,
        open=_lines([case for case in cases if not case.is_closed], resident, today),
        closed=_lines([case for case in cases if case.is_closed], resident, today),
    )


def _lines(cases: list[FamilyCase], reader: Resident, today: date) -> tuple[Line, ...]:
    apart = told_apart(cases, reader=reader.id)
    return tuple(_line(case, apart.get(case.id, Apart()), reader, today) for case in cases)


def _line(case: FamilyCase, apart: Apart, reader: Resident, today: date) -> Line:
    by_time = at_time(case.received_at, on=today) if apart.by_time else ""
    return Line(
        id=case.id,
        number=case.number,
        service=in_words(case.service.list_name),
        sent=by_time or long_date(case.received_date, on=today),
        standing=standing(
            closed_at=case.closed_at,
            question_open=case.question_open,
            waits_until=case.waits_until,
            response_due=case.response_due,
            today=today,
        ),
        apart=apart,
        work=told_words(case.told, oneself=case.patient == reader.id, on=today),
    )


@dataclass(frozen=True)
class Head:
    """What stands first on a case's pages."""

    id: int
    number: str
    service: str
    about: str
    clinic: ClinicRow
    readers: str


@dataclass(frozen=True)
class ThreadPage:
    """A case as a family reads it. ``question`` is the one that waits for an answer."""

    head: Head
    standing: Standing
    why: str
    messages: tuple[Message, ...]
    question: Message | None
    preferably: str
    after_answer: str
    is_closed: bool
    closed_how: str
    work: str  # what goes on although the case has closed, or when it was done
    sent: tuple[str, ...]  # what was posted, and when
    start_url: str
    again: Again
    is_own: bool  # whether it is about the reader


def thread_page(full: FullCase, *, reader: Resident, today: date) -> ThreadPage:
    """Return a case's thread for somebody who may read it."""
    case, viewer, clinics = full.case, reader.id, clinics_of(full)
    said = with_receipt(
        messages(full, viewer=viewer, clinics=clinics, today=today),
        read_by_clinic(full, clinics, today=today),
    )
    asked = (each for each in reversed(said) if each.is_question and case.question_open)
    question = next(asked, None)
    told = told_of_work(case.process, last_work(case))
    return ThreadPage(
        head=head(full, viewer=viewer, clinics=clinics, today=today),
        standing=_standing(case, today),
        why=_why(full, viewer),
        messages=tuple(each for each in said if each is not question),
        question=question,
        preferably=preferably(case.waits_until, today),
        after_answer=promise_after_answer(full.routine.dates.response),
        is_closed=case.is_closed,
        closed_how=_closed_how(full) if told is None or told.at is None else "",
        work=told_words(told, oneself=case.patient == viewer, on=today),
        sent=_sent(case, viewer=viewer, today=today),
        start_url=start_url(patient=case.patient, clinic=_sent_to(full, clinics).key),
        again=again(full, viewer=reader, clinic=_sent_to(full, clinics), today=today),
        is_own=case.patient == viewer,
    )


def _sent(case: Case, *, viewer: PersonId, today: date) -> tuple[str, ...]:
    """Return what was posted while the case was open, and when."""
    oneself = case.patient == viewer
    return tuple(told_words(each, oneself=oneself, on=today) for each in told_of_steps(case))


def _standing(case: Case, today: date) -> Standing:
    return standing(
        closed_at=case.closed_at,
        question_open=case.question_open,
        waits_until=case.waits_until,
        response_due=case.response_due.date if case.response_due else None,
        today=today,
    )


def _sent_to(full: FullCase, clinics: Clinics) -> ClinicRow:
    first = full.entries[0].event
    return clinics[first.clinic] if isinstance(first, Submitted) else full.row.clinic


def head(full: FullCase, *, viewer: PersonId, clinics: Clinics, today: date) -> Head:
    """Return what stands first on a case's pages, with who else can read it."""
    row, case = full.row, full.case
    readers = readership(case, patient=row.patient, author=row.author, on=today)
    staff_at = [clinics[each].name for each in clinics if each in {case.clinic, *case.passed_by}]
    return Head(
        id=full.id,
        number=full.number,
        service=in_words(case.service.name),
        about=_about(full, viewer, today),
        clinic=row.clinic,
        readers=who_reads(
            readers,
            viewer=viewer,
            patient=case.patient,
            clinic=listed(staff_at),
            has_hidden=any(is_past_guardians(entry.event) for entry in full.entries),
        ),
    )


def _about(full: FullCase, viewer: PersonId, today: date) -> str:
    patient = full.row.patient
    if patient.pk == viewer or patient.born is None:
        return ""
    return name_and_age(patient, age_on(today, born=patient.born))


def _why(full: FullCase, viewer: PersonId) -> str:
    due = full.case.response_due
    if due is None or full.case.question_open:
        return ""
    is_first = full.case.first_response is None
    return why(due, by_reader=full.case.author == viewer, answer=not is_first)


def _closed_how(full: FullCase) -> str:
    """Return what goes on although the case closed without a reply, as its process promises."""
    is_so = any(isinstance(entry.event, ClosedWithoutReply) for entry in full.entries)
    if not is_so or full.case.process.closes is not Closing.WITHOUT_REPLY:
        return ""  # the second where the last word isn't this reader's
    ending = ending_of(full.case.process, full.case.facts)
    return in_words(ending.promise) if ending else ""


@dataclass(frozen=True)
class ReceiptPage:
    """What one is told when a case has been sent."""

    head: Head
    due: str
    why: str
    sent: str
    steps: tuple[str, ...]


def receipt_page(full: FullCase, *, viewer: PersonId, today: date) -> ReceiptPage:
    """Return the receipt of a case: the date that was promised when it came, and what happens."""
    first = full.entries[0]
    assert isinstance(first.event, Submitted)
    due = first.event.response_due
    return ReceiptPage(
        head=head(full, viewer=viewer, clinics=clinics_of(full), today=today),
        due=long_date(due.date, on=today),
        why=why(due, by_reader=True),
        sent=at_time(first.at, on=today),
        steps=_steps(full, first.event),
    )


def _steps(full: FullCase, sent: Submitted) -> tuple[str, ...]:
    """Return what a family is promised of the way, as far as it can be known from the form."""
    process, facts = full.case.process, dict(sent.form)
    promises = [in_words(step.promise) for step in steps_on_way(process, facts) if step.promise]
    ending = ending_of(process, facts)
    last = in_words(ending.promise) if ending and ending.promise else ""
    return (*promises, last or gettext("You get a reply here"))
