"""A routine's parts in words for people: who does a step, where, and what it is called.

Words of a document in both of its languages stand together as ``Text``, without a catalog, so that a
command that only shows a document need not start Django.
"""

from collections.abc import Iterator

from vardag.domain.routine.certificate import DOCTOR, MIDWIFE
from vardag.domain.routine.certificate import NURSE as SIGNING_NURSE
from vardag.domain.routine.document import (
    NURSE,
    RECEIVER,
    Closing,
    Field,
    Process,
    Routine,
    Step,
    StepAct,
    Work,
)
from vardag.domain.routine.wording import GAP
from vardag.domain.words import Language, Text

ROLES = {
    RECEIVER: Text("ärendemottagare", "case receiver"),
    NURSE: Text("sjuksköterska", "nurse"),
}
SIGNERS = {
    DOCTOR: Text("läkare", "doctor"),
    SIGNING_NURSE: Text("sjuksköterska", "nurse"),
    MIDWIFE: Text("barnmorska", "midwife"),
}
ANYBODY = Text("den som har ärendet", "whoever has the case")
USUALLY = Text("oftast {who}", "usually {who}")
ACTS = {
    StepAct.INTERIM_REPLY: Text("görs med Delsvar", "done by an interim reply"),
    StepAct.ASSIGN: Text("görs med Fördela", "done by assigning"),
    StepAct.PRINT: Text("görs med Skriv ut", "done by printing"),
}
TEMPLATE = Text("mall {template}", "template {template}")
OPTIONAL = Text("kan hoppas över", "may be passed by")
OR = Text("eller", "or")
AND_RECEIVERS = Text("{group} eller ärendemottagare där", "{group}, or a case receiver there")

GAPS = {
    "patient": Text("patientens namn", "the patient's name"),
    "sender": Text("vem som skickade", "who sent it"),
    "author": Text("vem som skriver", "who writes"),
    "service": Text("tjänsten", "the service"),
    "received": Text("dagen det kom", "the day it came"),
    "case": Text("ärendets nummer", "the case's number"),
}

CLOSINGS = {
    Closing.REPLY: Text("Svara och avsluta", "Reply and close"),
    Closing.WITHOUT_REPLY: Text("Avsluta utan svar", "Close without a reply"),
}


def who(routine: Routine, step: Step, language: Language) -> str:
    """Return who may do a step, or who usually does it where anybody who has the case may."""
    if step.by is None and step.usually is not None:
        return USUALLY.in_(language).format(who=step.usually.in_(language))
    return role(routine, step.by, language)


def role(routine: Routine, key: str | None, language: Language) -> str:
    """Return a role's or a group's name."""
    group = routine.group(key)
    return (group.name if group else ROLES.get(key or "", ANYBODY)).in_(language)


def labels(routine: Routine, step: Step | Work, language: Language) -> tuple[str, ...]:
    """Return where a step is done, and with which template."""
    system = routine.system(step.system)
    found = [system.name] if system else []
    if step.template:
        found.append(TEMPLATE.in_(language).format(template=step.template))
    return tuple(found)


def act(step: Step, language: Language) -> str:
    """Return which act does the step; nothing if it is ticked."""
    return ACTS[step.act].in_(language) if step.act else ""


def work_by(routine: Routine, process: Process, language: Language) -> str:
    """Return who may do the work that outlives a case."""
    group = routine.group(process.work_by)
    if group is None:
        return ROLES[RECEIVER].in_(language)
    return AND_RECEIVERS.in_(language).format(group=group.name.in_(language))


def question(routine: Routine, process: Process, key: str, language: Language) -> str:
    """Return what is asked where the ways part: a field's label, or a step's name."""
    for step in (step for stage in process.stages for step in stage.steps):
        if step.key == key:
            return step.name.in_(language)
    field = _field(routine, process, key)
    return field.label.in_(language) if field else key


def answers(
    routine: Routine, process: Process, key: str, keys: tuple[str, ...], language: Language
) -> str:
    """Return the answers that lead one way, as one phrase."""
    steps = (step for stage in process.stages for step in stage.steps if step.key == key)
    options = [option for step in steps for option in step.outcomes]
    field = _field(routine, process, key)
    names = {
        option.key: option.name.in_(language) for option in options or (field or _NONE).options
    }
    return _joined([names.get(each, each) for each in keys], OR.in_(language))


def readable(
    routine: Routine, text: str, language: Language, process: Process | None = None
) -> str:
    """Return a text with what will fill its gaps said in words: ``‹the day it came›``.

    :param process: whose step the text belongs to; its forms say what a field is called
    """
    names = {key: name.in_(language) for key, name in GAPS.items()}
    names |= {f"link:{link.key}": link.name.in_(language) for link in routine.links}
    for field in _fields(routine, process) if process else ():
        names.setdefault(f"field:{field.key}", field.label.in_(language))
    return GAP.sub(lambda found: f"‹{names.get(found[1], found[1])}›", text)


def _joined(words: list[str], last: str) -> str:
    return (
        ", ".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} {last} {_low(words[-1])}"
    )


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]


def _field(routine: Routine, process: Process, key: str) -> Field | None:
    return next((field for field in _fields(routine, process) if field.key == key), None)


def _fields(routine: Routine, process: Process) -> Iterator[Field]:
    forms = (routine.form(each.form) for each in routine.services if each.process == process.key)
    return (field for form in forms if form for field in form.fields)


_NONE = Field("", Text("", ""))
