"""Every way that a case can take through a process, for checking and for drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from vardag.domain.routine.document import Conditions, FieldKind, Form, Process, Stage, Step
from vardag.domain.routine.way import holds, stages_on_way

MOST_WAYS = 5_000  # the routine's widest process has eight


class TooManyWays(ValueError):
    """The process branches more than anybody could follow."""


@dataclass(frozen=True)
class Way:
    """One way through a process, with the answers and outcomes that lead along it."""

    facts: Mapping[str, str]
    stages: tuple[Stage, ...]
    endings: tuple[int, ...]  # numbers of the endings that are meant for it; one is as it should be

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a case on this way passes, in order."""
        return tuple(step for stage in self.stages for step in stage.steps)


def deciding_keys(process: Process) -> frozenset[str]:
    """Return the fields and steps that some condition of the process asks about."""
    return frozenset(key for when in conditions_of(process) for key in when)


def conditions_of(process: Process) -> tuple[Conditions, ...]:
    """Return every condition that the process sets, of stages and of endings."""
    stages = (stage.when for stage in process.stages)
    return (*stages, *(ending.when for ending in process.endings))


def ways_through(process: Process, form: Form) -> tuple[Way, ...]:
    """Return every way that a case of that form can take.

    :raises TooManyWays: if there are more than ``MOST_WAYS``
    """
    found = tuple(islice(_from_form(process, form), MOST_WAYS + 1))
    if len(found) > MOST_WAYS:
        raise TooManyWays(f"{process.key} has more than {MOST_WAYS} ways through it")
    return found


def _from_form(process: Process, form: Form) -> Iterator[Way]:
    choices = {
        field.key: [option.key for option in field.options]
        for field in form.fields
        if field.kind is FieldKind.CHOICE and field.key in deciding_keys(process)
    }
    for answers in product(*choices.values()):
        yield from _onward(process, dict(zip(choices, answers, strict=True)))


def _onward(process: Process, facts: Mapping[str, str]) -> Iterator[Way]:
    """Branch at the first step on the way whose outcome decides something and isn't known yet."""
    stages = stages_on_way(process, facts)
    deciding = deciding_keys(process) - facts.keys()
    for step in (step for stage in stages for step in stage.steps):
        if step.outcomes and step.key in deciding:
            for outcome in step.outcomes:
                yield from _onward(process, {**facts, step.key: outcome.key})
            return
    endings = (i for i, ending in enumerate(process.endings) if holds(ending.when, facts))
    yield Way(facts, stages, tuple(endings))
