"""A workbook's sheet read as rows of a register: what is new, what is there already, what is wrong.

All or nothing: one row that can't be read stops the whole import, and is told with its number, its
column, the problem and the remedy. What is there already is told, and left out. Source: R16; ADR-0046.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vardag.domain.registers.cells import Cell, NotReadable, is_blank, text_of
from vardag.domain.registers.entry import (
    CASE,
    IGNORED,
    NUMBER,
    PATIENT,
    RECEIVED,
    Cells,
    Entry,
    entry_of,
)
from vardag.domain.registers.headings import takes_several
from vardag.domain.words import Sentence, say

type Row = Sequence[Cell]


@dataclass(frozen=True)
class Reading:
    """How a sheet is read: in which of its rows the headings stand, from 0, and what each column is.

    ``columns`` hold a register's column for each of the sheet's; empty for what isn't taken in.
    """

    heading: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What the register has already, and the words that stand for a name that isn't told."""

    fingerprints: Collection[str] = frozenset()
    cases: Collection[str] = frozenset()  # numbers of the cases that have rows of their own
    protected: Collection[str] = frozenset()


@dataclass(frozen=True)
class Fault:
    """What is wrong: the row's number in the workbook, its column, and in two sentences what and how."""

    row: int
    column: str
    problem: Sentence
    remedy: Sentence


@dataclass(frozen=True)
class Told:
    """A row that isn't taken in, and why."""

    row: int
    why: Sentence


@dataclass(frozen=True)
class Judged:
    """What came of reading a sheet: the new rows with their numbers in the workbook, and the rest."""

    new: tuple[tuple[int, Entry], ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[Told, ...] = ()
    missing: tuple[Sentence, ...] = field(default=())

    @property
    def can_be_imported(self) -> bool:
        return bool(self.new) and not self.faults and not self.missing


_THERE = say("The row is in the register already.")
_TWICE = say("The same as row %(row)s.")
_OF_CASE = say("The row is that of case %(case)s, which the register has already.")
_PROTECTED = say(
    "The row is about somebody with protected personal details, whom the workbook doesn't name."
)


def missing_columns(reading: Reading) -> tuple[Sentence, ...]:
    """Return what a sheet can't do without: when, and whom it is about."""
    named = set(reading.columns)
    found = []
    if RECEIVED not in named:
        found.append(Sentence(say("Choose which column holds the date that it came in.")))
    if not named & {PATIENT, NUMBER, "given_name", "family_name"}:
        found.append(Sentence(say("Choose which column holds the name or the personal number.")))
    return tuple(found)


def judge(
    rows: Sequence[Row], reading: Reading, known: Known, *, on: date, since_1904: bool = False
) -> Judged:
    """Return what a sheet says, row by row, below its headings.

    :param on: today's local date
    :param since_1904: whether the workbook counts days from 1904
    """
    missing = missing_columns(reading)
    if missing:
        return Judged(missing=missing)
    new: list[tuple[int, Entry]] = []
    faults: list[Fault] = []
    left_out: list[Told] = []
    seen: dict[str, int] = {}
    for number, cells, wrong in _below(rows, reading):
        why = _why_left_out(cells, known)
        entry, problems = (
            (None, ()) if why or wrong else entry_of(cells, on=on, since_1904=since_1904)
        )
        if entry:
            why = _there(entry, known, seen)
        if why:
            left_out.append(Told(number, why))
        elif entry:
            seen[entry.fingerprint] = number
            new.append((number, entry))
        faults += wrong or [
            Fault(number, each.column, each.problem, each.remedy) for each in problems
        ]
    return Judged(tuple(new), tuple(faults), tuple(left_out))


def _below(rows: Sequence[Row], reading: Reading) -> Iterator[tuple[int, Cells, list[Fault]]]:
    """Yield each row below the headings that says anything: number, cells, what can't be joined."""
    for number, row in enumerate(rows[reading.heading + 1 :], start=reading.heading + 2):
        wrong: list[Fault] = []
        cells = _cells(row, reading, number, wrong)
        if not all(map(is_blank, cells.values())):
            yield number, cells, wrong


def _cells(row: Row, reading: Reading, number: int, wrong: list[Fault]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for cell, column in zip(row, reading.columns, strict=False):
        if not column or column == IGNORED or is_blank(cell):
            continue
        if column in found and takes_several(column):
            found[column] = _together(found[column], cell, number, column, wrong)
        else:
            found[column] = cell
    return found


def _together(one: Cell, other: Cell, number: int, column: str, wrong: list[Fault]) -> Cell:
    """Return two cells as one; a tick or words are put after one another."""
    try:
        return ", ".join(filter(None, (text_of(one), text_of(other))))
    except NotReadable as refused:
        wrong.append(Fault(number, column, refused.problem, refused.remedy))
        return None


def _why_left_out(cells: Cells, known: Known) -> Sentence | None:
    """Return why a row is left out before it is read: it is a case's own, or names nobody."""
    case, patient = cells.get(CASE), cells.get(PATIENT)
    if isinstance(case, str) and case.strip() in known.cases:
        return Sentence(_OF_CASE, {"case": case.strip()})
    if isinstance(patient, str) and patient.strip() in known.protected:
        return Sentence(_PROTECTED)
    return None


def _there(entry: Entry, known: Known, seen: Mapping[str, int]) -> Sentence | None:
    if entry.fingerprint in known.fingerprints:
        return Sentence(_THERE)
    if entry.fingerprint in seen:
        return Sentence(_TWICE, {"row": seen[entry.fingerprint]})
    return None
