"""Apply what has happened. Never decides, never refuses: the ledger is the truth."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from vardag.domain.case.events import (
    Answered,
    Assigned,
    Claimed,
    ClosedWithoutReply,
    CopyAccountedFor,
    CounterQuestionAsked,
    Entry,
    InterimReplySent,
    KeptFromGuardians,
    NoteAdded,
    Printed,
    ReplySent,
    ReturnedToInbox,
    SentToClinic,
    ShownToGuardians,
    Submitted,
    WorkAssigned,
    WorkCompleted,
    WorkNoted,
    WorkOpened,
    WorkPutOff,
    WorkSent,
    files_of,
    is_past_guardians,
)
from vardag.domain.case.left_out import StepAccounted
from vardag.domain.case.paper import Accounted, Copy
from vardag.domain.case.state import Case, Finished, OpenWork, Response, Status
from vardag.domain.case.step_events import (
    ColleagueAsked,
    InquiryWithdrawn,
    StepAccountedFor,
    StepCompleted,
    StepSent,
    StepSkipped,
)
from vardag.domain.case.step_evolve import asked, completed, done, sent
from vardag.domain.people.identity import ClinicId, GroupId, PersonId
from vardag.domain.routine.document import Process, Service
from vardag.domain.routine.way import steps_on_way


def begin(entry: Entry, *, service: Service, process: Process) -> Case:
    """Return the case that a submission begins.

    :raises ValueError: if the entry is no submission; a ledger always begins with one
    """
    event = entry.event
    if not isinstance(event, Submitted):
        raise ValueError(f"a ledger begins with a submission, not with {event.kind}")
    return Case(
        service=service,
        process=process,
        patient=event.patient,
        author=entry.by,
        clinic=event.clinic,
        form=event.form,
        received_at=entry.at,
        follows=event.follows,
        response_due=event.response_due,
        has_files=bool(event.files),
    )


def fold(entries: Iterable[Entry], *, service: Service, process: Process) -> Case:
    """Return the case that a whole ledger comes to.

    :raises ValueError: if the ledger is empty or doesn't begin with a submission
    """
    remaining = iter(entries)
    first = next(remaining, None)
    if first is None:
        raise ValueError("a ledger is never empty")
    case = begin(first, service=service, process=process)
    for entry in remaining:
        case = evolve(case, entry)
    return case


def evolve(case: Case, entry: Entry) -> Case:
    """Return the case as it is after one more event."""
    after = _applied(case, entry)
    if is_past_guardians(entry.event):
        after = replace(after, has_hidden=True)
    if files_of(entry.event):
        after = replace(after, has_files=True)
    if after.handled_since is None and _is_handled(after):
        after = replace(after, handled_since=entry.date)
    return replace(after, version=case.version + 1)


def _is_handled(case: Case) -> bool:
    """Every required step is done or skipped, and there was at least one."""
    required = any(step.required for step in steps_on_way(case.process, case.facts))
    return required and not case.is_closed and not case.remaining_steps


def _applied(case: Case, entry: Entry) -> Case:
    match entry.event:
        case Claimed():
            return _held(case, person=entry.by)
        case Assigned() as event:
            moved = _held(_moved(case, event.clinic), person=event.person, group=event.group)
            return done(moved, entry, event.step)
        case SentToClinic(clinic=clinic):
            return _in_inbox(_moved(case, clinic))
        case ReturnedToInbox():
            return _in_inbox(case)
        case StepSent():
            return sent(_taken(case, entry.by), entry.event.step, entry.event, entry)
        case StepCompleted(receipt=receipt, asked_by=asker) as event:
            # Neither a system nor who was asked takes the case by doing the step.
            by_hand = receipt is None and asker is None
            return completed(_taken(case, entry.by) if by_hand else case, event, entry)
        case ColleagueAsked() as event:
            return asked(_taken(case, entry.by), event, entry)
        case InquiryWithdrawn():
            return replace(_taken(case, entry.by), inquiry=None)
        case StepSkipped(step=step, reason=reason):
            return done(_taken(case, entry.by), entry, step, text=reason, skipped=True)
        case Printed(for_=person, step=step):
            copy = Copy(len(case.copies) + 1, holder=person or entry.by, by=entry.by, at=entry.at)
            return done(replace(case, copies=(*case.copies, copy)), entry, step)
        case CopyAccountedFor() as event:
            return _accounted(case, event, entry)
        case StepAccountedFor() as event:
            return _step_accounted(case, event, entry)
        case NoteAdded() | WorkNoted() | Submitted():
            return case
        case KeptFromGuardians():
            return replace(case, kept_from_guardians=True)
        case ShownToGuardians():
            return replace(case, kept_from_guardians=False)
        case WorkSent():
            return sent(case, entry.event.work, entry.event, entry)
        case (WorkOpened() | WorkCompleted() | WorkAssigned() | WorkPutOff()) as worked:
            return _worked(case, worked, entry)
        case _:
            return _spoken(case, entry)


def _accounted(case: Case, event: CopyAccountedFor, entry: Entry) -> Case:
    said = Accounted(event.fate, by=entry.by, at=entry.at)
    copies = (
        replace(copy, accounted=said) if copy.number == event.number else copy
        for copy in case.copies
    )
    return replace(case, copies=tuple(copies))


def _step_accounted(case: Case, event: StepAccountedFor, entry: Entry) -> Case:
    said = StepAccounted(event.fate, event.text, by=entry.by, at=entry.at)
    return replace(case, accounted={**case.accounted, event.step: said})


type _Worked = WorkOpened | WorkCompleted | WorkAssigned | WorkPutOff


def _worked(case: Case, event: _Worked, entry: Entry) -> Case:
    """Apply what happens to the work that outlives the case."""
    match event:
        case WorkOpened(work=work, follow_up=due, owner=owner):
            piece = OpenWork(work, opened=due.since, follow_up=due.date, owner=owner)
            return replace(case, open_work=piece)
        case WorkCompleted(work=work, outcome=outcome, receipt=receipt):
            finished = Finished(by=entry.by, at=entry.at, outcome=outcome, receipt=receipt)
            return replace(case, open_work=None, work={**case.work, work: finished})
        case WorkAssigned(person=person):
            owned = case.open_work and replace(case.open_work, owner=person)
            return replace(case, open_work=owned)
        case WorkPutOff(follow_up=due):
            later = case.open_work and replace(case.open_work, follow_up=due.date)
            return replace(case, open_work=later)
    assert_never(event)


def _spoken(case: Case, entry: Entry) -> Case:
    """Apply words between the clinic and the resident, and the end of them."""
    match entry.event:
        case InterimReplySent(follow_up=due, step=step):
            told = _responded(case, entry, Response.INTERIM_REPLY)
            told = replace(told, interim_reply_sent=True, follow_up=due.date)
            return done(told, entry, step)
        case CounterQuestionAsked(waits_until=due, not_for_guardians=kept):
            return replace(
                _responded(case, entry, Response.COUNTER_QUESTION),
                status=Status.AWAITING_RESIDENT,
                asker=entry.by,
                question_open=True,
                question_not_for_guardians=kept,
                waits_until=due.date,
                follow_up=None,
            )
        case Answered() as event:
            return _answered(case, event)
        case ReplySent():
            return _closed(_responded(case, entry, Response.REPLY), entry)
        case ClosedWithoutReply():
            return _closed(_taken(case, entry.by), entry)
    raise AssertionError(f"unknown event {entry.event!r}")


def _responded(case: Case, entry: Entry, kind: Response) -> Case:
    """A message was sent: the response that was owed is given, and a wait for words is over."""
    return replace(
        _taken(case, entry.by),
        response_due=None,
        waits_until=None,
        first_response=case.first_response or kind,
        first_response_at=case.first_response_at or entry.at,
    )


def _answered(case: Case, event: Answered) -> Case:
    back = replace(
        case,
        question_open=False,
        question_not_for_guardians=False,
        waits_until=None,
        asker=None,
        response_due=event.response_due,
    )
    if event.holder is not None:
        return replace(back, holder=event.holder, holding_group=None, status=Status.ASSIGNED)
    return replace(back, status=Status.ASSIGNED if back.is_held else Status.RECEIVED)


def _held(case: Case, *, person: PersonId | None = None, group: GroupId | None = None) -> Case:
    waiting = case.status is Status.AWAITING_RESIDENT
    status = case.status if waiting else Status.ASSIGNED
    return replace(case, holder=person, holding_group=group, status=status)


def _taken(case: Case, by: PersonId) -> Case:
    """Whoever acts on a case that nobody holds takes it."""
    return case if case.is_held else _held(case, person=by)


def _moved(case: Case, clinic: ClinicId) -> Case:
    passed = (case.passed_by | {case.clinic}) - {clinic}
    stays = case.inquiry if clinic == case.clinic else None  # who was asked is of the other clinic
    return replace(case, clinic=clinic, passed_by=passed, inquiry=stays)


def _in_inbox(case: Case) -> Case:
    return replace(case, holder=None, holding_group=None, status=Status.RECEIVED, waits_until=None)


def _closed(case: Case, entry: Entry) -> Case:
    return replace(
        case,
        status=Status.CLOSED,
        closed_at=entry.at,
        question_open=False,
        question_not_for_guardians=False,
        response_due=None,
        follow_up=None,
        waits_until=None,
        handled_since=None,
        inquiry=None,
    )
