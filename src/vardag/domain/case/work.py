"""What comes of an act on the work that a case leaves behind: one piece at a time, until all is done.

A piece has an owner, or is for all who do the work; it has a date on which somebody looks at it again,
whoever has it, so that a person who is away hides nothing (R15, ADR-0010).
"""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.competence import may_do_work
from vardag.domain.case.events import (
    Event,
    WorkAssigned,
    WorkCompleted,
    WorkNoted,
    WorkOpened,
    WorkPutOff,
    WorkSent,
)
from vardag.domain.case.follow_up import next_look
from vardag.domain.case.sending import send_work
from vardag.domain.case.state import Case, OpenWork
from vardag.domain.case.steps import check_outcome
from vardag.domain.case.words import reason_text, written_text
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm, StepNotOpen
from vardag.domain.routine.document import Work
from vardag.domain.words import say

_DAY = timedelta(days=1)


def work_goes_on(case: Case, act: acts.WorkAct, now: Circumstances) -> tuple[Event, ...]:
    """Return what comes of an act on the work of a case.

    :raises InvalidForm, EmptyText, StepNotOpen: see ``refusals``
    """
    match act:
        case acts.CompleteWork():
            return _completed(case, act, now)
        case acts.SendWork():
            return (_sent(case, act, now),)
        case acts.AssignWork():
            return (_assigned(case, act, now),)
        case acts.PutOffWork():
            return (_put_off(case, act, now),)
        case acts.NoteOnWork(work=work, text=text):
            written = written_text(text)
            _open(case, work)
            return (WorkNoted(work, written),)
    assert_never(act)


def opened(
    work: tuple[Work, ...], now: Circumstances, *, owner: PersonId | None = None
) -> tuple[Event, ...]:
    """Return that pieces of work have begun, each with the date on which it is followed up."""
    due = now.in_working_days(now.routine.dates.work_follow_up)
    return tuple(WorkOpened(piece.key, follow_up=due, owner=owner) for piece in work)


def _open(case: Case, work: str) -> OpenWork:
    if case.open_work is None or case.open_work.key != work:
        raise StepNotOpen(say("That piece of work isn't open now."))
    return case.open_work


def _completed(case: Case, act: acts.CompleteWork, now: Circumstances) -> tuple[Event, ...]:
    """Return that a piece was ticked, and what comes of that."""
    piece = next((each for each in case.process.work if each.key == act.work), None)
    if piece is None:
        raise StepNotOpen(say("That piece of work isn't open now."))
    check_outcome(piece.outcomes, act.outcome)
    _open(case, act.work)
    return finished(case, act.work, now, outcome=act.outcome)


def finished(
    case: Case,
    work: str,
    now: Circumstances,
    *,
    outcome: str | None = None,
    receipt: str | None = None,
) -> tuple[Event, ...]:
    """Return that the open piece is done, and that the next begins, with the same owner if that goes.

    :param receipt: the word of the system that did it; None where a person ticks
    """
    keys = [piece.key for piece in case.process.work]
    following = keys.index(work) + 1
    owner = _open(case, work).owner
    goes_on = owner if owner is not None and _may(owner, case, now) else None
    done = WorkCompleted(work, outcome=outcome, receipt=receipt)
    pieces = case.process.work[following : following + 1]
    return (done, *opened(pieces, now, owner=goes_on))


def _sent(case: Case, act: acts.SendWork, now: Circumstances) -> WorkSent:
    _open(case, act.work)
    piece = next(each for each in case.process.work if each.key == act.work)
    return send_work(case, piece, act, now)


def _assigned(case: Case, act: acts.AssignWork, now: Circumstances) -> WorkAssigned:
    if act.to is not None and not _may(act.to, case, now):
        raise InvalidForm(say("Choose somebody who does this work at the clinic."))
    if _open(case, act.work).owner == act.to:
        raise InvalidForm(say("It is with them already."))
    return WorkAssigned(act.work, person=act.to)


def _may(person: PersonId, case: Case, now: Circumstances) -> bool:
    staff = now.by if person == now.by.id else now.colleagues.get(person)
    return staff is not None and may_do_work(staff, case.process, case)


def _put_off(case: Case, act: acts.PutOffWork, now: Circumstances) -> WorkPutOff:
    reason = reason_text(act.reason)
    due = next_look(act.follow_up, now, working_days=now.routine.dates.work_follow_up)
    _open(case, act.work)
    return WorkPutOff(act.work, follow_up=_on_a_working_day(due, now), reason=reason)


def _on_a_working_day(due: Deadline, now: Circumstances) -> Deadline:
    """Return the date, or the working day that follows: on others nobody would look."""
    day = due.date
    while not now.calendar.is_working_day(day):
        day += _DAY
    return replace(due, date=day)
