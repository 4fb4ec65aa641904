"""A routine's file read into the domain's dataclasses, or refused with every place and remedy."""

import json
from dataclasses import is_dataclass, replace
from functools import cache, lru_cache
from inspect import getmembers, isclass

from pydantic import ConfigDict, TypeAdapter, ValidationError

from vardag.domain.routine import document
from vardag.domain.routine.check import check
from vardag.domain.routine.document import Routine
from vardag.rooms.routines.complaints import problem_and_remedy
from vardag.rooms.routines.places import path_of
from vardag.rooms.routines.yaml_text import (
    LocatedFinding,
    UnreadableYaml,
    YamlText,
    read_yaml,
)

# What the file calls a key is what the dataclass calls it, save where Python owns the word (`from_`).
# A key that no dataclass has is an error: a misspelled key must not be silently without effect.
_STRICT = ConfigDict(extra="forbid", alias_generator=lambda name: name.rstrip("_"))

for _, _class in getmembers(document, isclass):
    if is_dataclass(_class):
        _class.__pydantic_config__ = _STRICT  # type: ignore[attr-defined]  # pydantic reads it


class UnreadableRoutine(ValueError):
    """The text is no routine, or none that may be used; ``findings`` says where and why."""

    def __init__(self, findings: tuple[LocatedFinding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def read_routine(text: str | bytes, *, name: str) -> Routine:
    """Return the routine that a text says, without asking whether it is sound.

    For texts that were published: a case goes by the text it began under, whatever later versions
    of the check would say of it.

    :param name: what to call the text in findings, such as its file name
    :raises UnreadableRoutine: if it can't be read as a routine
    """
    return _read(text, name=name)[1]


def read_sound_routine(text: str | bytes, *, name: str) -> Routine:
    """Return the routine that a text says, and that can strand no case.

    :param name: what to call the text in findings, such as its file name
    :raises UnreadableRoutine: if it can't be read as a routine, or ``check`` finds something
    """
    source, routine = _read(text, name=name)
    findings = check(routine)
    if findings:
        raise UnreadableRoutine(
            tuple(
                source.finding(path_of(source.data, each.key), each.problem, each.remedy)
                for each in findings
            )
        )
    return routine


def _read(text: str | bytes, *, name: str) -> tuple[YamlText, Routine]:
    try:
        source, routine = _read_once(text)
    except UnreadableRoutine as wrong:
        raise UnreadableRoutine(
            tuple(replace(each, file=name) for each in wrong.findings)
        ) from None
    return replace(source, name=name), routine


@lru_cache(maxsize=4)  # what is published is read again as soon as it is used
def _read_once(text: str | bytes) -> tuple[YamlText, Routine]:
    try:
        source = read_yaml(text, name="")
    except UnreadableYaml as unreadable:
        raise UnreadableRoutine(unreadable.findings) from None
    try:
        # As JSON, because strict JSON is what a document is: text is text, a list is a tuple.
        return source, _adapter().validate_json(json.dumps(source.data), strict=True)
    except ValidationError as wrong:
        raise UnreadableRoutine(_findings(source, wrong)) from None


@cache
def _adapter() -> TypeAdapter[Routine]:
    return TypeAdapter(Routine)


def _findings(source: YamlText, wrong: ValidationError) -> tuple[LocatedFinding, ...]:
    found = [
        source.finding(error["loc"], *problem_and_remedy(error))
        for error in wrong.errors(include_url=False)
    ]
    return tuple(sorted(found, key=lambda finding: finding.line))
