"""Processes: every step is somebody's, and everything a step names is there."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.references import keys_of, missing
from vardag.domain.routine.document import NURSE, RECEIVER, Process, Routine, Step, StepAct


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
                yield from _step(f"{place}.stages[{number}].steps.{step.key}", step, routine)
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


def _message(place: str, step: Step) -> Iterator[Finding]:
    if step.message is None:
        return
    if step.system is None or step.journal is None:
        problem = "The step tells a system something, but not which, or not what."
        yield Finding(f"{place}.message", problem, "Add “system” and “journal”, or remove it.")
    if step.act is not None or step.outcomes:
        problem = "No system can answer for an act, or for how a step turned out."
        yield Finding(f"{place}.message", problem, "Remove “message”; a person ticks the step.")


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
    for work in process.work:
        here = f"{place}.work.{work.key}.system"
        yield from missing(here, work.system, keys_of(routine.systems), what="system")
