"""A workbook's sheet read as rows of a register: what is new, what is there already, what is wrong.

All or nothing: one row that can't be read stops the whole import, and is told with its number, its
column, the problem and the remedy. What is there already is told, and left out, but for a row by hand
that has been done since. A case's row follows from its case, and no workbook changes it.

Source: R16; ADR-0046.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vardag.domain.registers.cells import Cell, NotReadable, is_blank, text_of
from vardag.domain.registers.entry import (
    BEFORE_IT_CAME,
    CASE,
    CLOSED,
    IGNORED,
    NUMBER,
    PATIENT,
    RECEIVED,
    WHICH_DAY,
    Cells,
    Entry,
    done_in,
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
class Standing:
    """A row by hand that the register has: when it came, and whether it waits to be done."""

    id: int
    received: date
    is_open: bool = False


@dataclass(frozen=True)
class Known:
    """What the register has already, and the words that stand for a name that isn't told.

    ``rows`` are those by hand, by each mark that tells one from others; ``cases`` the rows of cases by
    their numbers, with the local date on which each was done, if it is.
    """

    rows: Mapping[str, Standing] = field(default_factory=dict)
    cases: Mapping[str, date | None] = field(default_factory=dict)
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
    """A row that isn't taken in, and why. ``differs``: it says otherwise than the register."""

    row: int
    why: Sentence
    differs: bool = False


@dataclass(frozen=True)
class Done:
    """A row that the register has, and that the workbook knows to be done since: its id there."""

    row: int
    id: int
    entry: Entry


@dataclass(frozen=True)
class Judged:
    """What came of reading a sheet: the new rows with their numbers in the workbook, and the rest."""

    new: tuple[tuple[int, Entry], ...] = ()
    done: tuple[Done, ...] = ()
    faults: tuple[Fault, ...] = ()
    left_out: tuple[Told, ...] = ()
    missing: tuple[Sentence, ...] = field(default=())

    @property
    def can_be_imported(self) -> bool:
        return bool(self.new or self.done) and not self.faults and not self.missing


_THERE = say("The row is in the register already.")
_TWICE = say("The same as row %(row)s.")
_OF_CASE = say("The row is that of case %(case)s, which the register has already.")
_OF_OPEN_CASE = say(
    "The row is that of case %(case)s. The workbook says that it is done, and the case isn't answered."
)
_OF_CASE_OTHERWISE = say(
    "The row is that of case %(case)s, which was done on %(here)s. The workbook says %(there)s."
)
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
    judging = _Judging(known, on=on, since_1904=since_1904)
    for number, cells, wrong in _below(rows, reading):
        judging.take(number, cells, wrong)
    return Judged(
        tuple(judging.new), tuple(judging.done), tuple(judging.faults), tuple(judging.left_out)
    )


class _Judging:
    """Takes one row after another, and remembers which it has seen."""

    def __init__(self, known: Known, *, on: date, since_1904: bool) -> None:
        self.known, self.on, self.since_1904 = known, on, since_1904
        self.new: list[tuple[int, Entry]] = []
        self.done: list[Done] = []
        self.faults: list[Fault] = []
        self.left_out: list[Told] = []
        self._seen: dict[str, int] = {}
        self._completed: set[int] = set()

    def take(self, number: int, cells: Cells, wrong: Sequence[Fault]) -> None:
        """Place a row: among the new, the done, the faulty, or those that are left out."""
        self.faults += wrong
        told = self._of_others(number, cells)
        if told:
            self.left_out.append(told)
        elif not wrong:
            entry, problems = entry_of(cells, on=self.on, since_1904=self.since_1904)
            self.faults += [
                Fault(number, each.column, each.problem, each.remedy) for each in problems
            ]
            if entry:
                self._place(number, entry)

    def _of_others(self, number: int, cells: Cells) -> Told | None:
        """Return why a row is left out before it is read: it is a case's own, or names nobody."""
        case, patient = cells.get(CASE), cells.get(PATIENT)
        if isinstance(case, str) and case.strip() in self.known.cases:
            return self._of_case(number, case.strip(), cells)
        if isinstance(patient, str) and patient.strip() in self.known.protected:
            return Told(number, Sentence(_PROTECTED))
        return None

    def _of_case(self, number: int, case: str, cells: Cells) -> Told:
        """Tell of a case's row, which no workbook changes, and whether the two say the same."""
        here = self.known.cases[case]
        is_done, there = done_in(cells, on=self.on, since_1904=self.since_1904)
        if is_done and here is None:
            return Told(number, Sentence(_OF_OPEN_CASE, {"case": case}), differs=True)
        if here is not None and there is not None and here != there:
            days = {"here": here.isoformat(), "there": there.isoformat()}
            return Told(number, Sentence(_OF_CASE_OTHERWISE, {"case": case, **days}), differs=True)
        return Told(number, Sentence(_OF_CASE, {"case": case}))

    def _place(self, number: int, entry: Entry) -> None:
        mark, before = entry.fingerprint, self._seen.get(entry.fingerprint)
        there = self.known.rows.get(mark)
        if before is not None:
            self.left_out.append(Told(number, Sentence(_TWICE, {"row": before})))
            return
        self._seen[mark] = number
        if there is None:
            self.new.append((number, entry))
        elif entry.is_done and there.is_open and there.id not in self._completed:
            self._complete(number, entry, there)
        else:
            self.left_out.append(Told(number, Sentence(_THERE)))

    def _complete(self, number: int, entry: Entry, there: Standing) -> None:
        """Take it that a row is done, if it can be: one that was corrected here may have come later."""
        self._completed.add(there.id)
        if entry.done and entry.done < there.received:
            self.faults.append(Fault(number, CLOSED, Sentence(BEFORE_IT_CAME), Sentence(WHICH_DAY)))
        else:
            self.done.append(Done(number, there.id, entry))


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
