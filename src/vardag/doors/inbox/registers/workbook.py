"""A register's rows as a workbook: dates are dates, and words are words, whatever they begin with.

What a family wrote can begin with a sign by which a program takes it for a formula. It is stored as text
and marked as text, so that it stays that when somebody edits the cell.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.registers.columns import column_name, value_of, workbook_columns
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
    import xlsxwriter  # noqa: PLC0415 - some 10 MB, for what most processes never do

    to = BytesIO()
    with xlsxwriter.Workbook(to, _OPTIONS) as book:
        name = in_words(here.register.name).translate(_NO_SHEETS_NAME)[:31]
        sheet = book.add_worksheet(name)
        _write(book, sheet, here, rows, clinic)
    return to.getvalue()


def _write(book: Any, sheet: Any, here: InForce, rows: Sequence[Line], clinic: ClinicId) -> None:
    columns = workbook_columns(here.register)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    quoted = book.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
    )
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDE.get(column, 40 if column.startswith("field:") else 13))
        sheet.write_string(0, at, column_name(column, here.form), bold)
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            value = value_of(row, column, clinic)
            if isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            elif value:
                sheet.write_string(number, at, value, quoted if value.startswith(_SIGNS) else text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
