"""Steps that ask a colleague: every answer is an outcome, and what is shown is there to be shown."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.document import NURSE, RECEIVER, Form, Process, Routine, Step


def forms_of(routine: Routine, process: Process) -> tuple[Form, ...]:
    """Return the forms of the services that a process handles."""
    keys = {each.form for each in routine.services if each.process == process.key}
    return tuple(form for form in routine.forms if form.key in keys)


def check_asks(place: str, step: Step, forms: tuple[Form, ...]) -> Iterator[Finding]:
    """Find answers that lead nowhere, and fields that no form of the process has."""
    if step.asks is None:
        return
    outcomes = [option.key for option in step.outcomes]
    if not step.asks.answers:
        problem = "A colleague is asked, and has nothing to answer with."
        yield Finding(f"{place}.asks.answers", problem, "Name the outcomes that are answers.")
    for key in step.asks.answers:
        if key not in outcomes:
            problem = f"“{key}” is no outcome of the step, so the answer would lead nowhere."
            yield Finding(f"{place}.asks.answers.{key}", problem, _known(outcomes))
    for form in forms:
        there = [field.key for field in form.fields]
        for key in step.asks.shows:
            if key not in there:
                problem = f"The form “{form.key}” has no field “{key}” to show."
                yield Finding(f"{place}.asks.shows", problem, _known(there))
    if step.by not in (None, RECEIVER, NURSE):
        problem = "The step is a group's own, so a colleague outside it can't do it by an answer."
        yield Finding(f"{place}.asks", problem, "Remove “asks”, or write another “by”.")


def _known(keys: list[str]) -> str:
    return f"Known here: {', '.join(sorted(keys)) or 'none'}."
