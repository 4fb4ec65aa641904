"""What can be done to a case now, and why not: asked of the rules themselves.

Each act is tried with a harmless example of itself, so that the sentence beside a button is the one
that the act would be refused with. Nothing is changed by asking.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import decide
from vardag.domain.case.state import Case
from vardag.domain.people.identity import Staff
from vardag.domain.refusals import CaseClosed, NotPermitted, Refusal
from vardag.domain.routine.document import Step

type Permit = Callable[[Staff, acts.Act, Case], None]
"""``access.permit``, handed in: the law of who may stands above the law of what happens."""

_WORDS = acts.Message(text="?")  # something to say: what is asked is whether it could be said


class Choice(StrEnum):
    """The acts that a person chooses among for a whole case."""

    CLAIM = "claim"
    ASSIGN = "assign"
    RETURN = "return"
    INTERIM_REPLY = "interim-reply"
    COUNTER_QUESTION = "counter-question"
    REPLY = "reply"
    CLOSE = "close"
    NOTE = "note"
    PRINT = "print"


@dataclass(frozen=True)
class StepChoice:
    """Why a step can't be ticked, and why it can't be skipped; None where it can."""

    tick: Refusal | None
    skip: Refusal | None


def why_not(act: acts.Act, case: Case, now: Circumstances, *, permit: Permit) -> Refusal | None:
    """Return the refusal that ``act`` would meet now; None if it would be done."""
    try:
        permit(now.by, act, case)
        decide(case, act, now)
    except Refusal as refusal:
        return refusal
    return None


def choices(case: Case, now: Circumstances, *, permit: Permit) -> Mapping[Choice, Refusal | None]:
    """Return for every act why it can't be done now; None where it can."""
    return {
        choice: why_not(example, case, now, permit=permit)
        for choice, example in _examples(case).items()
    }


def is_read_only(choices: Mapping[Choice, Refusal | None]) -> Refusal | None:
    """Return the one refusal that stands against every act, so that the case is only to be read.

    It is closed, or another clinic has it.
    """
    refusal = choices[Choice.NOTE]
    if isinstance(refusal, CaseClosed | NotPermitted) and all(choices.values()):
        return refusal
    return None


def step_choice(step: Step, case: Case, now: Circumstances, *, permit: Permit) -> StepChoice:
    """Return why a step can't be ticked or skipped now, apart from the words that it would need."""
    outcome = step.outcomes[0].key if step.outcomes else None
    return StepChoice(
        tick=why_not(acts.CompleteStep(step.key, outcome=outcome), case, now, permit=permit),
        skip=why_not(acts.SkipStep(step.key, reason="?"), case, now, permit=permit),
    )


def _examples(case: Case) -> dict[Choice, acts.Act]:
    return {
        Choice.CLAIM: acts.Claim(),
        Choice.ASSIGN: acts.Assign(to=acts.Clinic(case.clinic)),
        Choice.RETURN: acts.ReturnToInbox(),
        Choice.INTERIM_REPLY: acts.SendInterimReply(_WORDS),
        Choice.COUNTER_QUESTION: acts.AskCounterQuestion(
            replace(_WORDS, not_for_guardians=case.question_not_for_guardians)
        ),
        Choice.REPLY: acts.ReplyAndClose(_WORDS),
        Choice.CLOSE: acts.CloseWithoutReply(),
        Choice.NOTE: acts.AddNote("?"),
        Choice.PRINT: acts.Print(),
    }
