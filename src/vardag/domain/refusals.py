"""Why something can't be done: one class and one code for each kind of reason.

Where several reasons hold, the first in the order of this module is given: those of cases, and then
those of staff.
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
    """Not for this person to do, or to see: the same answer."""

    code = "not-permitted"


class OutOfReach(NotPermitted):
    """The person may not even see the case; shown as if it did not exist."""


class CaseClosed(Refusal):
    """Somebody acts on a closed case; only work that outlives it can still be ticked."""

    code = "case-closed"


class NotOffered(Refusal):
    """The clinic doesn't offer the service, or there is none of that key."""

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
    """A message with nothing that can be seen."""

    code = "empty-text"


class LeftUnfilled(Refusal):
    """A message in which a gap of a standard reply is left, that a person was to fill in."""

    code = "left-unfilled"


class TooMuchBegun(Refusal):
    """A resident has begun more forms than can be kept."""

    code = "too-much-begun"


class NothingAsked(Refusal):
    """A resident answers where no counter-question is open."""

    code = "nothing-asked"


class StepNotOpen(Refusal):
    """A step or a piece of work whose turn it isn't, that is done, or done by an act."""

    code = "step-not-open"


class StepsRemaining(Refusal):
    """Closing with required steps neither done nor skipped."""

    code = "steps-remaining"


class ReplyRequired(Refusal):
    """Closing without a reply where the routine wants one."""

    code = "reply-required"


class ChangedMeanwhile(Refusal):
    """Somebody else acted after the page was read; nothing was done, and the text is kept."""

    code = "changed-meanwhile"


class OwnRole(NotPermitted):
    """Somebody gives, confirms or introduces to a role of one's own."""

    code = "own-role"


class NeedsAnother(NotPermitted):
    """What takes two persons, done twice by one."""

    code = "needs-another"


class AlreadyGranted(Refusal):
    """The person has that role at that clinic already, or has been proposed for it."""

    code = "already-granted"


class NoSuchStaff(Refusal):
    """The staff directory knows nobody of that HSA-id."""

    code = "no-such-staff"
