"""What has happened to a case: the only things its ledger holds, and all that is known of it.

An event is never changed. ``kind`` is its name in the ledger and is never reused for another
meaning; a new fact gets a new kind or an optional field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vardag.domain.case.files import FileRef
from vardag.domain.case.paper import Fate
from vardag.domain.case.step_events import (
    ColleagueAsked,
    InquiryWithdrawn,
    StepAccountedFor,
    StepCompleted,
    StepSent,
    StepSkipped,
)
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import CaseId, ClinicId, GroupId, PersonId


@dataclass(frozen=True)
class Submitted:
    """A resident sent the case; a response is owed by ``response_due``.

    ``follows`` is an earlier case of which the family writes again.
    """

    patient: PersonId
    clinic: ClinicId
    service: str
    form: Mapping[str, str]
    response_due: Deadline
    follows: CaseId | None = None
    files: tuple[FileRef, ...] = ()
    kind: Literal["submitted"] = "submitted"


@dataclass(frozen=True)
class Claimed:
    kind: Literal["claimed"] = "claimed"


@dataclass(frozen=True)
class Assigned:
    """Given to a person or to a group, at a clinic. ``step`` is the step that this did, if any."""

    clinic: ClinicId
    person: PersonId | None = None
    group: GroupId | None = None
    step: str | None = None
    kind: Literal["assigned"] = "assigned"


@dataclass(frozen=True)
class SentToClinic:
    """Put into another clinic's inbox, or back into one's own."""

    clinic: ClinicId
    kind: Literal["sent-to-clinic"] = "sent-to-clinic"


@dataclass(frozen=True)
class ReturnedToInbox:
    kind: Literal["returned-to-inbox"] = "returned-to-inbox"


@dataclass(frozen=True)
class InterimReplySent:
    text: str
    follow_up: Deadline
    step: str | None = None
    standard_reply: str | None = None
    not_for_guardians: bool = False
    files: tuple[FileRef, ...] = ()
    kind: Literal["interim-reply"] = "interim-reply"


@dataclass(frozen=True)
class CounterQuestionAsked:
    text: str
    waits_until: Deadline
    standard_reply: str | None = None
    not_for_guardians: bool = False
    files: tuple[FileRef, ...] = ()
    kind: Literal["counter-question"] = "counter-question"


@dataclass(frozen=True)
class Answered:
    """The resident answered; the case went to ``holder`` (the one who asked) or stayed (None).

    An answer is for those for whom the question was.
    """

    text: str
    response_due: Deadline
    holder: PersonId | None = None
    not_for_guardians: bool = False
    files: tuple[FileRef, ...] = ()
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True)
class ReplySent:
    """The last word: sent, and the case closed by it."""

    text: str
    standard_reply: str | None = None
    not_for_guardians: bool = False
    files: tuple[FileRef, ...] = ()
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True)
class ClosedWithoutReply:
    reason: str = ""
    kind: Literal["closed-without-reply"] = "closed-without-reply"


@dataclass(frozen=True)
class NoteAdded:
    """Words for staff only; ``to`` are those who were told by name, each of whom could read it."""

    text: str
    to: tuple[PersonId, ...] = ()
    kind: Literal["note"] = "note"


@dataclass(frozen=True)
class KeptFromGuardians:
    """From here on no guardian reads the case; what is written in it later isn't theirs either."""

    reason: str
    kind: Literal["kept-from-guardians"] = "kept-from-guardians"


@dataclass(frozen=True)
class ShownToGuardians:
    """Guardians read the case again, but for messages that are not for them."""

    reason: str
    kind: Literal["shown-to-guardians"] = "shown-to-guardians"


@dataclass(frozen=True)
class Printed:
    """One more copy on paper: the first of a case is number 1, and so on."""

    for_: PersonId | None = None
    step: str | None = None
    kind: Literal["printed"] = "printed"


@dataclass(frozen=True)
class CopyAccountedFor:
    """A printed copy came back, or was destroyed."""

    number: int
    fate: Fate
    kind: Literal["copy-accounted-for"] = "copy-accounted-for"


@dataclass(frozen=True)
class WorkOpened:
    """A piece of work that outlives the case has begun, to be followed up by a date.

    ``owner`` has it from the beginning: who had the piece before it. Without one, the routine's group.
    """

    work: str
    follow_up: Deadline
    owner: PersonId | None = None
    kind: Literal["work-opened"] = "work-opened"


@dataclass(frozen=True)
class WorkSent:
    """A system is told what is to be done there; the piece stays open, as a step that is sent does."""

    work: str
    system: str
    note: str
    kind: Literal["work-sent"] = "work-sent"


@dataclass(frozen=True)
class WorkCompleted:
    """A piece of work is done; ``receipt`` as in ``StepCompleted``."""

    work: str
    outcome: str | None = None
    receipt: str | None = None
    kind: Literal["work-completed"] = "work-completed"


@dataclass(frozen=True)
class WorkAssigned:
    """A piece of work was taken or given; without a person, back to those whose work it is."""

    work: str
    person: PersonId | None = None
    kind: Literal["work-assigned"] = "work-assigned"


@dataclass(frozen=True)
class WorkPutOff:
    """A piece of work is followed up on another day, for a reason."""

    work: str
    follow_up: Deadline
    reason: str
    kind: Literal["work-put-off"] = "work-put-off"


@dataclass(frozen=True)
class WorkNoted:
    """Words among those who do a piece of work; never for the family."""

    work: str
    text: str
    kind: Literal["work-noted"] = "work-noted"


type Event = (
    Submitted
    | Claimed
    | Assigned
    | SentToClinic
    | ReturnedToInbox
    | InterimReplySent
    | CounterQuestionAsked
    | Answered
    | ReplySent
    | ClosedWithoutReply
    | StepSent
    | StepCompleted
    | StepSkipped
    | StepAccountedFor
    | ColleagueAsked
    | InquiryWithdrawn
    | NoteAdded
    | KeptFromGuardians
    | ShownToGuardians
    | Printed
    | CopyAccountedFor
    | WorkOpened
    | WorkSent
    | WorkCompleted
    | WorkAssigned
    | WorkPutOff
    | WorkNoted
)


@dataclass(frozen=True)
class Entry:
    """One line of a case's ledger: what happened, who did it, when (aware, in UTC).

    ``date`` is the local date in Europe/Stockholm on which it happened.
    """

    event: Event
    by: PersonId
    at: datetime
    date: date


def files_of(event: Event) -> tuple[FileRef, ...]:
    """Return the files that came with an event."""
    match event:
        case (
            Submitted(files=files)
            | InterimReplySent(files=files)
            | CounterQuestionAsked(files=files)
            | Answered(files=files)
            | ReplySent(files=files)
        ):
            return files
        case _:
            return ()


def is_past_guardians(event: Event) -> bool:
    """Tell whether an event is words between the clinic and the family that guardians don't read."""
    match event:
        case (
            InterimReplySent(not_for_guardians=hidden)
            | CounterQuestionAsked(not_for_guardians=hidden)
            | Answered(not_for_guardians=hidden)
            | ReplySent(not_for_guardians=hidden)
        ):
            return hidden
        case _:
            return False
