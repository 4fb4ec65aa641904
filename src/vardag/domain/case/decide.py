"""What comes of an act: the events that happen, or a refusal with its sentence.

Whether the person may act at all is asked before, by ``domain.access``. Reasons are tried in the
order of ``refusals``, so that the first of several is given.
"""

from datetime import datetime
from typing import assert_never

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.events import (
    Answered,
    Assigned,
    Claimed,
    ClosedWithoutReply,
    CopyAccountedFor,
    CounterQuestionAsked,
    Event,
    InterimReplySent,
    KeptFromGuardians,
    NoteAdded,
    Printed,
    ReplySent,
    ReturnedToInbox,
    SentToClinic,
    ShownToGuardians,
)
from vardag.domain.case.files import FileRef, permitted
from vardag.domain.case.follow_up import next_look
from vardag.domain.case.inquiry import answer_inquiry, ask_colleague, withdraw_inquiry
from vardag.domain.case.meeting import known_of
from vardag.domain.case.sending import send_step
from vardag.domain.case.state import Case
from vardag.domain.case.steps import account_for_step, complete_step, skip_step, step_done_by
from vardag.domain.case.words import message_text, reason_text, written_text
from vardag.domain.case.work import opened, work_goes_on
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import deadline, local_date
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import (
    CaseClosed,
    InvalidForm,
    NothingAsked,
    ReplyRequired,
    StepsRemaining,
)
from vardag.domain.routine.document import Closing, StepAct
from vardag.domain.words import say


def decide(case: Case, act: acts.Act, now: Circumstances) -> tuple[Event, ...]:
    """Return what happens when ``act`` is done; the case itself is not changed.

    :raises Refusal: the first reason why it can't be done, in the order of ``refusals``
    """
    if isinstance(act, acts.WORK_ACTS):
        return work_goes_on(case, act, now)
    if isinstance(act, acts.KeepFromGuardians | acts.ShowToGuardians):
        return (_kept_or_shown(case, act),)  # of a closed case as well: it is still read
    if isinstance(act, acts.AccountForCopy):
        return (_accounted(case, act),)  # and of a closed case: paper comes back when it comes
    if isinstance(act, acts.AccountForStep):
        return (account_for_step(case, act),)  # of a closed case alone
    if case.is_closed:
        raise CaseClosed(say("The case is closed. A later matter is a new case."))
    match act:
        case acts.Claim():
            return (Claimed(),)
        case acts.Assign():
            return _assign(case, act, now)
        case acts.ReturnToInbox():
            return (ReturnedToInbox(),)
        case acts.SendInterimReply():
            return (_interim_reply(case, act, now),)
        case acts.AskCounterQuestion(message=message):
            return (_counter_question(case, message, now),)
        case acts.ReplyAndClose() | acts.CloseWithoutReply():
            return _close(case, act, now)
        case acts.CompleteStep():
            return (complete_step(case, act, now),)
        case acts.SendStep():
            return (send_step(case, act, now),)
        case acts.SkipStep():
            return (skip_step(case, act),)
        case acts.AskColleague():
            return (ask_colleague(case, act, now),)
        case acts.WithdrawInquiry():
            return (withdraw_inquiry(case, act),)
        case acts.AnswerInquiry():
            return (answer_inquiry(case, act),)
        case acts.AddNote(text=text, to=to):
            return (NoteAdded(written_text(text), to=_told(to, now)),)
        case acts.Print():
            return (_print(case, act, now),)
    assert_never(act)


def _kept_or_shown(case: Case, act: acts.KeepFromGuardians | acts.ShowToGuardians) -> Event:
    reason = reason_text(act.reason)
    keeps = isinstance(act, acts.KeepFromGuardians)
    if keeps and case.kept_from_guardians:
        raise InvalidForm(say("The case is kept from guardians already."))
    if not keeps and not case.kept_from_guardians:
        raise InvalidForm(say("The case isn't kept from guardians."))
    return KeptFromGuardians(reason) if keeps else ShownToGuardians(reason)


def answer(
    case: Case,
    *,
    text: str,
    files: tuple[FileRef, ...] = (),
    at: datetime,
    asker_may_act: bool,
    was_asked: bool = True,
    calendar: WorkingCalendar,
    working_days: int,
) -> Answered:
    """Return the resident's answer to an open counter-question; it is owed a response anew.

    It goes to the one who asked, if that person may still act; else it stays where the case is.

    :param files: with them the text may be empty
    :param was_asked: whether the resident may read the question; if not, there is none
    :raises CaseClosed, InvalidForm, EmptyText, NothingAsked: see ``refusals``
    """
    if case.is_closed:
        raise CaseClosed(say("The case is closed. Send a new one if there is something more."))
    written = written_text(text, may_be_empty=bool(files))
    if not (case.question_open and was_asked):
        raise NothingAsked(say("There is no question to answer in this case now."))
    due = deadline(local_date(at), working_days=working_days, calendar=calendar)
    return Answered(
        written,
        response_due=due,
        holder=case.asker if asker_may_act else None,
        not_for_guardians=case.question_not_for_guardians or case.kept_from_guardians,
        files=permitted(files),
    )


def _assign(case: Case, act: acts.Assign, now: Circumstances) -> tuple[Event, ...]:
    given = _given_to(case, act, now)
    if act.interim_reply is None:
        return (given,)
    told = _interim_reply(case, acts.SendInterimReply(act.interim_reply), now)
    # Into an inbox the words go first: said last, they would make the case the sender's again.
    return (told, given) if isinstance(given, SentToClinic) else (given, told)


def _given_to(case: Case, act: acts.Assign, now: Circumstances) -> Event:
    match act.to:
        case acts.Person(id=person, clinic=clinic):
            return Assigned(clinic=clinic, person=person)
        case acts.Group() as group:
            step = step_done_by(case, StepAct.ASSIGN, now, to=group.key)
            return Assigned(clinic=group.clinic, group=group.id, step=step)
        case acts.Clinic(id=clinic):
            return SentToClinic(clinic)
    raise InvalidForm(say("Choose a person, a group or a clinic that can take the case."))


def _interim_reply(case: Case, act: acts.SendInterimReply, now: Circumstances) -> InterimReplySent:
    days = now.routine.dates.follow_up
    # Before the words: a wrong date is told of first.
    follow_up = next_look(act.follow_up, now, working_days=days)
    return InterimReplySent(
        message_text(act.message, now, known=known_of(case)),
        follow_up=follow_up,
        step=step_done_by(case, StepAct.INTERIM_REPLY, now),
        standard_reply=act.message.standard_reply,
        not_for_guardians=_is_past_guardians(case, act.message),
        files=permitted(act.message.files),
    )


def _is_past_guardians(case: Case, message: acts.Message) -> bool:
    """Tell whether guardians won't read a message, even if they see the case again later."""
    return message.not_for_guardians or case.kept_from_guardians


def _counter_question(
    case: Case, message: acts.Message, now: Circumstances
) -> CounterQuestionAsked:
    hidden = _is_past_guardians(case, message)
    if case.question_open and hidden != case.question_not_for_guardians:
        raise InvalidForm(
            say("A question that others can read is open. Wait for its answer before you ask this.")
        )
    return CounterQuestionAsked(
        message_text(message, now, known=known_of(case)),
        waits_until=now.in_working_days(now.routine.dates.waiting),
        standard_reply=message.standard_reply,
        not_for_guardians=_is_past_guardians(case, message),
        files=permitted(message.files),
    )


def _close(
    case: Case, act: acts.ReplyAndClose | acts.CloseWithoutReply, now: Circumstances
) -> tuple[Event, ...]:
    text = _closing_text(case, act, now)
    if case.remaining_steps:
        raise StepsRemaining(
            say("Remains before the case can close: %(steps)s."),
            steps=tuple(step.name for step in case.remaining_steps),
        )
    return (_last_word(case, act, text), *_first_work(case, now))


def _closing_text(
    case: Case, act: acts.ReplyAndClose | acts.CloseWithoutReply, now: Circumstances
) -> str:
    """Return the reply, or the reason for closing without one, which may be left out."""
    if isinstance(act, acts.ReplyAndClose):
        return message_text(act.message, now, known=known_of(case))
    return written_text(act.reason, may_be_empty=True)


def _last_word(case: Case, act: acts.ReplyAndClose | acts.CloseWithoutReply, text: str) -> Event:
    if isinstance(act, acts.ReplyAndClose):
        return ReplySent(
            text,
            standard_reply=act.message.standard_reply,
            not_for_guardians=_is_past_guardians(case, act.message),
            files=permitted(act.message.files),
        )
    if case.process.closes is not Closing.WITHOUT_REPLY:
        raise ReplyRequired(say("The routine wants a reply to the resident here. Reply and close."))
    if not case.interim_reply_sent:
        raise ReplyRequired(
            say("Send an interim reply first. Then the case may close without a reply.")
        )
    return ClosedWithoutReply(text)


def _first_work(case: Case, now: Circumstances) -> tuple[Event, ...]:
    return opened(case.process.work[:1], now)


def _told(to: tuple[PersonId, ...], now: Circumstances) -> tuple[PersonId, ...]:
    """Return whom a note is to, each once; that they may read it is asked before, of the rows."""
    if now.by.id in to:
        raise InvalidForm(say("Choose a colleague: nobody needs to be told of an own note."))
    return tuple(dict.fromkeys(to))


def _accounted(case: Case, act: acts.AccountForCopy) -> CopyAccountedFor:
    copy = next((each for each in case.copies if each.number == act.number), None)
    if copy is None:
        raise InvalidForm(say("There is no such printout of the case."))
    if not copy.is_out:
        raise InvalidForm(say("It is said already what became of that printout."))
    if act.fate is None:
        raise InvalidForm(say("Say whether the printout came back or was destroyed."))
    return CopyAccountedFor(act.number, act.fate)


def _print(case: Case, act: acts.Print, now: Circumstances) -> Printed:
    if act.for_unknown:
        raise InvalidForm(say("There is nobody of that name to print for."))
    return Printed(for_=act.for_, step=step_done_by(case, StepAct.PRINT, now))
