"""The packaged routine with a fault planted in its text, and what reading it then finds."""

from functools import cache
from importlib.resources import files

from tests.harness.measuring import unmeasured
from vardag.domain.routine.document import Routine
from vardag.rooms.routines.reading import UnreadableRoutine, read_routine, read_sound_routine
from vardag.rooms.routines.yaml_text import LocatedFinding

NAME = "NU10094-2020762173-83_3.0.yaml"
TEXT = (files("vardag") / "data" / "routines" / NAME).read_text(encoding="utf-8")
HERE = "# <-"
"""A comment in a planted text: the finding is expected on this line."""


@cache
def packaged() -> Routine:
    return read_sound_routine(TEXT, name=NAME)


def planted(old: str, new: str, *, text: str = TEXT) -> str:
    """Return the text with ``new`` in the place of ``old``, which must stand there exactly once."""
    assert text.count(old) == 1, f"{text.count(old)} times: {old!r}"
    return text.replace(old, new)


def line_of_mark(text: str) -> int:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if HERE in line]
    assert len(lines) == 1, lines
    return lines[0]


@cache
def findings(text: str | bytes) -> tuple[LocatedFinding, ...]:
    try:
        with unmeasured():  # most of the time goes here, and none of it into the check
            read_routine(text, name=NAME)
        read_sound_routine(text, name=NAME)  # which has it read already
    except UnreadableRoutine as refused:
        return refused.findings
    return ()
