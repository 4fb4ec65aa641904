"""A register's rows as a workbook: dates are dates, and words are words, whatever they begin with.

What a family wrote can begin with a sign by which a program takes it for a formula. It is stored as text
and marked as text, so that it stays that when somebody edits the cell.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.registers.columns import Value, column_name, value_of, workbook_columns
from vardag.doors.shared.sentences import in_words
from vardag.rooms.registers.queries import InForce, Line

_SIGNS = ("=", "+", "-", "@", "\t", "\n")
_WIDE = {"patient": 24, "sender": 24, "case": 11, "personal_number": 15, "status": 22}
_NO_SHEETS_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
}  # no temporary files with what families wrote


def workbook_of(here: InForce, rows: Sequence[Line], clinic: ClinicId) -> bytes:
    """Return rows as a workbook, in the register's columns."""
    columns = workbook_columns(here.register)
    headings = [(column_name(each, here.form), _wide(each)) for each in columns]
    cells = ([value_of(row, each, clinic) for each in columns] for row in rows)
    return written(in_words(here.register.name), headings, cells)


def _wide(column: str) -> int:
    return _WIDE.get(column, 40 if column.startswith("field:") else 13)


def written(
    name: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Return a workbook of one sheet.

    :param headings: with the width of each column, in characters
    """
    import xlsxwriter  # noqa: PLC0415 - some 10 MB, for what most processes never do

    to = BytesIO()
    with xlsxwriter.Workbook(to, _OPTIONS) as book:
        sheet = book.add_worksheet(name.translate(_NO_SHEETS_NAME)[:31])
        _write(book, sheet, headings, rows)
    return to.getvalue()


def _write(
    book: Any, sheet: Any, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    quoted = book.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
    )
    for at, (heading, wide) in enumerate(headings):
        sheet.set_column(at, at, wide)
        sheet.write_string(0, at, heading, bold)
    number = 0
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            elif value:
                sheet.write_string(number, at, value, quoted if value.startswith(_SIGNS) else text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(headings) - 1)
