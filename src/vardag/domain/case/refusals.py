"""Why something can't be done: one class and one code for each kind of reason.

Where several reasons hold, the first in the order of this module is given.
"""

from dataclasses import dataclass
from typing import ClassVar

from vardag.domain.words import Sentence


class Refusal(Exception):
    """An act that the rules refuse, with a sentence for the person who tried."""

    code: ClassVar[str]

    def __init__(self, text: str, **particulars: object) -> None:
        self.sentence = Sentence(text, particulars)
        super().__init__(str(self.sentence))


class NotPermitted(Refusal):
    """The person may not do this."""

    code = "not-permitted"


class OutOfReach(NotPermitted):
    """The person may not even see the case; shown as if it did not exist."""


class CaseClosed(Refusal):
    code = "case-closed"


class NotOffered(Refusal):
    code = "not-offered"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in a sentence for whoever filled it in."""

    field: str
    sentence: Sentence


class InvalidForm(Refusal):
    """Something required is missing, malformed or unknown; ``problems`` says what, field by field."""

    code = "invalid-form"

    def __init__(
        self, text: str, *, problems: tuple[Problem, ...] = (), **particulars: object
    ) -> None:
        super().__init__(text, **particulars)
        self.problems = problems


class EmptyText(Refusal):
    code = "empty-text"


class NothingAsked(Refusal):
    code = "nothing-asked"


class StepNotOpen(Refusal):
    code = "step-not-open"


class StepsRemaining(Refusal):
    code = "steps-remaining"


class ReplyRequired(Refusal):
    code = "reply-required"


class ChangedMeanwhile(Refusal):
    """Somebody else acted after the page was read; nothing was done, and the text is kept."""

    code = "changed-meanwhile"
