"""What comes of a system's saying that it has done what it was told."""

from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.events import Event
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted
from vardag.domain.case.work import finished


def confirmed(case: Case, part: str, receipt: str, now: Circumstances) -> tuple[Event, ...]:
    """Return that a step or a piece of work is done; nothing where that is no news any more.

    A person may have ticked it, or left it out, before the receipt came.

    :param now: ``by`` is who sent it
    """
    if case.open_work is not None and case.open_work.key == part:
        return finished(case, part, now, receipt=receipt)
    if part in {each.key for each in case.open_steps}:
        return (StepCompleted(part, receipt=receipt),)
    return ()
