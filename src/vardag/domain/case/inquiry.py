"""What comes of asking a colleague: a step of the routine says what may be asked, and the answers.

The colleague needs no part in the case. The question is the right: to read what the step shows, and to
answer. It ends with the answer, and with whatever else does the step or moves the case (R18, ADR-0049).
"""

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.state import Case, Inquiry
from vardag.domain.case.step_events import ColleagueAsked, InquiryWithdrawn, StepCompleted
from vardag.domain.case.steps import not_open
from vardag.domain.case.words import written_text
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NothingAsked
from vardag.domain.routine.document import Asks, Step
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say


def ask_colleague(case: Case, act: acts.AskColleague, now: Circumstances) -> ColleagueAsked:
    """Return that a colleague is asked; who was asked of the same step before need not answer.

    :raises InvalidForm, StepNotOpen: see ``refusals``
    """
    step, _ = _asking(case, act.step)
    to = _colleague(act.to, case, now)
    before = case.inquiry
    if before is not None and before.step != step.key:
        raise InvalidForm(
            say("Something else is asked already in this case. Wait, or take it back.")
        )
    if before is not None and before.to == to:
        raise InvalidForm(say("That colleague is asked already. Choose another, or wait."))
    return ColleagueAsked(
        step.key,
        to=to,
        answer_by=now.in_working_days(now.routine.dates.inquiry),
        text=written_text(act.text, may_be_empty=True),
    )


def withdraw_inquiry(case: Case, act: acts.WithdrawInquiry) -> InquiryWithdrawn:
    """Return that a question is taken back.

    :raises NothingAsked: if none is open of that step
    """
    return InquiryWithdrawn(_open(case, act.step).step)


def answer_inquiry(case: Case, act: acts.AnswerInquiry) -> StepCompleted:
    """Return that who was asked has answered, and the step is done by that.

    That the question is to this person is asked before, by ``domain.access``.

    :raises NothingAsked, ChangedMeanwhile: if it isn't open any more, or is another question now
    :raises InvalidForm, StepNotOpen: see ``refusals``
    """
    inquiry = _open(case, act.step)
    if act.number is not None and act.number != inquiry.number:
        raise ChangedMeanwhile(say("You are asked something else now. Read it, and answer that."))
    step, asks = _asking(case, act.step)
    if act.outcome not in asks.answers:
        raise InvalidForm(
            say("Choose an answer: %(answers)s."), answers=tuple(asks.answers.values())
        )
    text = written_text(act.text, may_be_empty=True)
    return StepCompleted(step.key, outcome=act.outcome, text=text, asked_by=inquiry.by)


def _asking(case: Case, key: str) -> tuple[Step, Asks]:
    """Return an open step that asks a colleague, and what it asks."""
    step = step_on_way(case.process, case.facts, key)
    if step is None or step not in case.open_steps:
        raise not_open(case, step)
    if step.asks is None:
        raise InvalidForm(say("“%(step)s” asks no colleague."), step=step.name)
    return step, step.asks


def _open(case: Case, step: str) -> Inquiry:
    if case.inquiry is None or case.inquiry.step != step:
        raise NothingAsked(say("Nobody is asked about that now."))
    return case.inquiry


def _colleague(to: PersonId | None, case: Case, now: Circumstances) -> PersonId:
    """Return who is asked, if that is somebody else who works at the clinic today."""
    if to == now.by.id:
        raise InvalidForm(say("Choose a colleague: what you know yourself you tick as done."))
    found = now.colleagues.get(to) if to is not None else None
    if found is None or not found.works_at(case.clinic):
        raise InvalidForm(say("Choose a colleague who works at the clinic."))
    return found.id
