"""A register as a page: its headings, its rows in words, and the ways to choose among them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.registers.entry import CASE, CLOSED, FIRST_RESPONSE, PATIENT, RECEIVED, SENDER
from vardag.domain.routine.document import Register
from vardag.doors.inbox.registers.columns import column_name, status, value_of
from vardag.doors.inbox.registers.filters import Filter
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.audit.words import Named, NamedRow
from vardag.rooms.lists.registers import Registered, Show
from vardag.rooms.registers.queries import ByHand, InForce, Line, RegisterPage

_LONGEST = 160  # characters of an answer
_SHORT = {RECEIVED, CASE, FIRST_RESPONSE, CLOSED}


@dataclass(frozen=True)
class Cell:
    """One value of a row; ``url`` leads to the case, or to the row by hand."""

    text: str
    url: str = ""
    is_short: bool = False  # a date or a number, which is not broken
    is_protected: bool = False  # stands for a name that isn't told


@dataclass(frozen=True)
class Shown:
    """A row of the register in words."""

    cells: tuple[Cell, ...]
    status: Cell


@dataclass(frozen=True)
class Choice:
    """One of the ways to choose rows."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Page:
    """The whole page."""

    key: str
    name: str
    headings: tuple[str, ...]
    lines: tuple[Shown, ...]
    choices: tuple[Choice, ...]
    filter: Filter
    previous: str  # addresses; empty for none
    next: str
    number: int
    may_keep: bool


def register_page_in_words(
    here: InForce, found: RegisterPage, wanted: Filter, clinic: ClinicId, *, may_keep: bool
) -> Page:
    """Return a page of a register in the reader's words."""
    number = found.number
    return Page(
        key=here.register.key,
        name=in_words(here.register.name),
        headings=tuple(column_name(column, here.form) for column in here.register.columns),
        lines=tuple(_shown(row, here.register, clinic) for row in found.rows),
        choices=tuple(_choices(wanted, may_keep=may_keep)),
        filter=wanted,
        previous=wanted.address(page=number - 1) if number > 1 else "",
        next=wanted.address(page=number + 1) if found.has_more else "",
        number=number,
        may_keep=may_keep,
    )


def _choices(wanted: Filter, *, may_keep: bool) -> list[Choice]:
    labels = {
        Show.ALL: gettext("All"),
        Show.OPEN: gettext("Those not done"),
        Show.COMPLETED: gettext("Those done"),
    }
    if may_keep:
        labels[Show.STRUCK] = gettext("Struck out")
    return [
        Choice(label, wanted.address(show=each.value), is_current=each is wanted.asked.show)
        for each, label in labels.items()
    ]


def _shown(row: Line, register: Register, clinic: ClinicId) -> Shown:
    leads = _url(row, register)
    cells = tuple(_cell(row, column, clinic, leads) for column in register.columns)
    is_linked = any(cell.url for cell in cells)
    return Shown(cells, Cell(status(row, clinic), url="" if is_linked else leads))


def _url(row: Line, register: Register) -> str:
    if isinstance(row, ByHand):
        return reverse("inbox:register_row", args=(register.key, row.id))
    return reverse("inbox:case", args=(row.case,))


def _cell(row: Line, column: str, clinic: ClinicId, leads: str) -> Cell:
    value = value_of(row, column, clinic)
    text = short_date(value) if isinstance(value, date) else value or ""
    if column == CASE:
        number = row.number if isinstance(row, Registered) else gettext("By hand")
        return Cell(number, url=leads, is_short=True)
    is_hidden = row.is_protected and column in (PATIENT, SENDER) and bool(text)
    return Cell(_cut(text), is_short=column in _SHORT, is_protected=is_hidden)


def _cut(answer: str) -> str:
    """Return as much of an answer as a table has room for; the case, or the row, has the rest."""
    return answer if len(answer) <= _LONGEST else f"{answer[:_LONGEST].rstrip()} …"


def named(rows: tuple[Line, ...] | list[Line]) -> tuple[list[Named], list[NamedRow]]:
    """Return what the access log says of rows: their cases, and those by hand."""
    cases = [(row.case, row.patient_id) for row in rows if isinstance(row, Registered)]
    by_hand: list[tuple[int, PersonId | None]] = [
        (row.id, row.person) for row in rows if isinstance(row, ByHand)
    ]
    return cases, by_hand
