"""What stands in a cell of a table: text, a number, a date, a mark, nothing, or what can't be told."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Never

from vardag.domain.case.form import storable
from vardag.domain.words import Sentence, say, visible

LONGEST = 4_000  # characters of a cell; a page and a half


class Why(StrEnum):
    """Why nobody can tell what a cell says, though something is in it."""

    FORMULA = "formula"  # one that was never worked out
    ERROR = "error"  # one that came to nothing, such as #REF!


@dataclass(frozen=True)
class Unread:
    """A cell that says something in its program and nothing here."""

    why: Why
    text: str = ""


type Cell = str | int | float | bool | date | Unread | None


class NotReadable(Exception):
    """A cell can't be read as what its column holds: what is wrong, and what to do about it."""

    def __init__(self, problem: str, remedy: str, **particulars: object) -> None:
        self.problem = Sentence(problem, particulars)
        self.remedy = Sentence(remedy, particulars)
        super().__init__(str(self.problem))


_FORMULA = say("The cell has a formula that hasn't been worked out.")
_ERROR = say("The cell says “%(cell)s”: its formula doesn't work.")
_WORK_OUT = say(
    "Open the workbook in Excel, save it and choose it again, or write the value instead."
)


def refuse(problem: str, remedy: str, cell: Cell = None) -> Never:
    """Refuse a cell, quoting how it begins where the sentence has room for it."""
    raise NotReadable(problem, remedy, cell=_quoted(cell))


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person reads in it, without what no database stores.

    :raises NotReadable: if it is a formula without a value, or far too long
    """
    found = storable(unicodedata.normalize("NFC", _as_written(cell))).strip()
    if not visible(found):
        return ""
    if len(found) > LONGEST:
        refuse(
            say("The text is longer than 4,000 characters."),
            say("Shorten it, or divide it between two rows."),
        )
    return found


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not visible(cell))


def _as_written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "x" if cell else ""
        case date():
            return cell.isoformat()
        case float():
            return _number(cell)
        case Unread(why=Why.FORMULA):
            refuse(_FORMULA, _WORK_OUT)
        case Unread():
            refuse(_ERROR, _WORK_OUT, cell.text)
        case _:
            return str(cell)


def _number(number: float) -> str:
    """Return a number as it is written here: a comma before decimals, none of them if they are zero."""
    plain = f"{number:.10f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else str(number)
    return plain.replace(".", ",")


def _quoted(cell: Cell) -> str:
    text = cell.text if isinstance(cell, Unread) else str("" if cell is None else cell)
    line = " ".join(storable(text).split())
    return line if len(line) <= 40 else f"{line[:39]}…"
