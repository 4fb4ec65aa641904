"""One sheet of a workbook, as its XML streams by: what each cell says, and where it stands."""

import math
import re
from collections.abc import Sequence
from datetime import date

from vardag.domain.registers.cells import Cell, Unread, Why
from vardag.domain.registers.dates import serial_date
from vardag.rooms.registers.files.package import TOO_LARGE, Attributes, Package
from vardag.rooms.registers.files.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Rows,
    refuse,
    too_many_rows,
    too_wide,
    trimmed,
)
from vardag.rooms.registers.files.strings import spelled

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})")


class SheetReader:
    """Reads sheets of one workbook; of all of them together so many cells are taken."""

    def __init__(
        self,
        package: Package,
        strings: Sequence[str],
        dates: Sequence[bool],
        since_1904: bool,  # noqa: FBT001
    ) -> None:
        self._package, self._strings, self._dates = package, strings, dates
        self._since_1904 = since_1904
        self._left = MOST_CELLS

    def rows(self, part: str) -> Rows:
        """Return a sheet's rows.

        :raises InvalidForm: if it is damaged, or more than is taken
        """
        self._found: dict[int, dict[int, Cell]] = {}
        self._merged: list[tuple[int, int, int]] = []  # column, first row, last row
        self._row = self._column = 0
        self._begin({})
        self._takes = False
        self._package.parse(part, start=self._begun, end=self._ended, text=self._said)
        self._fill_down()
        last = max(self._found, default=0)
        return trimmed(_dense(self._found.get(number, {})) for number in range(1, last + 1))

    def _begin(self, attributes: Attributes) -> None:
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value: list[str] = []
        self._has_value = self._has_formula = False

    def _begun(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin(attributes)
            self._place(attributes.get("r", ""))
        elif name in ("v", "t"):
            self._takes = self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isascii() and given.isdigit() else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _ended(self, name: str) -> None:
        self._takes = False
        if name == "c":
            self._keep(self._cell())

    def _said(self, text: str) -> None:
        if self._takes:
            self._value.append(text)

    def _place(self, written: str) -> None:
        place = _PLACE.fullmatch(written)
        self._column = _column(place[1]) if place else self._column + 1
        self._row = int(place[2]) if place else self._row

    def _keep(self, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if self._row > MOST_ROWS:
            too_many_rows()
        if self._column > MOST_COLUMNS:
            too_wide()
        self._left -= 1
        if self._left < 0:
            refuse(TOO_LARGE)
        self._found.setdefault(self._row, {})[self._column] = cell

    def _cell(self) -> Cell:
        text = "".join(self._value)
        if self._has_formula and not text and self._kind != "str":
            return Unread(Why.FORMULA)
        match self._kind:
            case "s":
                at = int(text) if text.isascii() and text.isdigit() else -1
                return self._strings[at] if 0 <= at < len(self._strings) else None
            case "e":
                return Unread(Why.ERROR, text[:40])
            case "b":
                return text == "1"
            case "d":
                return _iso(text)
            case "n":
                return self._number(text)
            case _:
                return spelled(text)

    def _number(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return text or None
        if not math.isfinite(number):
            return text
        if self._is_date() and (day := serial_date(number, since_1904=self._since_1904)):
            return day
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _is_date(self) -> bool:
        style = self._style
        at = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else -1
        return 0 <= at < len(self._dates) and self._dates[at]

    def _merge(self, written: str) -> None:
        found = _MERGED.fullmatch(written)
        if found and int(found[2]) < int(found[3]):
            self._merged.append((_column(found[1]), int(found[2]), int(found[3])))

    def _fill_down(self) -> None:
        """Give a merged cell's value to each of its rows that has others, as far as the sheet goes."""
        last = max(self._found, default=0)
        for column, first, until in self._merged:
            cell = self._found.get(first, {}).get(column)
            for row in range(first + 1, min(until, last) + 1) if cell is not None else ():
                self._left -= 1
                if self._left < 0:
                    refuse(TOO_LARGE)
                if row in self._found:
                    self._found[row].setdefault(column, cell)


def _iso(text: str) -> Cell:
    found = _ISO.match(text)
    try:
        return date.fromisoformat(found[1]) if found else text
    except ValueError:
        return text


def _dense(cells: dict[int, Cell]) -> list[Cell]:
    return [cells.get(column) for column in range(1, max(cells, default=0) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
