"""A list from another system, read row by row: which case or whose, on which day, by whom.

All or nothing, as a register's workbook is (ADR-0046): a row that can't be read stops the comparison,
and is told with its number, its column, the problem and the remedy. Source: R14; ADR-0048.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vardag.domain.registers.cells import Cell, NotReadable, is_blank, refuse, text_of
from vardag.domain.registers.dates import typed_date
from vardag.domain.registers.headings import heading_key
from vardag.domain.registers.numbers import typed_patient_number
from vardag.domain.registers.table import Fault, Reading, Row
from vardag.domain.words import Sentence, say

CASE, NUMBER, DAY, WHAT, WHO = "case", "personal_number", "day", "what", "who"
COLUMNS = (CASE, NUMBER, DAY, WHAT, WHO)
MOST = 5_000  # rows; a clinic's week in another system is some hundred
_LONGEST_WHO = 60
_CASE = re.compile(r"(?<![0-9])([0-9]{2})-([0-9]{4,9})(?![0-9])")
_NAMES: Mapping[str, str] = {
    CASE: "ärende|ärendenummer|ärendenr|ärende id|referens|1177|1177 ärende|case|case number",
    NUMBER: "personnummer|personnr|persnr|pers nr|pnr|person id|patient|patient id|patientnummer|"
    "personal number|pid|ssn",
    DAY: "datum|dag|tid|tidpunkt|dokumenterat|dokumentationsdatum|anteckningsdatum|händelsedatum|"
    "signerat|bokat|avbokat|avbokningsdatum|bokningsdatum|skapad|skapat|besöksdatum|kontaktdatum|"
    "date|day|documented|booked|canceled",
    WHAT: "mall|typ|vad|åtgärd|händelse|anteckningstyp|dokumenttyp|rubrik|template|kind|what|type",
    WHO: "av|vem|sign|signatur|signum|användare|dokumenterat av|bokat av|utfört av|handläggare|by|who|"
    "user",
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A row of the list: a case by its number, or a person (twelve characters) and a day."""

    row: int
    case: int | None = None
    number: str = ""
    day: date | None = None
    what: str = ""
    who: str = ""


@dataclass(frozen=True)
class ReadList:
    """What a sheet says as a list; ``faults`` and ``missing`` keep it from being compared."""

    lines: tuple[Listed, ...] = ()
    faults: tuple[Fault, ...] = ()
    missing: tuple[Sentence, ...] = ()

    @property
    def can_be_compared(self) -> bool:
        return bool(self.lines) and not self.faults and not self.missing

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that the list names; None if it names none."""
        days = [line.day for line in self.lines if line.day]
        return (min(days), max(days)) if days else None


def known_headings() -> dict[str, str]:
    """Return what each known heading means."""
    return {
        heading_key(name): target for target, names in _NAMES.items() for name in names.split("|")
    }


def read_list(
    rows: Sequence[Row], reading: Reading, *, on: date, since_1904: bool = False
) -> ReadList:
    """Return what a sheet says as a list, below its headings.

    :param on: today's local date; nothing was done later
    :param since_1904: whether the workbook counts days from 1904
    """
    named = set(reading.columns)
    if CASE not in named and not {NUMBER, DAY} <= named:
        return ReadList(missing=(Sentence(_CHOOSE),))
    lines: list[Listed] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[reading.heading + 1 :], start=reading.heading + 2):
        cells = _cells(row, reading)
        if not all(map(is_blank, cells.values())):
            line, wrong = _line(number, cells, on=on, since_1904=since_1904)
            faults += wrong
            lines.append(line)
    if len(lines) > MOST:
        return ReadList(missing=(Sentence(_TOO_MANY, {"most": MOST}),))
    return ReadList(tuple(lines), tuple(faults))


_CHOOSE = say(
    "Choose which column holds the case number, or which hold the personal number and the date."
)
_TOO_MANY = say("The list has more than %(most)s rows. Take it out for a shorter time.")
_NOBODY = say("The row has neither a case number nor a personal number.")
_NO_DAY = say("The date is missing. A personal number alone fits all that the family has written.")
_WHICH = say("Write the case number, or the personal number and the date.")


def _cells(row: Row, reading: Reading) -> dict[str, Cell]:
    """Return a row's cells by what they are; of two columns of one kind the first that says anything."""
    found: dict[str, Cell] = {}
    for cell, column in zip(row, reading.columns, strict=False):
        if column and not is_blank(cell):
            found.setdefault(column, cell)
    return found


def _line(
    row: int, cells: Mapping[str, Cell], *, on: date, since_1904: bool
) -> tuple[Listed, list[Fault]]:
    faults: list[Fault] = []

    def read[Found](column: str, reader: Callable[[Cell], Found], nothing: Found) -> Found:
        try:
            return reader(cells[column]) if column in cells else nothing
        except NotReadable as wrong:
            faults.append(Fault(row, column, wrong.problem, wrong.remedy))
            return nothing

    line = Listed(
        row=row,
        case=read(CASE, _case_number, None),
        number=read(NUMBER, lambda cell: typed_patient_number(cell, on=on), ""),
        day=read(DAY, lambda cell: typed_date(cell, on=on, since_1904=since_1904), None),
        what=read(WHAT, text_of, ""),
        who=read(WHO, text_of, "")[:_LONGEST_WHO],
    )
    if not faults and line.case is None:
        faults += _missing(line)
    return line, faults


def _missing(line: Listed) -> list[Fault]:
    if not line.number:
        return [Fault(line.row, NUMBER, Sentence(_NOBODY), Sentence(_WHICH))]
    return [] if line.day else [Fault(line.row, DAY, Sentence(_NO_DAY), Sentence(_WHICH))]


def _case_number(cell: Cell) -> int | None:
    """Return the case that a cell names, such as ``26-0107``, also among other words.

    :raises NotReadable: if it names none, or several
    """
    text = text_of(cell)
    found = {int(each[2]) for each in _CASE.finditer(text)}
    if len(found) == 1:
        return found.pop()
    return refuse(
        say("“%(cell)s” isn't one case number."),
        say("Write it as the case says it, such as 26-0107, or leave the cell empty."),
        cell,
    )
