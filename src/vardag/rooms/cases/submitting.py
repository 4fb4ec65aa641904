"""Sending a new case: the ledger's first line, the rows that follow from it, once per form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vardag.domain import kinship
from vardag.domain.case.events import Entry, Event, Submitted
from vardag.domain.case.form import Answers
from vardag.domain.case.submission import submit as decide_submission
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident
from vardag.domain.refusals import ChangedMeanwhile, OutOfReach
from vardag.domain.routine.document import Routine
from vardag.domain.words import say
from vardag.rooms.cases.attached import coming_with, record_files
from vardag.rooms.cases.family import sent_with
from vardag.rooms.cases.ledger import entries_of, event_row, fold_by
from vardag.rooms.cases.models import CaseRow, RegisterRow
from vardag.rooms.cases.projection import begun, columns
from vardag.rooms.cases.queries import for_resident
from vardag.rooms.cases.search_index import note_words
from vardag.rooms.clinics.queries import calendar_of
from vardag.rooms.offering.queries import is_offered
from vardag.rooms.people.ages import ages_on
from vardag.rooms.prepared import insert
from vardag.rooms.routines.queries import routine, routine_id_on
from vardag.rooms.unsent.actions import discard


def submit(
    *,
    service: str,
    patient: PersonId,
    clinic: ClinicId,
    answers: Answers,
    by: Resident,
    at: datetime,
    form_key: UUID | None = None,
    follows: CaseId | None = None,
    files: Sequence[UUID] = (),
) -> CaseId:
    """Send a new case, and return its id. The same form sent twice makes one case.

    What was kept of the form while it was written goes in the same transaction.

    :param at: aware
    :param form_key: what tells one form from another; sent again, it gives the case it made
    :param files: what comes with it, uploaded before by the same resident
    :param follows: a closed case about the same patient, of which the family writes again
    :raises NotPermitted: if this resident may not send this for that patient today
    :raises NotOffered, InvalidForm: see ``submission.submit``
    :raises OutOfReach: if there is no such case to follow, or this resident may not read it today
    :raises ChangedMeanwhile: if the form was sent before with other answers
    """
    new = _NewCase(
        service=service,
        patient=patient,
        clinic=clinic,
        answers=answers,
        form_key=form_key,
        follows=follows,
        files=tuple(files),
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
    follows: CaseId | None
    files: tuple[UUID, ...]


@transaction.atomic
def _submit(new: _NewCase, *, by: Resident, at: datetime, again: bool = False) -> CaseId:
    today = local_date(at)
    routine_id = routine_id_on(today)
    document = routine(routine_id)
    service = document.service(new.service)
    kinship.permit_submission(
        by, patient=new.patient, service=service, on=today, ages=ages_on(today)
    )
    _permit_following(new, by=by, on=today)
    event = decide_submission(
        routine=document,
        service=service,
        is_offered=is_offered(clinic=new.clinic, service=new.service),
        answers=new.answers,
        patient=new.patient,
        clinic=new.clinic,
        at=at,
        calendar=calendar_of(new.clinic),
        follows=new.follows,
        files=coming_with(new.files, by=by.id, clinic=new.clinic),
    )
    twin = _sent_before(new, event, by=by, on=today) if again else None
    if twin is not None:
        return twin
    return _begin(event, document, routine_id, form_key=new.form_key, by=by.id, at=at)


def _permit_following(new: _NewCase, *, by: Resident, on: date) -> None:
    """Refuse to follow what isn't a closed case about the patient, as this resident sees it."""
    if new.follows is None:
        return
    case = for_resident(new.follows, by=by, on=on).case
    if case.patient != new.patient or not case.is_closed:
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))


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
    """Tell whether a form came with the same words and files; its date is that of the first time.

    A browser that sends once more uploads its files once more, which then have other ids.
    """
    if not isinstance(sent, Submitted) or _sums(sent) != _sums(again):
        return False
    return replace(again, response_due=sent.response_due, files=sent.files) == sent


def _sums(event: Submitted) -> list[str]:
    return sorted(each.sha256 for each in event.files)


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
    row = CaseRow(routine_id=routine_id, form_key=form_key, **begun(case), **columns(case))
    insert(row)
    insert(event_row(row, entry, number=1))
    record_files(row, event, number=1, by=by, at=at)
    note_words(row, None, case, (event,))
    if form_key is not None:
        discard(author=by, form_key=form_key)
    if case.service.register:
        insert(RegisterRow(case=row, register=case.service.register, received_date=entry.date))
    return CaseId(row.pk)
