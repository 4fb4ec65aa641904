"""A workbook as Excel saves it (ECMA-376), read into plain cells.

Formulas are read as what they came to when the workbook was saved. A merged cell's value counts in each
of its rows, as whoever reads the sheet takes it to. What is merely formatted isn't there.
"""

import posixpath
import re
from collections.abc import Callable

from vardag.domain.case.form import storable
from vardag.domain.words import say
from vardag.rooms.registers.files.package import Attributes, Package, attribute
from vardag.rooms.registers.files.sheet import SheetReader
from vardag.rooms.registers.files.sheets import MOST_SHEETS, Sheet, Workbook, refuse
from vardag.rooms.registers.files.strings import shared_strings

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))  # built-in formats with a day
_LONGEST = 255  # letters of a way to write numbers, in Excel; one without an end would take hours
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_OTHER_KIND = say("The file isn't a workbook that can be read here. Save it as .xlsx or as CSV.")


class _Book:
    """What the workbook says of itself: its sheets, in which part each is, and how days are counted."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.since_1904 = False
        self.sheets: list[tuple[str, str, bool]] = []  # name, relation, hidden
        self.main = next(iter(self._related("", "officeDocument").values()), "xl/workbook.xml")
        if self.main not in package.names:
            refuse(_OTHER_KIND)
        package.parse(self.main, start=self._begun)
        self.parts = self._related(self.main, "worksheet")

    def _begun(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attribute(attributes, "id"), hidden))
            if len(self.sheets) > MOST_SHEETS:
                refuse(say("The workbook has more than %(most)s sheets."), most=MOST_SHEETS)

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts of a kind that a part refers to, by the names of the relations."""
        folder, base = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, str] = {}

        def begun(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
                target = attributes.get("Target", "")
                whole = (
                    target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                )
                found[attributes.get("Id", "")] = posixpath.normpath(whole)

        if where in self.package.names:
            self.package.parse(where, start=begun)
        return found

    def one(self, kind: str) -> str | None:
        """Return the workbook's only part of a kind, if it is there."""
        part = next(iter(self._related(self.main, kind).values()), None)
        return part if part in self.package.names else None


def read_xlsx(data: bytes) -> Workbook:
    """Return a workbook's sheets.

    :raises InvalidForm: if it can't be read, or is more than is taken
    """
    package = Package(data)
    book = _Book(package)
    strings = shared_strings(package, book.one("sharedStrings"))
    reader = SheetReader(package, strings, _dates(package, book.one("styles")), book.since_1904)
    sheets = [
        Sheet(storable(name)[:60], reader.rows(book.parts[relation]), is_hidden=hidden)
        for name, relation, hidden in book.sheets
        if book.parts.get(relation) in package.names
    ]
    return Workbook(tuple(sheets), since_1904=book.since_1904)


def _dates(package: Package, part: str | None) -> tuple[bool, ...]:
    """Return of each of the workbook's styles whether it shows a number as a date."""
    if part is None:
        return ()
    custom: dict[str, str] = {}
    styles: list[str] = []
    within = ""

    def begun(name: str, attributes: Attributes) -> None:
        nonlocal within
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            within = name
        elif name == "xf" and within == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))

    def ended(name: str) -> None:
        nonlocal within
        within = "" if name == within else within

    package.parse(part, start=begun, end=ended)
    return tuple(_shows_a_date(each, custom.get) for each in styles)


def _shows_a_date(style: str, custom: Callable[[str], str | None]) -> bool:
    written = custom(style)
    if written is None:
        return style.isdigit() and int(style) in _DATES
    return bool(set(_NOT_LETTERS.sub("", written[:_LONGEST].lower())) & set("yd"))
