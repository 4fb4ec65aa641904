"""The one door through which every change of a case goes: pages, commands and scenarios alike.

Always four beats: lock, permit, decide, apply. ``_apply`` is the only code that writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vardag.domain import access, kinship
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import answer as decide_answer
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry, Event, Submitted
from vardag.domain.case.evolve import evolve
from vardag.domain.case.form import Answers
from vardag.domain.case.state import Case
from vardag.domain.case.submission import submit as decide_submission
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident, Staff
from vardag.domain.refusals import ChangedMeanwhile, OutOfReach
from vardag.domain.routine.document import Routine
from vardag.domain.words import say
from vardag.rooms.cases.family import born_of, sent_with, stance_of
from vardag.rooms.cases.following import record, record_passing
from vardag.rooms.cases.ledger import entries_of, event_row, fold_by, folded
from vardag.rooms.cases.mentions import permit_told
from vardag.rooms.cases.models import CaseRow, RegisterRow
from vardag.rooms.cases.named import with_known_people
from vardag.rooms.cases.projection import begun, columns
from vardag.rooms.cases.search.index import note_words
from vardag.rooms.clinics.queries import calendar_and_links, calendar_of
from vardag.rooms.offering.queries import is_offered
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.queries import staff
from vardag.rooms.routines.queries import routine, routine_id_on


@transaction.atomic
def perform(
    *, case_id: CaseId, act: acts.Act, by: Staff, at: datetime, seen: int | None = None
) -> Case:
    """Do an act of a member of staff, and return the case as it is after it.

    :param at: aware
    :param seen: the version of the case that the person read; None when nothing was read
    :raises OutOfReach: if there is no such case, or the person may not see it
    :raises ChangedMeanwhile: if somebody acted since ``seen``; nothing is done
    :raises Refusal: see ``access.permit`` and ``decide``
    """
    row = _locked(case_id)
    case = folded(row, entries_of(row))
    access.permit(by, act, case)
    _permit_words(act, row, case, at=at)
    if seen is not None and seen != case.version:
        raise ChangedMeanwhile(say("Somebody else was here first. Nothing of yours was sent."))
    calendar, links = calendar_and_links(case.clinic)
    now = Circumstances(
        by=by, at=at, routine=routine(row.routine_id), calendar=calendar, links=links
    )
    act = with_known_people(act, on=now.today)
    permit_told(act, case, on=now.today)
    return _apply(row, case, decide(case, act, now), by=by.id, at=at)


def _permit_words(act: acts.Act, row: CaseRow, case: Case, *, at: datetime) -> None:
    """Refuse a message past guardians that nobody else of the family could read."""
    message = acts.message_of(act)
    if message is None or not message.not_for_guardians:
        return
    today, patient = local_date(at), Resident(case.patient, born_of(row.patient))
    kinship.permit_words_past_guardians(patient, case, on=today, ages=ages_on(today))


@transaction.atomic
def answer(*, case_id: CaseId, text: str, by: Resident, at: datetime) -> Case:
    """Put a resident's answer to a counter-question into the case, and return the case after it.

    :param at: aware
    :raises OutOfReach: if there is no such case, or the resident may not see it today
    :raises CaseClosed, InvalidForm, EmptyText, NothingAsked: see ``decide.answer``
    """
    row = _locked(case_id)
    case = folded(row, entries_of(row))
    today = local_date(at)
    stands = stance_of(by, case, row, on=today)
    if not kinship.may_read(stands):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    asker = staff(case.asker, on=today) if case.asker else None
    event = decide_answer(
        case,
        text=text,
        at=at,
        asker_may_act=asker is not None and access.may_act(asker, case),
        was_asked=kinship.may_answer(stands, not_for_guardians=case.question_not_for_guardians),
        calendar=calendar_of(case.clinic),
        working_days=routine(row.routine_id).dates.response,
    )
    return _apply(row, case, (event,), by=by.id, at=at)


def submit(
    *,
    service: str,
    patient: PersonId,
    clinic: ClinicId,
    answers: Answers,
    by: Resident,
    at: datetime,
    form_key: UUID | None = None,
) -> CaseId:
    """Send a new case, and return its id. The same form sent twice makes one case.

    :param at: aware
    :param form_key: what tells one form from another; sent again, it gives the case it made
    :raises NotPermitted: if this resident may not send this for that patient today
    :raises NotOffered, InvalidForm: see ``submission.submit``
    :raises ChangedMeanwhile: if the form was sent before with other answers
    """
    new = _NewCase(
        service=service, patient=patient, clinic=clinic, answers=answers, form_key=form_key
    )
    try:
        return _submit(new, by=by, at=at)
    except IntegrityError:
        if form_key is None:
            raise
    return _submit(new, by=by, at=at, again=True)  # the database knows its twin


@dataclass(frozen=True)
class _NewCase:
    service: str
    patient: PersonId
    clinic: ClinicId
    answers: Answers
    form_key: UUID | None


@transaction.atomic
def _submit(new: _NewCase, *, by: Resident, at: datetime, again: bool = False) -> CaseId:
    today = local_date(at)
    routine_id = routine_id_on(today)
    document = routine(routine_id)
    service = document.service(new.service)
    kinship.permit_submission(
        by, patient=new.patient, service=service, on=today, ages=ages_on(today)
    )
    event = decide_submission(
        routine=document,
        service=service,
        is_offered=is_offered(clinic=new.clinic, service=new.service),
        answers=new.answers,
        patient=new.patient,
        clinic=new.clinic,
        at=at,
        calendar=calendar_of(new.clinic),
    )
    twin = _sent_before(new, event, by=by, on=today) if again else None
    if twin is not None:
        return twin
    return _begin(event, document, routine_id, form_key=new.form_key, by=by.id, at=at)


def _sent_before(new: _NewCase, event: Submitted, *, by: Resident, on: date) -> CaseId | None:
    row = CaseRow.objects.filter(author_id=by.id, form_key=new.form_key).first()
    if row is None or new.form_key is None:
        return None
    told = sent_with(new.form_key, by=by, patient=new.patient, on=on)
    if told is None or told.case is None:  # who may not read it today isn't told that it stands
        raise ChangedMeanwhile(say("This form has been used. Start a new one to send more."))
    if not _says_the_same(entries_of(row)[0].event, event):
        raise ChangedMeanwhile(
            say("This form was sent already, as case %(number)s. Start a new one to send more."),
            number=told.number,
        )
    return told.case


def _says_the_same(sent: Event, again: Submitted) -> bool:
    """Tell whether a form came with the same words as before; its date is that of the first time."""
    return isinstance(sent, Submitted) and replace(again, response_due=sent.response_due) == sent


def _begin(
    event: Submitted,
    document: Routine,
    routine_id: str,
    *,
    form_key: UUID | None,
    by: PersonId,
    at: datetime,
) -> CaseId:
    entry = Entry(event, by=by, at=at, date=local_date(at))
    case = fold_by(document, event.service, [entry])
    row = CaseRow.objects.create(
        routine_id=routine_id,
        form_key=form_key,
        **begun(case),
        **columns(case),
    )
    event_row(row, entry, number=1).save(force_insert=True)
    if case.service.register:
        RegisterRow.objects.create(
            case=row, register=case.service.register, received_date=entry.date
        )
    note_words(row, None, case, (event,))
    return CaseId(row.pk)


def _locked(case_id: CaseId) -> CaseRow:
    try:
        return CaseRow.objects.select_for_update().get(pk=case_id)
    except CaseRow.DoesNotExist:
        raise OutOfReach(say("There is no such case, or it isn't yours to see.")) from None


def _apply(
    row: CaseRow, before: Case, events: Iterable[Event], *, by: PersonId, at: datetime
) -> Case:
    """Append events to the ledger and bring every row that follows from it up to date."""
    case, events = before, tuple(events)
    for event in events:
        entry = Entry(event, by=by, at=at, date=local_date(at))
        case = evolve(case, entry)
        event_row(row, entry, number=case.version).save(force_insert=True)
        record(row, event, case, by=by, at=at)
    record_passing(row, before, case)
    note_words(row, before, case, events)
    _save(row, before, case)
    return case


def _save(row: CaseRow, before: Case, case: Case) -> None:
    """Bring the case's row up to date; the version in the condition is a second lock."""
    touched = CaseRow.objects.filter(pk=row.pk, version=before.version).update(**columns(case))
    if touched != 1:
        raise ChangedMeanwhile(say("Somebody else was here first. Nothing of yours was sent."))
