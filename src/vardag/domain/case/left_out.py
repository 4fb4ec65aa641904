"""What became of a step in another system that was left out when its case closed.

A closed case takes no acts, so what was forgotten in the journal would stay forgotten there (R14). One
thing can be said of it: that it is done after all, or that it isn't needed, and why (ADR-0048).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vardag.domain.people.identity import PersonId


class StepFate(StrEnum):
    """What became of a step that was left out."""

    DONE = "done"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True)
class StepAccounted:
    """Somebody said what became of such a step, at a moment (aware, in UTC)."""

    fate: StepFate
    text: str
    by: PersonId
    at: datetime
