"""A chosen workbook as it would be read: what is new, what is there, what is wrong and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext

from vardag.domain.registers.entry import (
    CLOSED,
    CLOSED_BY,
    IGNORED,
    NUMBER,
    PATIENT,
    RECEIVED,
    Entry,
)
from vardag.domain.registers.headings import targets
from vardag.domain.registers.table import Fault, Judged
from vardag.doors.inbox.registers.as_read import Choice, Column, columns_as_read, sheet_choices
from vardag.doors.inbox.registers.columns import column_name
from vardag.doors.inbox.registers.report import MOST, Report, more, report, value
from vardag.doors.shared.sentences import in_words, said
from vardag.rooms.registers.files.sheets import Workbook
from vardag.rooms.registers.models import ImportRow
from vardag.rooms.registers.queries import InForce

_NEW = 5


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a row, in words."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Preview:
    """The whole page."""

    id: str
    key: str
    register: str
    file: str
    many_new: int
    can_be_imported: bool
    report: Report
    missing: tuple[str, ...]
    faults: tuple[Wrong, ...]
    more: str  # faults that aren't told one by one
    sheets: tuple[Choice, ...]
    heading: int
    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    examples: tuple[tuple[int, tuple[str, ...]], ...]


def preview_page(here: InForce, row: ImportRow, workbook: Workbook, found: Judged) -> Preview:
    """Return what came of reading a file, in the reader's words."""
    shown = [RECEIVED, PATIENT, NUMBER, *_words_of(here), CLOSED, CLOSED_BY]
    return Preview(
        id=str(row.pk),
        key=here.register.key,
        register=in_words(here.register.name),
        file=row.name,
        many_new=len(found.new),
        can_be_imported=found.can_be_imported,
        report=report(found),
        missing=tuple(map(said, found.missing)),
        faults=tuple(_wrong(each, here) for each in found.faults[:MOST]),
        more=more(len(found.faults)),
        sheets=tuple(sheet_choices(workbook, row.sheet)),
        heading=row.heading + 1,
        columns=tuple(columns_as_read(row, workbook.sheets[row.sheet], partial(_choices, here))),
        headings=tuple(column_name(each, here.form) for each in shown),
        examples=tuple(_example_row(number, entry, shown) for number, entry in found.new[:_NEW]),
    )


def _example_row(number: int, entry: Entry, shown: list[str]) -> tuple[int, tuple[str, ...]]:
    return number, tuple(value(entry, each) for each in shown)


def _words_of(here: InForce) -> list[str]:
    return [each for each in here.register.columns if each.startswith("field:")]


def _wrong(fault: Fault, here: InForce) -> Wrong:
    return Wrong(
        fault.row, column_name(fault.column, here.form), said(fault.problem), said(fault.remedy)
    )


def _choices(here: InForce, chosen: str) -> Iterator[Choice]:
    yield Choice("", gettext("Not taken in"), chosen in ("", IGNORED))
    for each in targets(here.register):
        yield Choice(each, column_name(each, here.form), each == chosen)
