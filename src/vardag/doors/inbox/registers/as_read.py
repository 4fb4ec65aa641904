"""How a chosen file is read, so that somebody can say otherwise: its sheets, headings and columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext

from vardag.domain.registers.cells import Cell, Unread, is_blank
from vardag.domain.registers.headings import heading_text
from vardag.rooms.registers.files.sheets import Sheet, Workbook

_EXAMPLES = 2


@dataclass(frozen=True)
class Choice:
    """One of what can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, what stands in it, and what it can be read as."""

    at: int  # its place, from 0
    letter: str
    heading: str
    examples: str
    choices: tuple[Choice, ...]
    is_left_out: bool


class Reads(Protocol):
    """What is kept of how a file is read: in which row the headings stand, what each column is."""

    heading: int
    columns: list[str]


def sheet_choices(workbook: Workbook, chosen: int) -> Iterator[Choice]:
    """Yield the sheets that one chooses among: those that say anything."""
    for at, sheet in enumerate(workbook.sheets):
        if sheet.is_empty and at != chosen:
            continue
        hidden = gettext("%(sheet)s (hidden)") % {"sheet": sheet.name}
        yield Choice(str(at), hidden if sheet.is_hidden else sheet.name, at == chosen)


def columns_as_read(
    row: Reads, sheet: Sheet, choices: Callable[[str], Iterable[Choice]]
) -> Iterator[Column]:
    """Yield the columns of a sheet that say anything.

    :param choices: what a column can be read as, by what it is read as now
    """
    head = sheet.rows[row.heading] if row.heading < len(sheet.rows) else ()
    below = sheet.rows[row.heading + 1 : row.heading + 51]
    for at, target in enumerate(row.columns):
        cells = [line[at] for line in below if at < len(line) and not is_blank(line[at])]
        heading = heading_text(head[at]) if at < len(head) else ""
        if not cells and not heading:
            continue
        yield Column(
            at=at,
            letter=_letters(at),
            heading=heading,
            examples=" · ".join(_example(cell) for cell in cells[:_EXAMPLES]),
            choices=tuple(choices(target)),
            is_left_out=not target,
        )


def _example(cell: Cell) -> str:
    if isinstance(cell, Unread):
        return cell.text or gettext("(formula)")
    words = " ".join(str(cell).split())
    return words if len(words) <= 30 else f"{words[:29]}…"


def _letters(at: int) -> str:
    """Return a column's letters as a workbook has them, from A."""
    at, last = divmod(at, 26)
    return (_letters(at - 1) if at else "") + chr(65 + last)
