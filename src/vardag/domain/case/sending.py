"""What comes of telling another system about a step, or about work that goes on after closing.

What was sent isn't done until the system's receipt has come (``receipts``), or a person has done it by
hand and ticks it: it stays open meanwhile (R14).
"""

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.events import WorkSent
from vardag.domain.case.meeting import books_a_time, starting
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepSent
from vardag.domain.case.steps import not_open
from vardag.domain.case.words import written_text
from vardag.domain.refusals import InvalidForm, StepNotOpen
from vardag.domain.routine.document import Step, Work
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say


def is_sendable(part: Step | Work, systems: frozenset[str]) -> bool:
    """Tell whether there is a system to tell of this, among those to which the clinic has a line."""
    return part.message is not None and part.system in systems


def send_step(case: Case, act: acts.SendStep, now: Circumstances) -> StepSent:
    """Return that a system is told of a step; what came through in vain is told again, as it was.

    :raises InvalidForm, EmptyText, StepNotOpen: see ``refusals``
    """
    step = step_on_way(case.process, case.facts, act.step)
    if step is None or step.key not in {each.key for each in case.open_steps}:
        raise not_open(case, step)
    if (before := case.sent.get(step.key)) is not None:
        _permit_again(step, now)
        return StepSent(step.key, before.system, before.note, before.starts)
    system, note = _told(step, act.note, now)
    return StepSent(step.key, system, note, starts=_starts(step, act.starts, now))


def send_work(case: Case, piece: Work, act: acts.SendWork, now: Circumstances) -> WorkSent:
    """Return that a system is told of a piece of work, which is open; again as of a step.

    :raises InvalidForm, EmptyText, StepNotOpen: see ``refusals``
    """
    if (before := case.sent.get(piece.key)) is not None:
        _permit_again(piece, now)
        return WorkSent(piece.key, before.system, before.note)
    system, note = _told(piece, act.note, now)
    return WorkSent(piece.key, system, note)


def _permit_again(part: Step | Work, now: Circumstances) -> None:
    if part.key not in now.in_vain:
        raise StepNotOpen(
            say("“%(step)s” is sent already, and waits for the receipt."), step=part.name
        )


def _told(part: Step | Work, note: str, now: Circumstances) -> tuple[str, str]:
    """Return which system is told, and in which words."""
    if part.system is None or not is_sendable(part, now.systems):
        raise InvalidForm(say("There is no line to that system from here. Do the step by hand."))
    return part.system, written_text(note)


def _starts(step: Step, given: str | None, now: Circumstances) -> str | None:
    """Return when something booked begins, by the clocks in Sweden and without their zone."""
    if not books_a_time(step):
        return None
    found = starting(given, now)
    if found is None:
        raise InvalidForm(say("Write the day and the time that are booked."))
    return found
