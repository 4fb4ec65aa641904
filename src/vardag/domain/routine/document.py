"""What a routine's document says, line by line, as data that nothing can change.

Every name that a process, a form or a standard reply has is a key in the document; no service is
known to the code by name. ``source`` says which line of the approved document a thing comes from.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from vardag.domain.routine.certificate import Certificate, Places
from vardag.domain.routine.dispatch import Dispatch, Recipient
from vardag.domain.routine.process import (
    NURSE,
    RECEIVER,
    Asks,
    Closing,
    Conditions,
    Ending,
    MessageKind,
    Process,
    Stage,
    Step,
    StepAct,
    Work,
)
from vardag.domain.routine.questions import Field, FieldKind, Form, Option
from vardag.domain.routine.suggestion import Suggestion
from vardag.domain.words import Text

__all__ = [
    "NURSE",
    "RECEIVER",
    "REGISTER_FACTS",
    "AgeAdvice",
    "Asks",
    "Certificate",
    "Closing",
    "Conditions",
    "Dates",
    "Dispatch",
    "Ending",
    "Field",
    "FieldKind",
    "Form",
    "Group",
    "Header",
    "Kind",
    "Link",
    "MenuRow",
    "MessageKind",
    "Option",
    "Places",
    "Process",
    "Recipient",
    "Register",
    "Routine",
    "Service",
    "Stage",
    "StandardReply",
    "Step",
    "StepAct",
    "Suggestion",
    "System",
    "Work",
]

REGISTER_FACTS = (
    "received",
    "patient",
    "sender",
    "case",
    "first_response",
    "closed",
    "closed_by",
)
"""What a register's column may hold of the case itself; ``field:KEY`` holds an answer of its form."""


@dataclass(frozen=True)
class AgeAdvice:
    """Words shown when the child's age falls outside what a service is for: a warning, never a stop."""

    words: Text
    below: int | None = None  # years: shown about a child younger than this
    from_: int | None = (
        None  # years: shown about a child of this age or older; ``from`` in the file
    )

    def concerns(self, age: int) -> bool:
        """Tell whether the words are meant for a child of this age, in whole years."""
        younger = self.below is not None and age < self.below
        return younger or (self.from_ is not None and age >= self.from_)


@dataclass(frozen=True)
class Kind:
    """A heading that the document gathers services under, such as doctors' certificates."""

    key: str
    name: Text
    source: str = ""


@dataclass(frozen=True)
class Service:
    """An e-service that residents can send: what it asks, who receives it, how it is handled."""

    key: str
    name: Text
    kind: str
    received_by: str
    process: str
    form: str
    help: Text
    source: str
    short: Text | None = None
    base_offering: bool = False
    guardian_in_own_name: bool = False  # a guardian of 13-17 may ask in the guardian's own name
    leads_to: str | None = None  # the link of a shortcut
    register: str | None = None
    summary: tuple[str, ...] = ()  # the fields that say in a list what is asked
    not_for: Text | None = None
    advice: tuple[AgeAdvice, ...] = ()
    note: Text | None = None  # what staff should know about this service
    certificate: Certificate | None = None

    @property
    def list_name(self) -> Text:
        """The name for lists, where room is short."""
        return self.short or self.name


@dataclass(frozen=True)
class StandardReply:
    """A prepared text to a resident. ``{link:KEY}`` in it stands for an address the clinic has set."""

    key: str
    name: Text
    text: Text
    source: str = ""
    fixed: bool = False  # no clinic puts words of its own in the place of these


@dataclass(frozen=True)
class Link:
    """A place outside the product, whose address a clinic can set as its own."""

    key: str
    name: Text
    address: str
    source: str = ""


@dataclass(frozen=True)
class Group:
    """People at a clinic to whom a case is assigned together."""

    key: str
    name: Text
    source: str = ""


@dataclass(frozen=True)
class System:
    """A system outside the product where work is done or recorded."""

    key: str
    name: str
    what: Text
    source: str = ""


@dataclass(frozen=True)
class Register:
    """A list that gets a row for every case of its services, completed when the case is answered."""

    key: str
    name: Text
    columns: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class MenuRow:
    """A row of the portal's start page: services in a parent's words.

    ``short`` names them where it must be said that there is nothing else: "15 years, only ...".
    """

    key: str
    name: Text
    help: Text
    icon: str
    services: tuple[str, ...]
    short: Text | None = None


@dataclass(frozen=True)
class Dates:
    """How long things may take, in working days."""

    response: int
    follow_up: int
    waiting: int
    work_follow_up: int
    inquiry: int = 2  # for a colleague who is asked
    source: str = ""


@dataclass(frozen=True)
class Header:
    """What the document says of itself (R23). People are named by function, never by name."""

    document_id: str
    version: str
    title: str
    applies_to: str
    valid_from: date
    valid_to: date
    owner: str
    reviewers: tuple[str, ...]
    approver: str
    purpose: Text
    background: tuple[Text, ...] = ()
    rules: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Routine:
    """A whole routine: the document's header and everything that it defines."""

    document: Header
    dates: Dates
    services: tuple[Service, ...]
    processes: tuple[Process, ...]
    forms: tuple[Form, ...]
    kinds: tuple[Kind, ...] = ()
    standard_replies: tuple[StandardReply, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    systems: tuple[System, ...] = ()
    registers: tuple[Register, ...] = ()
    menu: tuple[MenuRow, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    places: tuple[Places, ...] = ()
    recipients: tuple[Recipient, ...] = ()

    def service(self, key: str) -> Service | None:
        return _keyed(self.services, key)

    def kind(self, key: str) -> Kind | None:
        return _keyed(self.kinds, key)

    def process(self, key: str) -> Process | None:
        return _keyed(self.processes, key)

    def form(self, key: str) -> Form | None:
        return _keyed(self.forms, key)

    def standard_reply(self, key: str | None) -> StandardReply | None:
        return _keyed(self.standard_replies, key)

    def link(self, key: str | None) -> Link | None:
        return _keyed(self.links, key)

    def group(self, key: str | None) -> Group | None:
        return _keyed(self.groups, key)

    def system(self, key: str | None) -> System | None:
        return _keyed(self.systems, key)

    def register(self, key: str | None) -> Register | None:
        return _keyed(self.registers, key)

    def recipient(self, key: str | None) -> Recipient | None:
        return _keyed(self.recipients, key)

    @property
    def mediator(self) -> Recipient | None:
        """Who forwards post to those whose address nobody is told."""
        return next((each for each in self.recipients if each.mediates), None)


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def _keyed[T: _Keyed](things: tuple[T, ...], key: str | None) -> T | None:
    return next((thing for thing in things if thing.key == key), None)
