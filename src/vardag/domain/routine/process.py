"""How a routine handles a case: the steps of its way, how it ends, and the work that outlives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vardag.domain.routine.dispatch import Dispatch
from vardag.domain.routine.questions import Option
from vardag.domain.words import Text

type Conditions = Mapping[str, tuple[str, ...]]
"""Facts and the values that each may have: a form's answer or a step's outcome, by key."""

RECEIVER, NURSE = "receiver", "nurse"
"""Who may do a step, beside the keys of groups; a step that names nobody is for whoever may act."""


class StepAct(StrEnum):
    """The acts that do a step by themselves, so that nobody has to tick it as well."""

    INTERIM_REPLY = "interim-reply"
    ASSIGN = "assign"
    PRINT = "print"


class MessageKind(StrEnum):
    """What another system can be told of a step or a piece of work: see ``domain.messages``."""

    JOURNAL_NOTE = "journal-note"
    BOOKING_CANCEL = "booking-cancel"
    BOOKING_CHANGE = "booking-change"
    BOOKING_NEW = "booking-new"
    VIDEO_MEETING = "video-meeting"
    CERTIFICATE = "certificate"
    WORKLIST = "worklist"
    SIGNATURE = "signature"

    @property
    def is_booking(self) -> bool:
        """Whether it is about a visit or a meeting."""
        return self in _BOOKINGS

    @property
    def waits_for_a_person(self) -> bool:
        """Whether it is done when somebody there has done it, in a time of their own: days, or weeks."""
        return self is MessageKind.SIGNATURE


_BOOKINGS = frozenset(
    {
        MessageKind.BOOKING_CANCEL,
        MessageKind.BOOKING_CHANGE,
        MessageKind.BOOKING_NEW,
        MessageKind.VIDEO_MEETING,
    }
)


class Closing(StrEnum):
    """How a case of a process may be closed."""

    REPLY = "reply"
    WITHOUT_REPLY = "without-reply"  # with a reply too; without one once an interim reply is sent


@dataclass(frozen=True)
class Asks:
    """What a colleague can be asked of a step: the answers that are buttons, and what is shown.

    ``answers`` gives for outcomes of the step what the button says; ``shows`` are the form's fields
    that the colleague reads, and nothing else of the case.
    """

    answers: Mapping[str, Text]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """Something that must be done and recorded before the case may close."""

    key: str
    name: Text
    by: str | None = None
    usually: Text | None = None  # who usually does it, where anybody who may act can
    system: str | None = None
    template: str | None = None
    act: StepAct | None = None
    to: str | None = None  # the group that an assigning step assigns to
    outcomes: tuple[Option, ...] = ()
    required: bool = True
    standard_reply: str | None = None
    journal: Text | None = None  # ready text for the system's note, see ``wording``
    message: MessageKind | None = None  # what the system can be told of it, where a line goes there
    promise: Text | None = None  # what the resident is told of this step
    told: Text | None = None  # and once it is done; a day follows
    dispatch: tuple[Dispatch, ...] = ()  # what it sends
    asks: Asks | None = None  # where a colleague by name can be asked, and answers it
    source: str = ""


@dataclass(frozen=True)
class Stage:
    """Steps that belong together; ``when`` says which cases come this way."""

    steps: tuple[Step, ...]
    when: Conditions = field(default_factory=dict)
    any_order: bool = False


@dataclass(frozen=True)
class Ending:
    """How a way through the process ends, and which standard reply is meant for it."""

    when: Conditions = field(default_factory=dict)
    standard_reply: str | None = None
    promise: Text | None = None  # what the resident is told of the end
    afterwards: Text | None = None  # what the resident can do once the case is closed


@dataclass(frozen=True)
class Work:
    """A piece of work that begins when the case has closed, and must be done all the same."""

    key: str
    name: Text
    done: Text  # the fact that its button records
    outcomes: tuple[Option, ...] = ()
    system: str | None = None
    template: str | None = None
    journal: Text | None = None  # ready text for the system, as a step's
    message: MessageKind | None = None  # what the system can be told of it, as a step's
    promise: Text | None = None  # what the resident is told while it is open
    told: Text | None = None  # and once it is done and nothing is left; a day follows
    dispatch: tuple[Dispatch, ...] = ()  # what it sends
    source: str = ""


@dataclass(frozen=True)
class Process:
    """The way from a received case to a closed one, and the work that outlives it."""

    key: str
    name: Text
    source: str
    stages: tuple[Stage, ...] = ()
    closes: Closing = Closing.REPLY
    endings: tuple[Ending, ...] = ()
    work: tuple[Work, ...] = ()
    work_by: str | None = None  # the group that does the work, beside the clinic's receivers
