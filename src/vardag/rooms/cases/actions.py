"""The one door through which every change of a case goes: pages, commands and scenarios alike.

Always four beats: lock, permit, decide, apply. ``_apply`` is the only code that writes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from vardag.domain import access, kinship
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import answer as decide_answer
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry, Event
from vardag.domain.case.evolve import evolve
from vardag.domain.case.receipts import confirmed
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId, Resident, Staff
from vardag.domain.refusals import ChangedMeanwhile, OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.attached import coming_with
from vardag.rooms.cases.delivering import lines_of, permit_sending, ticks_by_itself
from vardag.rooms.cases.family import born_of, stance_of
from vardag.rooms.cases.following import record, record_passing
from vardag.rooms.cases.ledger import entries_of, event_row, folded
from vardag.rooms.cases.mentions import permit_told
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.named import with_known_people
from vardag.rooms.cases.projection import columns
from vardag.rooms.cases.search_index import note_words
from vardag.rooms.cases.submitting import submit
from vardag.rooms.cases.uses import own_reply_in, record_uses
from vardag.rooms.clinics.queries import calendar_and_links, calendar_of
from vardag.rooms.deliveries.actions import as_receipt, settle
from vardag.rooms.deliveries.queries import delivery as delivery_of
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.queries import staff
from vardag.rooms.prepared import Given, Prepared, insert, update
from vardag.rooms.routines.queries import routine

__all__ = ["answer", "confirm", "perform", "perform_within", "submit"]

_LOCKED = Prepared(lambda: CaseRow.objects.select_for_update().filter(pk=Given("case")))


def perform_within(
    *,
    case_id: CaseId,
    act: acts.Act,
    by: Staff,
    at: datetime,
    seen: int | None = None,
    files: Sequence[UUID] = (),
) -> Case:
    """Do an act of a member of staff, and return the case as it is after it.

    Within the caller's transaction, all of which has to be taken back when it is refused; ``perform``
    does it in one of its own.

    :param at: aware
    :param seen: the version of the case that the person read; None when nothing was read
    :param files: what comes with the words, uploaded before by the same person
    :raises OutOfReach: if there is no such case, or the person may not see it
    :raises ChangedMeanwhile: if somebody acted since ``seen``; nothing is done
    :raises Refusal: see ``access.permit`` and ``decide``
    """
    row = _locked(case_id)
    case = folded(row, entries_of(row))
    access.permit(by, act, case)
    _permit_words(act, row, case, at=at)
    permit_sending(act, case_id, by=by, at=at)
    if seen is not None and seen != case.version:
        raise ChangedMeanwhile(say("Somebody else was here first. Nothing of yours was sent."))
    calendar, links = calendar_and_links(case.clinic)
    now = Circumstances(
        by=by,
        at=at,
        routine=routine(row.routine_id),
        calendar=calendar,
        links=links,
        own_replies=own_reply_in(act, case.clinic, on=local_date(at)),
        colleagues=_colleagues(act, case, on=local_date(at)),
        **lines_of(act, case_id, case.clinic),
    )
    act = with_known_people(act, on=now.today)
    permit_told(act, case, on=now.today)
    act = acts.with_files(act, coming_with(files, by=by.id, clinic=case.clinic, from_staff=True))
    return _apply(row, case, decide(case, act, now), by=by.id, at=at)


perform = transaction.atomic(perform_within)


def _colleagues(act: acts.Act, case: Case, *, on: date) -> dict[PersonId, Staff]:
    """Return whom an act is about: who is asked, who gets a piece of work, or has it and may go on."""
    match act:
        case acts.AssignWork(to=person) | acts.AskColleague(to=person):
            pass
        case acts.CompleteWork() if case.open_work is not None:
            person = case.open_work.owner
        case _:
            return {}
    found = staff(person, on=on) if person is not None else None
    return {found.id: found} if found else {}


def _permit_words(act: acts.Act, row: CaseRow, case: Case, *, at: datetime) -> None:
    """Refuse a message past guardians that nobody else of the family could read."""
    message = acts.message_of(act)
    if message is None or not message.not_for_guardians:
        return
    today, patient = local_date(at), Resident(case.patient, born_of(row.patient))
    kinship.permit_words_past_guardians(patient, case, on=today, ages=ages_on(today))


@transaction.atomic
def answer(
    *, case_id: CaseId, text: str, by: Resident, at: datetime, files: Sequence[UUID] = ()
) -> Case:
    """Put a resident's answer to a counter-question into the case, and return the case after it.

    :param at: aware
    :param files: what comes with the answer, uploaded before by the same resident
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
        files=coming_with(files, by=by.id, clinic=case.clinic),
        at=at,
        asker_may_act=asker is not None and access.may_act(asker, case),
        was_asked=kinship.may_answer(stands, not_for_guardians=case.question_not_for_guardians),
        calendar=calendar_of(case.clinic),
        working_days=routine(row.routine_id).dates.response,
    )
    return _apply(row, case, (event,), by=by.id, at=at)


@transaction.atomic
def confirm(*, delivery: UUID, receipt: str, at: datetime) -> None:
    """Let a system's receipt do what it was told; who sent it there is who did it.

    What a person has ticked or left out meanwhile stays as it is: then the receipt is no news. Nor does
    it tick where the line's receipts don't: then it is kept, for a person to see.

    :param at: aware
    :raises OutOfReach: if there is no such delivery
    """
    told = delivery_of(delivery)
    row = _locked(told.case if told else CaseId(0))
    case, part, word = folded(row, entries_of(row)), told.part if told else "", as_receipt(receipt)
    events = _confirmed(row, case, part, word, at=at) if ticks_by_itself(row, case, part) else ()
    if not events:
        settle(case=CaseId(row.pk), part=part, at=at, receipt=word)
    else:
        _apply(row, case, events, by=case.sent[part].by, at=at)


def _confirmed(
    row: CaseRow, case: Case, part: str, receipt: str, *, at: datetime
) -> tuple[Event, ...]:
    """Return what comes of a receipt; who sent it may have left meanwhile, and did it all the same."""
    sender, today = case.sent[part].by, local_date(at)
    now = Circumstances(
        by=staff(sender, on=today) or Staff(sender),
        at=at,
        routine=routine(row.routine_id),
        calendar=calendar_of(case.clinic),
        colleagues=_colleagues(acts.CompleteWork(part), case, on=today),
    )
    return confirmed(case, part, receipt, now)


def _locked(case_id: CaseId) -> CaseRow:
    row = _LOCKED.first(case=case_id)
    if row is None:
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    return row


def _apply(
    row: CaseRow, before: Case, events: Iterable[Event], *, by: PersonId, at: datetime
) -> Case:
    """Append events to the ledger and bring every row that follows from it up to date."""
    case, events = before, tuple(events)
    for event in events:
        entry = Entry(event, by=by, at=at, date=local_date(at))
        case = evolve(case, entry)
        insert(event_row(row, entry, number=case.version))
        record(row, event, case, by=by, at=at)
    record_uses(row, events, clinic=before.clinic, at=at)
    record_passing(row, before, case)
    note_words(row, before, case, events)
    _save(row, before, case)
    return case


def _save(row: CaseRow, before: Case, case: Case) -> None:
    """Bring the case's row up to date; the version in the condition is a second lock."""
    touched = update(CaseRow, columns(case), where={"pk": row.pk, "version": before.version})
    if touched != 1:
        raise ChangedMeanwhile(say("Somebody else was here first. Nothing of yours was sent."))
