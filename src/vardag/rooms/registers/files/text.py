"""A file of text with a row on each line (CSV), as Excel, other systems and people save it."""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from vardag.domain.words import say
from vardag.rooms.registers.files.package import TOO_LARGE
from vardag.rooms.registers.files.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    Workbook,
    refuse,
    too_many_rows,
    too_wide,
    trimmed,
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNS = (";", "\t", ",")
_LOOKED_AT = 50  # lines, by which the sign between columns is told


def read_text(data: bytes) -> Workbook:
    """Return the one sheet of a file of text.

    :raises InvalidForm: if it isn't text, or not in columns, or is more than is taken
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    sign, text = _sign(text)
    rows = trimmed(_rows(text, sign))
    return Workbook((Sheet("", rows),))


def _decoded(data: bytes) -> str:
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or _guesses(data)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return refuse(
        say("The file isn't a workbook and isn't text. Choose a file that ends in .xlsx or .csv.")
    )


def _guesses(data: bytes) -> list[str]:
    start = data[:2000]
    if start.count(0) * 3 > len(start):  # every other byte, in a text of our letters
        return ["utf-16-be" if start[:1] == b"\0" else "utf-16-le"]
    return ["utf-8", "cp1252"]


def _sign(text: str) -> tuple[str, str]:
    """Return the sign between columns, and the text; Excel's own line about it is no row."""
    first, _, rest = text.partition("\n")
    told = first.strip(' "')
    if told.startswith("sep=") and told[4:] in (*_SIGNS, "|"):
        return told[4:], rest
    lines = [line for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    return max(_SIGNS, key=lambda sign: _agreement(lines, sign)), text


def _agreement(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many lines have as many of a sign as most lines, and how many that is; 0 for none."""
    counts = [line.count(sign) for line in lines]
    usual = max(set(counts) - {0}, key=counts.count, default=0)
    return (counts.count(usual), usual) if usual else (0, 0)


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    left = MOST_CELLS
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            left -= len(row)
            _check(row, number, left)
            yield row
    except csv.Error:
        refuse(
            say("The file can't be read after row %(row)s: a quotation mark there has no end."),
            row=reader.line_num,
        )


def _check(row: list[str], number: int, left: int) -> None:
    said = [bool(cell.strip()) for cell in row]
    if number > MOST_ROWS and any(said):
        too_many_rows()
    if any(said[MOST_COLUMNS:]):
        too_wide()
    if left < 0:
        refuse(TOO_LARGE)
