"""Workbooks for tests, made as other programs make them."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import openpyxl

from vardag.domain.people.personal_number import check_digit

HEADINGS = ("Datum", "Personnummer", "Namn", "Läkemedel", "Kommentar", "Klart", "Sign")


def whole(eleven: str) -> str:
    """Return a personal number from its first eleven digits."""
    return f"{eleven}{check_digit(eleven[2:])}"


ADA, BO = whole("20140505238"), whole("20120412123")
ROWS: tuple[tuple[object, ...], ...] = (
    (date(2026, 3, 30), ADA, "Ada Ek", "Concerta 18 mg", "Mamma ringde", date(2026, 3, 31), "SS"),
    ("1/4 2026", f"{BO[2:8]}-{BO[8:]}", "Bo Å", "Ritalin 10 mg", None, None, None),
)


def xlsx(
    rows: Iterable[Sequence[object]] = (HEADINGS, *ROWS),
    *,
    name: str = "Blad1",
    also: Iterable[tuple[str, Iterable[Sequence[object]]]] = (),
) -> bytes:
    """Return a workbook of these rows, and of other sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for title, others in also:
        other = book.create_sheet(title)
        for row in others:
            other.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    to = BytesIO()
    book.save(to)
    return to.getvalue()


def read(data: bytes) -> list[list[object]]:
    """Return what another program reads in the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
