"""What a chosen file comes to, whichever kind it is, and how much of it is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Never

from vardag.domain.case.form import storable
from vardag.domain.people.clinic import refuse as refuse_field
from vardag.domain.registers.cells import Cell, is_blank
from vardag.domain.words import say

FIELD = "file"
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 50
MOST_CELLS = 600_000

type Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet, its rows as long as what is in them, from its first to the last that says anything."""

    name: str
    rows: Rows
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Workbook:
    """A file's sheets in their order; ``since_1904`` as ``typed_date`` has it."""

    sheets: tuple[Sheet, ...]
    since_1904: bool = False


def refuse(sentence: str, **particulars: object) -> Never:
    """Refuse a file.

    :raises InvalidForm: with a problem for the field ``file``
    """
    refuse_field(FIELD, sentence, **particulars)


def too_many_rows() -> Never:
    refuse(
        say(
            "The file has more than %(most)s rows. Divide it into several, and choose one at a time."
        ),
        most=f"{MOST_ROWS:,}".replace(",", " "),
    )


def too_wide() -> Never:
    refuse(
        say("A sheet has more than %(most)s columns. Keep those that are about the requests."),
        most=MOST_COLUMNS,
    )


def trimmed(rows: Iterable[Iterable[Cell]]) -> Rows:
    """Return rows without what is empty at their ends, and without empty rows after the last.

    And texts without the characters that no database stores alike.
    """
    found: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = [storable(cell) if isinstance(cell, str) else cell for cell in row]
        while cells and is_blank(cells[-1]):
            cells.pop()
        found.append(tuple(cells))
    while found and not found[-1]:
        found.pop()
    return tuple(found)
