"""The flow: every way through a process can be walked, and comes to an ending with a message."""

from collections.abc import Iterator

from vardag.domain.routine.check.asking import forms_of
from vardag.domain.routine.check.conditions import check_conditions
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.document import (
    NURSE,
    RECEIVER,
    Closing,
    Form,
    Process,
    Routine,
    Step,
    StepAct,
)
from vardag.domain.routine.ways import MOST_WAYS, TooManyWays, Way, conditions_of, ways_through


def check_flow(routine: Routine) -> Iterator[Finding]:
    """Find ways that strand a case, and parts that no case reaches."""
    for process in routine.processes:
        forms = forms_of(routine, process)
        wrong = tuple(check_conditions(process, forms))
        yield from wrong or dict.fromkeys(_ways(process, forms))


def _ways(process: Process, forms: tuple[Form, ...]) -> Iterator[Finding]:
    place = f"processes.{process.key}"
    try:
        ways = [way for form in forms for way in ways_through(process, form)]
    except TooManyWays:
        problem = f"More than {MOST_WAYS:,} ways lead through the process."
        yield Finding(place, problem, "Use fewer conditions, or split the process.")
        return
    for way in ways:
        yield from _end(place, process, way)
        yield from _message(place, process, way)
        yield from _passable(place, process, way)
    if ways:
        yield from _unreached(place, process, ways)


def _end(place: str, process: Process, way: Way) -> Iterator[Finding]:
    if len(way.endings) > 1:
        first, second = way.endings[:2]
        problem = f"Both this and endings[{first}] are meant for a case {_with(way)}."
        remedy = "Write conditions so that only one can hold."
        yield Finding(f"{place}.endings[{second}]", problem, remedy)
    if not way.endings:
        yield _no_way_on(place, process, way)


def _no_way_on(place: str, process: Process, way: Way) -> Finding:
    """Say which outcome leads nowhere, or else which case does."""
    asked = conditions_of(process)
    for number, stage in enumerate(process.stages):
        for step in stage.steps if stage in way.stages else ():
            outcome = way.facts.get(step.key)
            if outcome and not any(outcome in when.get(step.key, ()) for when in asked):
                at = f"{place}.stages[{number}].steps.{step.key}.outcomes.{outcome}"
                problem = "No stage and no ending follows upon this outcome."
                return Finding(at, problem, "Add a stage or an ending for it.")
    problem = f"No ending is meant for a case {_with(way)}."
    return Finding(f"{place}.endings", problem, "Add an ending for it.")


def _message(place: str, process: Process, way: Way) -> Iterator[Finding]:
    """Closing without a reply is for those who have already had an interim reply."""
    told = any(step.act is StepAct.INTERIM_REPLY and step.required for step in way.steps)
    if process.closes is Closing.WITHOUT_REPLY and not told:
        problem = f"A case {_with(way)} could close without any message to the resident."
        remedy = "Add a required step with “act: interim-reply”, or write “closes: reply”."
        yield Finding(f"{place}.closes", problem, remedy)


def _passable(place: str, process: Process, way: Way) -> Iterator[Finding]:
    """Each step stands once on the way, and a group has the case before the group's step."""
    seen: set[str] = set()
    groups = {None, RECEIVER, NURSE}
    for number, step in _numbered(process, way):
        at = f"{place}.stages[{number}].steps.{step.key}"
        if step.key in seen:
            problem = f"“{step.key}” stands twice on the way of a case {_with(way)}."
            yield Finding(at, problem, "Rename one of them, or write conditions that part them.")
        seen.add(step.key)
        if step.by not in groups:
            problem = f"Nobody in “{step.by}” has the case yet, so nobody may do this step."
            remedy = f"Add an earlier required step with “act: assign” and “to: {step.by}”."
            yield Finding(f"{at}.by", problem, remedy)
        if step.act is StepAct.ASSIGN and step.required:
            groups.add(step.to)


def _numbered(process: Process, way: Way) -> Iterator[tuple[int, Step]]:
    for number, stage in enumerate(process.stages):
        if any(stage is each for each in way.stages):
            yield from ((number, step) for step in stage.steps)


def _unreached(place: str, process: Process, ways: list[Way]) -> Iterator[Finding]:
    for number, stage in enumerate(process.stages):
        if not any(stage is each for way in ways for each in way.stages):
            problem = "No case can reach this stage."
            yield Finding(
                f"{place}.stages[{number}]", problem, "Change its conditions, or remove it."
            )
    for number in range(len(process.endings)):
        if not any(number in way.endings for way in ways):
            problem = "No case can come to this ending."
            yield Finding(
                f"{place}.endings[{number}]", problem, "Change its conditions, or remove it."
            )


def _with(way: Way) -> str:
    facts = ", ".join(f"{key}: {value}" for key, value in way.facts.items())
    return f"with {facts}" if facts else "of this process"
