"""Processes: every step is somebody's, and everything a step names is there."""

from collections.abc import Iterator

from vardag.domain.routine.check.asking import check_asks, forms_of
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import NURSE, RECEIVER, Process, Routine, Step, StepAct, Work


def check_processes(routine: Routine) -> Iterator[Finding]:
    """Find steps that nobody may do, acts that can't be done, and names of nothing."""
    used = {service.process for service in routine.services}
    for process in routine.processes:
        place = f"processes.{process.key}"
        if process.key not in used:
            problem = "No service uses this process."
            yield Finding(place, problem, "Name it in a service, or remove it.")
        for number, stage in enumerate(process.stages):
            if not stage.steps:
                yield Finding(f"{place}.stages[{number}]", "The stage has no steps.", "Add one.")
            for step in stage.steps:
                here = f"{place}.stages[{number}].steps.{step.key}"
                yield from _step(here, step, routine)
                yield from check_asks(here, step, forms_of(routine, process))
        yield from _endings(place, process, routine)
        yield from _work(place, process, routine)


def _step(place: str, step: Step, routine: Routine) -> Iterator[Finding]:
    if step.by not in (None, RECEIVER, NURSE, *keys_of(routine.groups)):
        problem = f"Nobody is “{step.by}”, so nobody may do this step."
        remedy = f"Write {RECEIVER}, {NURSE} or a group: {', '.join(keys_of(routine.groups))}."
        yield Finding(f"{place}.by", problem, remedy)
    replies = keys_of(routine.standard_replies)
    yield from missing(f"{place}.system", step.system, keys_of(routine.systems), what="system")
    yield from missing(f"{place}.to", step.to, keys_of(routine.groups), what="group")
    yield from missing(
        f"{place}.standard_reply", step.standard_reply, replies, what="standard reply"
    )
    yield from _act(place, step)
    yield from _message(place, step)


def _message(place: str, part: Step | Work) -> Iterator[Finding]:
    if part.message is None:
        return
    if part.system is None or part.journal is None:
        problem = "It tells a system something, but not which, or not what."
        yield Finding(f"{place}.message", problem, "Add “system” and “journal”, or remove it.")
    if part.outcomes or (isinstance(part, Step) and part.act is not None):
        problem = "No system can answer for an act, or for how something turned out."
        yield Finding(f"{place}.message", problem, "Remove “message”; a person ticks it.")


def _act(place: str, step: Step) -> Iterator[Finding]:
    if step.act is StepAct.ASSIGN and step.to is None:
        problem = "The step assigns the case, but to nobody."
        yield Finding(f"{place}.act", problem, "Add “to” with the key of a group.")
    if step.act is not StepAct.ASSIGN and step.to is not None:
        problem = "Only a step that assigns the case has somebody to assign it to."
        yield Finding(f"{place}.to", problem, "Add “act: assign”, or remove “to”.")
    if step.act is not StepAct.INTERIM_REPLY and step.standard_reply is not None:
        problem = "Only a step that is an interim reply has a standard reply."
        yield Finding(
            f"{place}.standard_reply",
            problem,
            "Add “act: interim-reply”, or name it in the ending.",
        )
    if step.act is not None and step.outcomes:
        problem = "A step that is done by an act can't ask how it turned out."
        yield Finding(f"{place}.outcomes", problem, "Remove “act”, or ask in a step of its own.")


def _endings(place: str, process: Process, routine: Routine) -> Iterator[Finding]:
    for number, ending in enumerate(process.endings):
        here = f"{place}.endings[{number}].standard_reply"
        replies = keys_of(routine.standard_replies)
        yield from missing(here, ending.standard_reply, replies, what="standard reply")


def _work(place: str, process: Process, routine: Routine) -> Iterator[Finding]:
    yield from missing(f"{place}.work_by", process.work_by, keys_of(routine.groups), what="group")
    steps = {step.key for stage in process.stages for step in stage.steps}
    for work in process.work:
        here = f"{place}.work.{work.key}"
        yield from missing(f"{here}.system", work.system, keys_of(routine.systems), what="system")
        yield from _message(here, work)
        yield from _told_of_work(here, work, steps)


def _told_of_work(place: str, work: Work, steps: set[str]) -> Iterator[Finding]:
    """Find messages about work that no system could tell from a step's, or that would ask for a time."""
    if work.message is None:
        return
    if work.key in steps:
        problem = (
            "A step has this key too, so that nobody could tell which of them a receipt is for."
        )
        yield Finding(f"{place}.key", problem, "Choose another key for the work.")
    if work.message.is_booking:
        problem = "Nothing is booked for work after closing."
        yield Finding(f"{place}.message", problem, "Choose another kind of message, or remove it.")
