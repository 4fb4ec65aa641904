"""What was in the way of what somebody tried on the roster's pages."""

from dataclasses import dataclass, field

from vardag.domain.refusals import InvalidForm, Refusal
from vardag.doors.office.roster.page import Tried
from vardag.doors.shared.sentences import said


@dataclass(frozen=True)
class Wrong:
    """A refusal to show, with what was chosen or filled in."""

    sentence: str = ""
    status: int = 200
    tried: Tried | None = None
    typed: dict[str, str] = field(default_factory=dict)  # of an absence
    errors: dict[str, str] = field(default_factory=dict)  # by field


def errors_of(refusal: Refusal) -> dict[str, str]:
    """Return what is wrong with each field."""
    if not isinstance(refusal, InvalidForm):
        return {}
    return {problem.field: said(problem.sentence) for problem in refusal.problems}
