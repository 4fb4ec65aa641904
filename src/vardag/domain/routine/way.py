"""A case's way through its process: which steps lie on it, which can be done now, what remains."""

from collections.abc import Iterator, Mapping, Set
from itertools import takewhile

from vardag.domain.routine.document import Conditions, Ending, Process, Stage, Step

type Facts = Mapping[str, object]
"""What is known of a case: its form's answers and its steps' outcomes, by key."""


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Tell whether every condition is met by the facts; one that is not known is not met."""
    return all(facts.get(key) in values for key, values in conditions.items())


def stages_on_way(process: Process, facts: Facts) -> tuple[Stage, ...]:
    """Return the stages that are meant for this case, as far as its facts are known."""
    return tuple(stage for stage in process.stages if holds(stage.when, facts))


def steps_on_way(process: Process, facts: Facts) -> tuple[Step, ...]:
    """Return the steps that this case has to pass, in the document's order."""
    return tuple(step for stage in stages_on_way(process, facts) for step in stage.steps)


def step_on_way(process: Process, facts: Facts, key: str) -> Step | None:
    """Return the step of that key, if it lies on this case's way."""
    return next((step for step in steps_on_way(process, facts) if step.key == key), None)


def remaining_steps(process: Process, facts: Facts, finished: Set[str]) -> tuple[Step, ...]:
    """Return the required steps of the way that are neither done nor skipped."""
    return tuple(
        step for step in steps_on_way(process, facts) if step.required and step.key not in finished
    )


def open_steps(process: Process, facts: Facts, finished: Set[str]) -> tuple[Step, ...]:
    """Return the steps whose turn it is, in the document's order.

    Steps are taken in order; within a stage of any order all are open at once. A step that is not
    required lets the next one pass.
    """
    found: list[Step] = []
    for stage in stages_on_way(process, facts):
        found.extend(_open_in(stage, finished))
        if any(step.required for step in found):
            break
    return tuple(found)


def _open_in(stage: Stage, finished: Set[str]) -> Iterator[Step]:
    unfinished = [step for step in stage.steps if step.key not in finished]
    if stage.any_order:
        yield from unfinished
        return
    optional = list(takewhile(lambda step: not step.required, unfinished))
    yield from unfinished[: len(optional) + 1]


def ending_of(process: Process, facts: Facts) -> Ending | None:
    """Return how this case's way ends, as far as it can be known now."""
    return next((ending for ending in process.endings if holds(ending.when, facts)), None)
