"""What people can do to a case. An act is a wish: ``permit`` and ``decide`` say what comes of it."""

from dataclasses import dataclass, replace
from datetime import date

from vardag.domain.case.files import FileRef
from vardag.domain.case.inquiry_acts import AnswerInquiry, AskColleague, WithdrawInquiry
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.people.identity import ClinicId, GroupId, PersonId

__all__ = ["AnswerInquiry", "AskColleague", "WithdrawInquiry"]  # beside what stands below


@dataclass(frozen=True)
class Message:
    """Words to a resident: written, or a standard reply by its key."""

    text: str | None = None
    standard_reply: str | None = None
    not_for_guardians: bool = False
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True)
class Person:
    """A member of staff to assign to, and the clinic at which that person will hold the case."""

    id: PersonId
    clinic: ClinicId


@dataclass(frozen=True)
class Group:
    """A group to assign to, and its clinic."""

    id: GroupId
    key: str
    clinic: ClinicId


@dataclass(frozen=True)
class Clinic:
    """A clinic into whose inbox the case goes."""

    id: ClinicId


type Assignee = Person | Group | Clinic


@dataclass(frozen=True)
class Claim:
    """Take the case: assign it to oneself."""


@dataclass(frozen=True)
class Assign:
    """Give the case to a person, a group or a clinic; ``to`` is None when there is no such one."""

    to: Assignee | None
    interim_reply: Message | None = None


@dataclass(frozen=True)
class ReturnToInbox:
    """Put the case back, for any receiver of the clinic."""


@dataclass(frozen=True)
class SendInterimReply:
    """Tell the resident how it goes, without answering. ``follow_up`` is a local date, as given."""

    message: Message
    follow_up: date | str | None = None


@dataclass(frozen=True)
class AskCounterQuestion:
    """Ask the resident something, to be answered in the same case."""

    message: Message


@dataclass(frozen=True)
class ReplyAndClose:
    """Give the resident the last word, and close."""

    message: Message


@dataclass(frozen=True)
class CloseWithoutReply:
    """Close with no more words to the resident, where the routine allows it."""

    reason: str = ""


@dataclass(frozen=True)
class CompleteStep:
    """Tick a step as done; of a video meeting with its link and when it begins, as they were given."""

    step: str
    outcome: str | None = None
    text: str = ""
    link: str | None = None
    starts: str | None = None


@dataclass(frozen=True)
class SendStep:
    """Tell the step's system what is to be done there; what was sent in vain is sent again as it was.

    ``note`` is what the system is told in words, and ``starts`` a local moment, as given.
    """

    step: str
    note: str = ""
    starts: str | None = None


@dataclass(frozen=True)
class SkipStep:
    """Leave a step out, and say why."""

    step: str
    reason: str


@dataclass(frozen=True)
class AddNote:
    """Write something for staff only, perhaps to colleagues, who are told that it is there."""

    text: str
    to: tuple[PersonId, ...] = ()


@dataclass(frozen=True)
class KeepFromGuardians:
    """Let no guardian read the case from now on (OSL chapter 12 section 3)."""

    reason: str


@dataclass(frozen=True)
class ShowToGuardians:
    """Let guardians read it again."""

    reason: str


@dataclass(frozen=True)
class Print:
    """Print the case on paper, perhaps for a named colleague."""

    for_: PersonId | None = None
    for_unknown: bool = False  # a name was given that belongs to nobody


@dataclass(frozen=True)
class AccountForCopy:
    """Say what became of a printed copy; ``fate`` is None when it isn't said."""

    number: int
    fate: Fate | None


@dataclass(frozen=True)
class AccountForStep:
    """Say of a closed case what became of a step that was left out in another system.

    ``fate`` is None when it isn't said; ``text`` is why nothing needs to be done there.
    """

    step: str
    fate: StepFate | None
    text: str = ""


@dataclass(frozen=True)
class CompleteWork:
    """Tick a piece of the work that outlives the case."""

    work: str
    outcome: str | None = None


@dataclass(frozen=True)
class SendWork:
    """Tell the system of a piece of such work what is to be done there, as of a step."""

    work: str
    note: str = ""


@dataclass(frozen=True)
class AssignWork:
    """Give a piece of such work to a person, oneself too; to None, who does the work together."""

    work: str
    to: PersonId | None = None


@dataclass(frozen=True)
class PutOffWork:
    """Look at a piece of work on a later day, and say why; without a day, on the routine's."""

    work: str
    reason: str
    follow_up: date | str | None = None


@dataclass(frozen=True)
class NoteOnWork:
    """Say something to whoever comes to a piece of work next."""

    work: str
    text: str


type WorkAct = CompleteWork | SendWork | AssignWork | PutOffWork | NoteOnWork

WORK_ACTS = (CompleteWork, SendWork, AssignWork, PutOffWork, NoteOnWork)
"""What is done to work that outlives a case: the acts that a closed case takes as well."""


type Act = (
    Claim
    | Assign
    | ReturnToInbox
    | SendInterimReply
    | AskCounterQuestion
    | ReplyAndClose
    | CloseWithoutReply
    | CompleteStep
    | SendStep
    | SkipStep
    | AskColleague
    | WithdrawInquiry
    | AnswerInquiry
    | AddNote
    | KeepFromGuardians
    | ShowToGuardians
    | Print
    | AccountForCopy
    | AccountForStep
    | CompleteWork
    | SendWork
    | AssignWork
    | PutOffWork
    | NoteOnWork
)


def with_files(act: Act, files: tuple[FileRef, ...]) -> Act:
    """Return an act whose words to a resident come with files; an act without words has none."""
    match act:
        case Assign(interim_reply=Message() as message):
            return replace(act, interim_reply=replace(message, files=files))
        case SendInterimReply(message=message):
            return replace(act, message=replace(message, files=files))
        case AskCounterQuestion(message=message) | ReplyAndClose(message=message):
            return replace(act, message=replace(message, files=files))
        case _:
            return act


def message_of(act: Act) -> Message | None:
    """Return the words to a resident that an act carries; None if it carries none."""
    match act:
        case Assign(interim_reply=message):
            return message
        case (
            SendInterimReply(message=message)
            | AskCounterQuestion(message=message)
            | ReplyAndClose(message=message)
        ):
            return message
        case _:
            return None
