"""Conditions: each asks about something that will be known when it is asked."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import Conditions, Field, FieldKind, Form, Process, Step


def check_conditions(process: Process, forms: tuple[Form, ...]) -> Iterator[Finding]:
    """Find conditions that no case, or not every case, could answer.

    :param forms: the forms of the services that use the process
    """
    place = f"processes.{process.key}"
    for number, stage in enumerate(process.stages):
        earlier = _steps(process, before=number)
        yield from _conditions(f"{place}.stages[{number}]", stage.when, process, earlier, forms)
    for number, ending in enumerate(process.endings):
        earlier = _steps(process, before=len(process.stages))
        yield from _conditions(f"{place}.endings[{number}]", ending.when, process, earlier, forms)
    yield from _same_key_as_a_field(process, forms)


def _steps(process: Process, *, before: int) -> tuple[Step, ...]:
    return tuple(step for stage in process.stages[:before] for step in stage.steps)


def _conditions(
    place: str,
    conditions: Conditions,
    process: Process,
    earlier: tuple[Step, ...],
    forms: tuple[Form, ...],
) -> Iterator[Finding]:
    all_steps = keys_of(_steps(process, before=len(process.stages)))
    for key, values in conditions.items():
        here = f"{place}.when.{key}"
        if not values:
            yield Finding(here, "No answer is named, so no case comes this way.", "Name one.")
        if key in keys_of(earlier):
            yield from _on_step(here, key, values, earlier)
        elif key in all_steps:
            problem = f"The outcome of “{key}” is not known here: the step comes later."
            yield Finding(here, problem, "Move this stage after that step's.")
        else:
            yield from _on_field(here, key, values, forms)


def _on_step(
    place: str, key: str, values: tuple[str, ...], earlier: tuple[Step, ...]
) -> Iterator[Finding]:
    steps = [step for step in earlier if step.key == key]
    outcomes = {option.key: None for step in steps for option in step.outcomes}
    if not outcomes:
        problem = f"The step “{key}” has no outcomes to ask about."
        yield Finding(place, problem, "Add “outcomes” to the step, or remove the condition.")
        return
    if not all(step.required for step in steps):
        problem = f"The step “{key}” may be passed by, so its outcome may never be known."
        yield Finding(place, problem, "Make the step required.")
    for number, value in enumerate(values):
        yield from missing(f"{place}[{number}]", value, outcomes, what=f"outcome of “{key}”")


def _on_field(
    place: str, key: str, values: tuple[str, ...], forms: tuple[Form, ...]
) -> Iterator[Finding]:
    for form in forms:
        field = next((each for each in form.fields if each.key == key), None)
        if field is None:
            problem = f"“{key}” is neither an earlier step nor a field of the form “{form.key}”."
            known = ", ".join(keys_of(form.fields)) or "none"
            yield Finding(place, problem, f"Fields of that form: {known}.")
        else:
            yield from _on_known_field(place, field, values, form)


def _on_known_field(
    place: str, field: Field, values: tuple[str, ...], form: Form
) -> Iterator[Finding]:
    if field.kind is not FieldKind.CHOICE or not field.required:
        problem = f"The form “{form.key}” doesn't always give one of “{field.key}”'s answers."
        yield Finding(place, problem, "Make the field a required choice.")
    elif field.options:
        what = f"answer to “{field.key}”"
        for number, value in enumerate(values):
            yield from missing(f"{place}[{number}]", value, keys_of(field.options), what=what)


def _same_key_as_a_field(process: Process, forms: tuple[Form, ...]) -> Iterator[Finding]:
    fields = {field.key for form in forms for field in form.fields}
    for number, stage in enumerate(process.stages):
        for step in stage.steps:
            if step.outcomes and step.key in fields:
                place = f"processes.{process.key}.stages[{number}].steps.{step.key}.key"
                problem = (
                    f"“{step.key}” is a field of the form too, so no condition can tell them apart."
                )
                yield Finding(place, problem, "Rename the step.")
