"""Lines of a scenario: every clinic has one to any system, and a step says how the system answers on it.

What is sent goes the whole way that it goes from a page: written with the act, tried by the worker's own
rounds on the scenario's clock, done by a receipt. Only what stands at the end of the line is made up.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.lines import Line
from vardag.domain.messages.message import Json
from vardag.domain.people.identity import CaseId
from vardag.domain.routine.way import step_on_way
from vardag.doors.ops import delivering
from vardag.doors.ops.scenario.script import LINES
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import full_case
from vardag.rooms.deliveries.port import NotThrough

_LOG = logging.getLogger(delivering.__name__)
_DONE, _, _TAKEN, _REFUSES, _SILENT, _NONE = LINES


@dataclass(frozen=True)
class Told:
    """What stands at the end of a scenario's line, and answers as it was told to."""

    answer: str

    def send(self, message: Json) -> str | None:
        """Take a message, or don't; see ``port.System``."""
        self._refuse()
        return _receipt(message) if self.answer == _DONE else None

    def receipt(self, message: Json) -> str | None:
        """Say that it is done, or nothing yet; see ``port.System``."""
        self._refuse()
        return None if self.answer == _TAKEN else _receipt(message)

    def _refuse(self) -> None:
        if self.answer == _REFUSES:
            raise NotThrough(Trouble.REFUSED, "refused, as the scenario says")
        if self.answer == _SILENT:
            raise NotThrough(Trouble.AWAY, "silent, as the scenario says")


def _receipt(message: Json) -> str:
    return f"K{message['case']['number']}"


def system(line: Line) -> Told:
    """Return what stands at the end of a line: its address says how it answers."""
    return Told(line.fhir)


@contextmanager
def made_up_lines() -> Iterator[None]:
    """Let no line lead out of the house for as long as the block runs, and no trouble there be news."""
    before, was = (settings.LINES, settings.LINE_FROM), _LOG.disabled
    _LOG.disabled = True
    settings.LINES, settings.LINE_FROM = (), f"{__name__}.{system.__name__}"
    try:
        yield
    finally:
        settings.LINES, settings.LINE_FROM = before
        _LOG.disabled = was


def answers(world: World, says: Mapping[str, Any], case: CaseId) -> None:
    """Let the system of a step or of a piece of work answer as is said; else as before, or well."""
    told = _system_of(says, case)
    if told is None:
        return
    world.lines[told] = str(says.get("line") or world.lines.get(told, _DONE))
    settings.LINES = tuple(
        Line(clinic, key, fhir=answer)
        for clinic in world.clinics
        for key, answer in world.lines.items()
        if answer != _NONE
    )


def _system_of(says: Mapping[str, Any], case: CaseId) -> str | None:
    """Return the system of what is sent; None where the case has no such step or work."""
    found = full_case(case).case
    if "step" in says:
        step = step_on_way(found.process, found.facts, str(says["step"]))
        return step.system if step else None
    pieces = (each for each in found.process.work if each.key == str(says.get("work")))
    return next((each.system for each in pieces), None)


def deliver(world: World, at: datetime) -> None:
    """Let the worker come by at a moment, if anything was ever sent."""
    if world.lines:
        delivering.deliver_due(lambda _: False, clock=lambda: at)
