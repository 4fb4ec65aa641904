"""Texts: none blank in either language, and every gap one that can be filled."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass

from vardag.domain.gaps import NAMES, OF_A_MEETING
from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.check.walk import walk
from vardag.domain.routine.document import Form, Process, Routine, StandardReply
from vardag.domain.routine.wording import (
    JOURNAL_FACTS,
    WORK_FACTS,
    gaps,
    is_well_formed,
    unavoidable_gaps,
)
from vardag.domain.words import Text, visible

_LANGUAGES = {"sv": "Swedish", "en": "English"}


def check_texts(routine: Routine) -> Iterator[Finding]:
    """Find blank texts, and gaps that nothing could fill."""
    for place, part in walk(routine):
        if isinstance(part, Text):
            yield from _blank(place, part)
        elif is_dataclass(part) and not isinstance(part, type):
            yield from _empty(place, part)
    for reply in routine.standard_replies:
        yield from _reply_gaps(routine, reply)
    for process in routine.processes:
        forms = [
            routine.form(each.form) for each in routine.services if each.process == process.key
        ]
        yield from _journal_gaps(process, [form for form in forms if form is not None])


def _blank(place: str, text: Text) -> Iterator[Finding]:
    for language, name in _LANGUAGES.items():
        if not visible(text.in_(language)):
            problem = f"The text is blank in {name}."
            yield Finding(f"{place}.{language}", problem, f"Write it in {name}.")


def _empty(place: str, part: object) -> Iterator[Finding]:
    """Find what must be said, and is not: texts that have no default."""
    for each in fields(part):  # type: ignore[arg-type]  # a dataclass, as the caller has seen
        value = getattr(part, each.name)
        if isinstance(value, str) and each.default is MISSING and not visible(value):
            at = f"{place}.{each.name}".removeprefix(".")
            yield Finding(at, f"“{each.name}” is blank.", "Fill it in.")


def _reply_gaps(routine: Routine, reply: StandardReply) -> Iterator[Finding]:
    place = f"standard_replies.{reply.key}.text"
    links = {f"link:{link.key}" for link in routine.links}
    for language in _LANGUAGES:
        known = links | {NAMES[gap].in_(language) for gap in OF_A_MEETING}
        for gap in gaps(reply.text.in_(language)):
            if gap not in known:
                problem = f"Nothing can fill “{{{gap}}}”: there is no such link."
                remedy = f"Known here: {_listed(known)}."
                yield Finding(f"{place}.{language}", problem, remedy)
    yield from _unlike(place, reply.text)


def _journal_gaps(process: Process, forms: list[Form]) -> Iterator[Finding]:
    asked = {f"field:{field.key}" for form in forms for field in form.fields}
    known = {*JOURNAL_FACTS, *asked}
    always = {*JOURNAL_FACTS, *(key for key in asked if _always_answered(key, forms))}
    for number, stage in enumerate(process.stages):
        for step in stage.steps:
            if step.journal is not None:
                place = f"processes.{process.key}.stages[{number}].steps.{step.key}.journal"
                yield from _journal(place, step.journal, known, always)
    for work in process.work:
        if work.journal is not None:
            place = f"processes.{process.key}.work.{work.key}.journal"
            yield from _journal(place, work.journal, {*WORK_FACTS}, {*WORK_FACTS})


def _always_answered(gap: str, forms: list[Form]) -> bool:
    return all(
        any(f"field:{field.key}" == gap and field.required for field in form.fields)
        for form in forms
    )


def _journal(place: str, text: Text, known: set[str], always: set[str]) -> Iterator[Finding]:
    for language in _LANGUAGES:
        here, written = f"{place}.{language}", text.in_(language)
        if not is_well_formed(written):
            problem = "A brace or bracket has no partner, or stands inside another."
            yield Finding(here, problem, "Write {gaps} and [parts that may fall away] in pairs.")
        for gap in gaps(written):
            if gap not in known:
                problem = f"Nothing can fill “{{{gap}}}”."
                yield Finding(here, problem, f"Known here: {_listed(known)}.")
        for gap in unavoidable_gaps(written):
            if gap in known - always:
                problem = f"“{{{gap}}}” is not always answered, so the text could have a hole."
                yield Finding(here, problem, "Put the part that may fall away in [brackets].")
    yield from _unlike(place, text)


def _unlike(place: str, text: Text) -> Iterator[Finding]:
    if sorted(_one_spelling(gaps(text.sv))) != sorted(_one_spelling(gaps(text.en))):
        problem = "The two languages have different gaps."
        yield Finding(f"{place}.en", problem, "Use the same {gaps} in Swedish and in English.")


def _one_spelling(found: tuple[str, ...]) -> Iterator[str]:
    """Yield gaps as they are called in Swedish."""
    in_swedish = {NAMES[gap].en: NAMES[gap].sv for gap in OF_A_MEETING}
    return (in_swedish.get(gap, gap) for gap in found)


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "none"
