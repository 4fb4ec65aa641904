"""P8: bad input and bad imports give a clear error and lose nothing. Here: workbooks into a register."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.build import on
from tests.doors.desk import Desk, a_desk
from tests.doors.inboxes import text
from tests.promises.mutated import Mutant, Row, mutant
from tests.promises.planting import everywhere
from tests.promises.promise import Fault, Promise, Tally, Trial, rolled_back
from vardag.domain.registers import cells, dates, table
from vardag.domain.registers.cells import Cell, Unread
from vardag.rooms.registers import importing
from vardag.rooms.registers.files import package
from vardag.rooms.registers.models import EntryRow
from vardag.rooms.registers.stored import unpacked

REGISTER = "/staff/registers/prescription-requests/"
_NEW = re.compile(r"(\d+) (?:ny rad|nya rader)")
_REPORT = re.compile(
    r'<tr>\s*<td class="nowrap">(\d+)</td>\s*<td>([^<]*)</td>\s*'
    r"<td><bdi>(.*?)</bdi></td>\s*<td>([^<]*)</td>\s*</tr>"
)


def import_each(tally: Tally) -> None:
    """Import workbooks, each as if nobody had imported one before."""
    with rolled_back() as patch:
        desk: Desk = a_desk(patch)
        desk.it_is(on("2026-04-10T09:00"))
        client = desk.sits("nurse")
        client.raise_request_exception = False  # a page that breaks is what is looked for
        client.get(REGISTER)
        while not tally.is_over:
            with transaction.atomic():
                tally.count(wrong_with(mutant(tally.draw), client))
                transaction.set_rollback(True)


def wrong_with(made: Mutant, client: Client) -> str:
    """Import a workbook by the pages, and return what came out otherwise than it must."""
    problem = _wrong_with(made, client)
    return f"{problem}: {made.told[:600]}" if problem else ""


def _wrong_with(made: Mutant, client: Client) -> str:
    answer = client.post(f"{REGISTER}import/", {"file": SimpleUploadedFile("a.xlsx", made.data)})
    if answer.status_code == 422:
        is_told = 'id="file-error"' in answer.content.decode()
        return "" if made.may_be_refused and is_told else "the file is refused"
    if answer.status_code != 302:
        return f"choosing it gives {answer.status_code}"
    there = answer.headers["Location"]
    seen = client.get(there)
    if seen.status_code != 200:
        return f"the preview gives {seen.status_code}"
    html = seen.content.decode()
    said = _NEW.search(text(html))
    promised = int(said[1]) if said else -1
    done = client.post(f"{there}rows/")
    if done.status_code not in (302, 422):
        return f"importing it gives {done.status_code}"
    many = EntryRow.objects.count()
    if many != (promised if done.status_code == 302 else 0):
        return f"{promised} rows are promised, and {many} are there"
    if many and _REPORT.search(html):
        return f"{many} rows are there, although others are wrong"
    return "" if made.may_be_refused else _wrong_with_rows(made, html, many)


def _wrong_with_rows(made: Mutant, html: str, many: int) -> str:
    told = {(int(row), column): remedy for row, column, _, remedy in _REPORT.findall(html)}
    if made.places:
        if told.keys() != made.places:
            return f"the report tells {sorted(told)} and not {sorted(made.places)}"
        return "a remedy is missing" if not all(told.values()) else ""
    if told or many != len(made.rows):
        return f"{many} rows of {len(made.rows)}, and the report tells {sorted(told)}"
    found = sorted(map(_stored, EntryRow.objects.all()))
    return "" if found == sorted(map(_meant, made.rows)) else f"they are read as {found}"


type _Said = tuple[date, str, str, str]


def _stored(row: EntryRow) -> _Said:
    medicine = row.said["texts"].get("field:medicine", "")
    return row.received_date, row.personal_number, row.patient, medicine


def _meant(row: Row) -> _Said:
    return row.received, row.number, row.name, row.medicine


IMPORTS = Trial(
    "mutated workbooks",
    "a workbook as people and programs leave it: it is imported whole and read as it was meant, or not"
    " at all, with each wrong row's number, column, problem and remedy; no page breaks",
    many=1_000,
    minutes=4,
    run=import_each,
)

# --- Faults --------------------------------------------------------------------------------------


def leaves_wrong_rows_out(patch: pytest.MonkeyPatch) -> None:
    as_it_is = table.judge

    def fault(*given: Any, **named: Any) -> table.Judged:
        return replace(as_it_is(*given, **named), faults=())

    everywhere(patch, as_it_is, fault)


def reads_days_as_in_america(patch: pytest.MonkeyPatch) -> None:
    as_it_is = dates._readings

    def fault(plain: str) -> Iterator[tuple[str, str, str]]:
        for year, month, day in as_it_is(plain):
            yield (year, day, month) if "/" in plain else (year, month, day)

    patch.setattr(dates, "_readings", fault)


def takes_a_row_after_the_other(patch: pytest.MonkeyPatch) -> None:
    """Begin to write before all is judged: what is wrong is found half way."""

    def fault(**named: Any) -> importing.Brought:
        row = importing.opened(named["key"], named["register"], named["clinic"], by=named["by"])
        workbook = unpacked(bytes(row.cells or b""))
        found = importing.judged(
            row, workbook, named["register"], protected=(), by=named["by"], on=date(2026, 4, 10)
        )
        rows = [importing._new(entry, row) for _, entry in found.new]
        for _ in importing._settled(row, rows, found.done, by=named["by"], at=named["at"]):
            pass
        return as_it_is(**named)

    as_it_is = importing.bring_in
    everywhere(patch, as_it_is, fault)


def takes_what_cannot_be_read_for_nothing(patch: pytest.MonkeyPatch) -> None:
    as_it_is = dates.typed_date

    def fault(cell: Cell, **named: Any) -> date | None:
        try:
            return as_it_is(cell, **named)
        except cells.NotReadable:
            return None if isinstance(cell, Unread) else date(2026, 4, 1)

    everywhere(patch, as_it_is, fault)


def believes_that_files_are_whole(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(package, "_WRONG", ())


FAULTS = (
    Fault(
        "wrong-rows-left-out",
        "rows that can't be read are left out, and the rest is imported",
        leaves_wrong_rows_out,
        IMPORTS,
    ),
    Fault("american-days", "2/4 is the fourth of February", reads_days_as_in_america, IMPORTS),
    Fault(
        "half-way", "rows are written before all are judged", takes_a_row_after_the_other, IMPORTS
    ),
    Fault(
        "any-day",
        "a date that can't be read is some day or other",
        takes_what_cannot_be_read_for_nothing,
        IMPORTS,
    ),
    Fault("damaged", "a damaged file breaks the page", believes_that_files_are_whole, IMPORTS),
)

P8 = Promise(
    "P8",
    "A workbook is imported whole or not at all, and what is wrong with it is told.",
    trials=(IMPORTS,),
    faults=FAULTS,
    notes=("Of P8, imports alone: fields of pages are tried by the tests of each.",),
)
