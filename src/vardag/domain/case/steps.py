"""What comes of ticking or leaving out a step."""

from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.competence import is_competent
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.meeting import books_a_time, meeting_link, starting
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepAccountedFor, StepCompleted, StepSkipped
from vardag.domain.case.words import reason_text, written_text
from vardag.domain.refusals import InvalidForm, StepNotOpen
from vardag.domain.routine.document import Option, Step, StepAct
from vardag.domain.routine.way import step_on_way, steps_on_way
from vardag.domain.words import say


def complete_step(case: Case, act: acts.CompleteStep, now: Circumstances) -> StepCompleted:
    """Return that a step was ticked.

    :raises InvalidForm, StepNotOpen: see ``refusals``
    """
    step = step_on_way(case.process, case.facts, act.step)
    if step is not None:
        check_outcome(step.outcomes, act.outcome)
    text = written_text(act.text, may_be_empty=True)
    if step is None or act.step not in {each.key for each in case.open_steps}:
        raise not_open(case, step)
    if step.act is not None:
        raise StepNotOpen(
            say("“%(step)s” is done by the act itself, not by ticking it."),
            step=step.name,
        )
    return StepCompleted(
        step=step.key,
        outcome=act.outcome,
        text=text,
        link=meeting_link(step, act.link),
        starts=starting(act.starts, now) if books_a_time(step) else None,
    )


def skip_step(case: Case, act: acts.SkipStep) -> StepSkipped:
    """Return that a step was left out, for a reason.

    :raises InvalidForm, StepNotOpen: see ``refusals``
    """
    reason = reason_text(act.reason)
    step = step_on_way(case.process, case.facts, act.step)
    if step is None or step.key in case.steps:
        raise not_open(case, step)
    if step.act is None and step not in case.open_steps:
        raise not_open(case, step)
    return StepSkipped(step=step.key, reason=reason)


def account_for_step(case: Case, act: acts.AccountForStep) -> StepAccountedFor:
    """Return what became of a step in another system that a closed case left out.

    :raises InvalidForm: if that isn't said, or no reason is given why nothing is needed
    :raises StepNotOpen: if nothing was left out there, or it is said already
    """
    text = written_text(act.text, may_be_empty=True)
    if act.fate is None:
        raise InvalidForm(say("Say whether it is done after all, or why it isn't needed."))
    if act.fate is StepFate.NOT_NEEDED:
        text = reason_text(act.text)
    if act.step not in {step.key for step in case.left_out}:
        raise StepNotOpen(say("Nothing remains to be said of that step."))
    return StepAccountedFor(act.step, act.fate, text)


def not_open(case: Case, step: Step | None) -> StepNotOpen:
    """Return why a step can't be done or sent: it isn't on the way, is done, or comes later."""
    if step is None:
        return StepNotOpen(say("That step isn't on this case's way."))
    if step.key in case.steps:
        return StepNotOpen(say("“%(step)s” is done already."), step=step.name)
    first = case.open_steps[0].name if case.open_steps else step.name
    return StepNotOpen(
        say("“%(step)s” opens when “%(first)s” is done."), step=step.name, first=first
    )


def check_outcome(outcomes: tuple[Option, ...], outcome: str | None) -> None:
    """Refuse an outcome that isn't one of them, none where there are some, and any where there is none.

    :raises InvalidForm: then
    """
    known = {option.key for option in outcomes}
    if known and outcome not in known:
        raise InvalidForm(
            say("Choose how it turned out: %(outcomes)s."),
            outcomes=tuple(option.name for option in outcomes),
        )
    if not known and outcome is not None:
        raise InvalidForm(say("This has no outcomes to choose from."))


def step_done_by(
    case: Case, act: StepAct, now: Circumstances, *, to: str | None = None
) -> str | None:
    """Return the step of the way that this act does, when it is this person's to do."""
    for step in steps_on_way(case.process, case.facts):
        if step.act is act and step.key not in case.steps and step.to == to:
            return step.key if is_competent(now.by, step.by, case) else None
    return None
