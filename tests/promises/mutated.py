"""Workbooks as people and programs leave them: a good one, and what becomes of it, from a seed.

What should come of each is known as it is made, cell by cell, and never worked out by the product.
"""

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

import openpyxl

from tests.workbooks import saved, whole

TODAY = date(2026, 4, 10)
MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
RECEIVED, NUMBER, NAME, MEDICINE, NOTE, DONE = range(6)
HEADINGS: tuple[tuple[str, ...], ...] = (
    ("Datum", "Inkom", "DATUM IN", "Inkommet", "Förfrågan inkom"),
    ("Personnummer", "Personnr.", "pnr", "Pers.nr", "Födelsenummer"),
    ("Namn", "Patient", "Barnets namn", "PATIENTNAMN", "Barn"),
    ("Läkemedel", "Medicin", "Preparat", "Läkemedel/styrka", "Recept"),
    ("Kommentar", "Övrigt", "Anm.", "Notering"),
    ("Klart", "Utfört", "Förnyat", "Recept utfärdat"),
)
COLUMNS = (
    *("Inkom", "Personnummer", "Barn", "Vilken medicin gäller det?"),
    *("Något mer vi ska veta?", "Klart"),
)
NAMES = ("Ada Ek", "Bo Åström", "Çelik Ünal", "=1+1", "O'Neill Märta", "陈 明", "Zoë-Lisa af Ö")
MEDICINES = (
    "Concerta 18 mg",
    "Ritalin 10 mg; 2 ggr/dag",
    '"Elvanse" 30',
    "+Melatonin\n2 mg",
    "@x",
    "Å",
)

# Days as people write them; each is read as that day.
SHAPES: tuple[Callable[[date], object], ...] = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day:%Y%m%d}",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: f"{day.day}/{day.month} {day.year}",
    lambda day: f"{day.day}/{day.month}-{day:%y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day:%y}",
    lambda day: f" {day.day} {MONTHS[day.month - 1].upper()} {day.year} ",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.isoformat()} 08:15",
    lambda day: f"{day:%y%m%d}",
    lambda day: day.isoformat().replace("-", "\u2013"),
)
NO_DAYS = (
    "2/4",
    "igår",
    "31/2 2026",
    "2027-01-01",
    "1998-05-05",
    "v. 14",
    12,
    "=A",
    "2 april",
    "06-05-26",
)
NUMBERS: tuple[Callable[[str], object], ...] = (
    str,
    int,
    lambda number: f"{number[:8]}-{number[8:]}",
    lambda number: f"{number[2:8]}-{number[8:]}",
    lambda number: f" {number[:8]} {number[8:]} ",
    lambda number: f"'{number}",
    lambda number: number[2:],
)
NO_NUMBERS = ("20140505", "hej", "201413052399", 12, "19000101-0000", "20141332-1234", "?" * 40)


@dataclass
class Row:
    """A row as it is written, and what it must be read as."""

    cells: list[object]
    received: date
    number: str
    name: str
    medicine: str
    wrong: set[int] = field(default_factory=set)  # columns


@dataclass
class Mutant:
    """A file, and what must come of it: all its rows, or none and these places in the report."""

    data: bytes
    rows: list[Row] = field(default_factory=list)
    places: set[tuple[int, str]] = field(default_factory=set)  # row in the file, column
    may_be_refused: bool = False  # its bytes are broken: whole or nothing
    told: str = ""  # how it was made


def mutant(draw: random.Random) -> Mutant:
    """Return a workbook with what a year at a clinic does to one."""
    rows = [_row(draw, nth) for nth in range(draw.randint(1, 8))]
    if draw.random() < 0.45:
        for row in draw.sample(rows, draw.randint(1, len(rows))):
            _spoil(draw, row)
    order = draw.sample(range(6), 6)
    above = draw.choice((0, 0, 1, 3))
    lines = [_title(draw) for _ in range(above)]
    lines.append([draw.choice(HEADINGS[column]) for column in order])
    places: set[tuple[int, str]] = set()
    for row in rows:
        lines += [[]] * (draw.random() < 0.15)
        lines.append([row.cells[column] for column in order])
        places |= {(len(lines), COLUMNS[column]) for column in row.wrong}
    _widen(draw, lines)
    made = draw.choice((_as_xlsx, _as_xlsx, _as_csv))(draw, lines)
    found = Mutant(made, rows, places, told=f"{lines!r}")
    return _broken(draw, found) if draw.random() < 0.25 else found


def _row(draw: random.Random, nth: int) -> Row:
    day = TODAY - timedelta(days=draw.randint(0, 700))
    born = TODAY - timedelta(days=draw.randint(2000, 6000))
    number = whole(f"{born:%Y%m%d}{draw.randint(100, 999)}")
    name, medicine = draw.choice(NAMES), f"{draw.choice(MEDICINES)} {nth}"
    done = draw.choice((None, "", "x", "Klart", draw.choice(SHAPES[:2])(TODAY)))
    cells = [draw.choice(SHAPES)(day), draw.choice(NUMBERS)(number), name, medicine, None, done]
    return Row(cells, day, number, name, medicine)


def _spoil(draw: random.Random, row: Row) -> None:
    kind = draw.choice(("day", "number", "who", "none", "long"))
    if kind == "day":
        _put(row, RECEIVED, draw.choice(NO_DAYS))
    elif kind == "number":
        _put(row, NUMBER, draw.choice(NO_NUMBERS))
    elif kind == "who":
        row.cells[NUMBER] = None
        _put(row, NAME, draw.choice((None, " ", "\u200b")))
    elif kind == "none":
        _put(row, RECEIVED, draw.choice((None, " ")))
    else:
        _put(row, MEDICINE, "m" * 4_500)


def _put(row: Row, column: int, cell: object) -> None:
    row.cells[column] = cell
    row.wrong.add(column)


def _title(draw: random.Random) -> list[object]:
    titles: tuple[list[object], ...] = (
        [],
        ["Receptförfrågningar BUP"],
        ["Uppdaterad", TODAY],
        [None, "OBS! Skriv här"],
    )
    return draw.choice(titles)


def _widen(draw: random.Random, lines: list[list[object]]) -> None:
    """Put columns beside that the register doesn't have."""
    for _ in range(draw.choice((0, 0, 1, 3))):
        for line in lines:
            if line:
                line.append(draw.choice(("", "bort", 7, None)))


def _as_xlsx(draw: random.Random, lines: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, line in enumerate(lines, start=1):
        for column, cell in enumerate(line, start=1):
            if cell is not None:
                placed = sheet.cell(at, column, value=cell)
                placed.data_type = "s" if isinstance(cell, str) else placed.data_type
    if draw.random() < 0.3:
        other = book.create_sheet("Gamla", 0)
        other.sheet_state = draw.choice(("visible", "hidden", "veryHidden"))
        other.append(["Anteckningar"])
        book.active = 1
    if draw.random() < 0.2:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = "A1:F9"
    return saved(book)


def _as_csv(draw: random.Random, lines: list[list[object]]) -> bytes:
    sign = draw.choice(";;,\t")
    text = draw.choice(("", f"sep={sign}\r\n")) if sign != "\t" else ""
    for line in lines:
        text += sign.join(_quoted(cell) for cell in line) + draw.choice(("\r\n", "\n"))
    encoding = draw.choice(("utf-8-sig", "utf-8", "utf-16", "cp1252"))
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _quoted(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"'


def _broken(draw: random.Random, found: Mutant) -> Mutant:
    """Break a file's bytes: cut, turned over, doubled, or something else altogether."""
    data = bytearray(found.data)
    kind = draw.choice(("cut", "turned", "cut", "other", "zip"))
    if kind == "cut":
        data = data[: draw.randrange(len(data))]
    elif kind == "turned":
        for _ in range(draw.randint(1, 20)):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    elif kind == "other":
        data = bytearray(
            draw.choice((b"", b"\0" * 99, b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        )
    else:
        data = bytearray(_another_zip(draw))
    return Mutant(bytes(data), found.rows, may_be_refused=True, told=f"{kind}: {found.told}")


def _another_zip(draw: random.Random) -> bytes:
    to = BytesIO()
    bomb = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", draw.choice(("<workbook/>", bomb, "<a", "")))
        package.writestr("word/document.xml", "<x/>")
        package.writestr("xl/worksheets/sheet1.xml", " " * 200_000)
    return to.getvalue()
