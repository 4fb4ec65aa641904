"""What a routine's document says, line by line, as data that nothing can change.

Every name that a process, a form or a standard reply has is a key in the document; no service is
known to the code by name. ``source`` says which line of the approved document a thing comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from vardag.domain.words import Text

type Conditions = Mapping[str, tuple[str, ...]]
"""Facts and the values that each may have: a form's answer or a step's outcome, by key."""


class FieldKind(StrEnum):
    """What a resident can put into a field."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    DATE = "date"
    CHOICE = "choice"


class StepAct(StrEnum):
    """The acts that do a step by themselves, so that nobody has to tick it as well."""

    INTERIM_REPLY = "interim-reply"
    ASSIGN = "assign"
    PRINT = "print"


class Closing(StrEnum):
    """How a case of a process may be closed."""

    REPLY = "reply"
    WITHOUT_REPLY = "without-reply"  # with a reply too; without one once an interim reply is sent


RECEIVER, NURSE = "receiver", "nurse"
"""Who may do a step, beside the keys of groups; a step that names nobody is for whoever may act."""


@dataclass(frozen=True)
class Option:
    """One of the answers to a choice, or one of the outcomes of a step."""

    key: str
    name: Text
    help: Text | None = None
    short: Text | None = None


@dataclass(frozen=True)
class Field:
    """One question of a form. ``not_before`` names a date field that must not come after this one.

    ``autocomplete`` is a browser's word for a fact about whoever writes, so that it can fill it in.
    """

    key: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    help: Text | None = None
    options: tuple[Option, ...] = ()
    not_before: str | None = None
    autocomplete: str | None = None


@dataclass(frozen=True)
class Form:
    """The questions of a service; of ``at_least_one_of`` one must have an answer."""

    key: str
    fields: tuple[Field, ...] = ()
    at_least_one_of: tuple[str, ...] = ()
    source: str = ""


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

    @property
    def list_name(self) -> Text:
        """The name for lists, where room is short."""
        return self.short or self.name


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
    promise: Text | None = None  # what the resident is told of this step
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


@dataclass(frozen=True)
class Work:
    """A piece of work that begins when the case has closed, and must be done all the same."""

    key: str
    name: Text
    done: Text  # the fact that its button records
    outcomes: tuple[Option, ...] = ()
    system: str | None = None
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


@dataclass(frozen=True)
class StandardReply:
    """A prepared text to a resident. ``{link:KEY}`` in it stands for an address the clinic has set."""

    key: str
    name: Text
    text: Text
    source: str = ""


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


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def _keyed[T: _Keyed](things: tuple[T, ...], key: str | None) -> T | None:
    return next((thing for thing in things if thing.key == key), None)
