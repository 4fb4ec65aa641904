"""What comes of telling another system about a step, and of its saying that it is done there.

The step stays open meanwhile: what was sent isn't done until the system's receipt has come, or a person
has done it by hand and ticks it (R14).
"""

from datetime import datetime, timedelta

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted, StepSent
from vardag.domain.case.steps import not_open
from vardag.domain.case.words import written_text
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.refusals import InvalidForm, StepNotOpen
from vardag.domain.routine.document import MessageKind, Step
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say

BOOKS_A_TIME = frozenset({MessageKind.BOOKING_NEW, MessageKind.VIDEO_MEETING})
"""The kinds that can't be told without saying when."""
_LONGEST = timedelta(days=366)  # a slip in the year is more likely than a visit so far away


def is_sendable(step: Step, now: Circumstances) -> bool:
    """Tell whether there is a system to tell of this step, and a line to it from the clinic."""
    return step.message is not None and step.system in now.systems


def send_step(case: Case, act: acts.SendStep, now: Circumstances) -> StepSent:
    """Return that a system is told of a step; what came through in vain is told again, as it was.

    :raises InvalidForm, EmptyText, StepNotOpen: see ``refusals``
    """
    step = step_on_way(case.process, case.facts, act.step)
    if step is None or step.key not in {each.key for each in case.open_steps}:
        raise not_open(case, step)
    before = case.sent.get(step.key)
    if before is not None:
        if step.key not in now.in_vain:
            raise StepNotOpen(
                say("“%(step)s” is sent already, and waits for the receipt."), step=step.name
            )
        return StepSent(step.key, before.system, before.note, before.starts)
    if step.system is None or not is_sendable(step, now):
        raise InvalidForm(say("There is no line to that system from here. Do the step by hand."))
    note = written_text(act.note)
    return StepSent(step.key, step.system, note, starts=_starts(step, act.starts, now))


def _starts(step: Step, given: str | None, now: Circumstances) -> str | None:
    """Return when something booked begins, by the clocks in Sweden and without their zone."""
    if step.message not in BOOKS_A_TIME:
        return None
    if not given or ":" not in given:
        raise InvalidForm(say("Write the day and the time that are booked."))
    try:
        moment = datetime.fromisoformat(given).replace(tzinfo=STOCKHOLM)
    except ValueError:
        raise InvalidForm(
            say("The time can't be read. Write it as year-month-day and hour:minute.")
        ) from None
    if moment < now.at:
        raise InvalidForm(say("The time has passed. Choose a later one."))
    if moment > now.at + _LONGEST:
        raise InvalidForm(say("The time is more than a year away. Choose an earlier one."))
    return f"{moment:%Y-%m-%dT%H:%M}"


def confirmed(case: Case, step: str, receipt: str) -> StepCompleted | None:
    """Return that a system has done what it was told; None where that is no news any more.

    A person may have ticked the step, or left it out, before the receipt came.
    """
    if step not in {each.key for each in case.open_steps}:
        return None
    return StepCompleted(step, receipt=receipt)
