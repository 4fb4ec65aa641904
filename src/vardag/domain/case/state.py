"""A case as it stands: what its ledger comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from vardag.domain.case.left_out import StepAccounted
from vardag.domain.case.paper import Copy
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import CaseId, ClinicId, GroupId, PersonId
from vardag.domain.routine.document import Process, Service, Step
from vardag.domain.routine.way import open_steps, remaining_steps, steps_on_way


class Status(StrEnum):
    """Where the case is. What has happened to it is a fact, not a status."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    AWAITING_RESIDENT = "awaiting_resident"
    CLOSED = "closed"


class Response(StrEnum):
    """The kinds of message that count as a response to the resident (R9)."""

    INTERIM_REPLY = "interim_reply"
    COUNTER_QUESTION = "counter_question"
    REPLY = "reply"


@dataclass(frozen=True)
class Finished:
    """A step or a piece of work that is done or, when ``skipped``, left out: why is in ``text``."""

    by: PersonId
    at: datetime
    outcome: str | None = None
    text: str = ""
    skipped: bool = False
    receipt: str | None = None  # the system's word, where no person ticked it
    asked_by: PersonId | None = None  # who asked, where a colleague's answer did it
    link: str | None = None  # into a video meeting that was booked
    starts: str | None = None  # and when that begins, by the clocks in Sweden


@dataclass(frozen=True)
class Sent:
    """What a system was told of a step or a piece of work, by whom and when, last."""

    system: str
    note: str
    starts: str | None
    by: PersonId
    at: datetime


@dataclass(frozen=True)
class Inquiry:
    """What a colleague is asked and hasn't answered. ``number`` is the question's event."""

    step: str
    to: PersonId
    text: str
    answer_by: date
    by: PersonId
    at: datetime
    number: int


@dataclass(frozen=True)
class OpenWork:
    """The piece of work whose turn it is after the case has closed.

    Without an owner it is for all who do the work: the routine's group, and the clinic's receivers.
    """

    key: str
    opened: date
    follow_up: date
    owner: PersonId | None = None


@dataclass(frozen=True)
class Case:
    """A case, folded from its ledger. ``version`` is the number of events in it."""

    service: Service
    process: Process
    patient: PersonId
    author: PersonId
    clinic: ClinicId
    form: Mapping[str, str]
    received_at: datetime
    follows: CaseId | None = None  # an earlier case, of which the family writes again
    version: int = 1
    status: Status = Status.RECEIVED
    passed_by: frozenset[ClinicId] = frozenset()  # clinics that had the case and sent it on
    holder: PersonId | None = None
    holding_group: GroupId | None = None
    asker: PersonId | None = None
    question_open: bool = False
    question_not_for_guardians: bool = False
    has_hidden: bool = False  # some of its words aren't for guardians
    has_files: bool = False
    kept_from_guardians: bool = False
    response_due: Deadline | None = None
    first_response: Response | None = None
    first_response_at: datetime | None = None
    interim_reply_sent: bool = False
    follow_up: date | None = None
    waits_until: date | None = None
    handled_since: date | None = None
    steps: Mapping[str, Finished] = field(default_factory=dict)
    sent: Mapping[str, Sent] = field(default_factory=dict)  # to systems, by step or work
    accounted: Mapping[str, StepAccounted] = field(default_factory=dict)  # after closing, by step
    inquiry: Inquiry | None = None  # one at a time
    copies: tuple[Copy, ...] = ()  # on paper, in the order of their numbers
    closed_at: datetime | None = None
    open_work: OpenWork | None = None
    work: Mapping[str, Finished] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    @property
    def is_untouched(self) -> bool:
        return is_untouched(self.status, self.first_response_at)

    @property
    def is_held(self) -> bool:
        return self.holder is not None or self.holding_group is not None

    @property
    def copies_out(self) -> tuple[Copy, ...]:
        """The copies of which nobody has said what became of them."""
        return tuple(copy for copy in self.copies if copy.is_out)

    @property
    def left_out(self) -> tuple[Step, ...]:
        """The steps in other systems that closing left undone, and of which nobody has said more."""
        if not self.is_closed:
            return ()
        return tuple(
            step
            for step in steps_on_way(self.process, self.facts)
            if step.system is not None and step.key not in self.accounted and self._undone(step.key)
        )

    def _undone(self, step: str) -> bool:
        return step not in self.steps or self.steps[step].skipped

    @property
    def in_own_name(self) -> bool:
        return is_in_own_name(self.service, author=self.author, patient=self.patient)

    @property
    def facts(self) -> dict[str, object]:
        """The form's answers and the steps' outcomes: what the way through the process turns on."""
        outcomes = {key: done.outcome for key, done in self.steps.items() if done.outcome}
        return {**self.form, **outcomes}

    @property
    def open_steps(self) -> tuple[Step, ...]:
        if self.is_closed:
            return ()
        return open_steps(self.process, self.facts, self.steps.keys())

    @property
    def remaining_steps(self) -> tuple[Step, ...]:
        return remaining_steps(self.process, self.facts, self.steps.keys())


def is_untouched(status: str, first_response_at: datetime | None) -> bool:
    """Tell whether nobody has taken a case or answered it yet."""
    return status == Status.RECEIVED and first_response_at is None


def is_in_own_name(service: Service, *, author: PersonId, patient: PersonId) -> bool:
    """Tell whether a guardian asks in the guardian's own name, and so alone keeps the thread."""
    return service.guardian_in_own_name and author != patient
