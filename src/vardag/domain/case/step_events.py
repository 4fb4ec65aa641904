"""What has happened to a step of a case; ``events`` has these among its own."""

from dataclasses import dataclass
from typing import Literal

from vardag.domain.case.left_out import StepFate
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import PersonId


@dataclass(frozen=True)
class StepSent:
    """A system is told what is to be done there; the step stays open until it or a person says done.

    ``starts`` is when something booked begins, by the clocks in Sweden: ``2026-11-30T10:00``.
    """

    step: str
    system: str
    note: str
    starts: str | None = None
    kind: Literal["step-sent"] = "step-sent"


@dataclass(frozen=True)
class StepCompleted:
    """A step is done: ``receipt`` is the system's word for it, where no person ticked it.

    Then who the entry is by is who sent it there. ``asked_by`` is who asked, where a colleague's answer
    did it. ``link`` leads into a video meeting that was booked, and ``starts`` is when it begins.
    """

    step: str
    outcome: str | None = None
    text: str = ""
    receipt: str | None = None
    asked_by: PersonId | None = None
    link: str | None = None
    starts: str | None = None
    kind: Literal["step-completed"] = "step-completed"


@dataclass(frozen=True)
class StepSkipped:
    step: str
    reason: str
    kind: Literal["step-skipped"] = "step-skipped"


@dataclass(frozen=True)
class StepAccountedFor:
    """What was left out in another system when the case closed is done there, or isn't needed."""

    step: str
    fate: StepFate
    text: str = ""
    kind: Literal["step-accounted-for"] = "step-accounted-for"


@dataclass(frozen=True)
class ColleagueAsked:
    """A colleague is asked what a step asks, to answer by a date; any question before is over."""

    step: str
    to: PersonId
    answer_by: Deadline
    text: str = ""
    kind: Literal["colleague-asked"] = "colleague-asked"


@dataclass(frozen=True)
class InquiryWithdrawn:
    step: str
    kind: Literal["inquiry-withdrawn"] = "inquiry-withdrawn"
