"""Bringing a workbook into a register: chosen, read as somebody says, imported whole or not at all.

The file itself is never kept: its cells are, until they are imported or put away, or for a day.
"""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from vardag.domain import access
from vardag.domain.case.form import storable
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach
from vardag.domain.registers.entry import Entry
from vardag.domain.registers.headings import targets
from vardag.domain.registers.table import Done, Judged, Known, Reading, judge
from vardag.domain.routine.document import Form, Register
from vardag.domain.words import say
from vardag.rooms.lists.registers import cases_done
from vardag.rooms.prepared import insert
from vardag.rooms.registers.actions import WROTE
from vardag.rooms.registers.completing import AT_ONCE, complete_all, standing
from vardag.rooms.registers.files.reading import read_file
from vardag.rooms.registers.files.recognizing import likely_sheet, read_as
from vardag.rooms.registers.files.sheets import Workbook
from vardag.rooms.registers.models import EntryRow, ImportRow, VersionRow
from vardag.rooms.registers.stored import columns_of, packed, unpacked

KEPT_FOR = timedelta(days=1)
LONG = 40_000  # bytes of a file's cells as they are kept: some thousand rows
_MEANWHILE = say("The rows were imported meanwhile, or the file was put away.")


@transaction.atomic
def choose(
    *,
    register: Register,
    form: Form,
    clinic: ClinicId,
    data: bytes,
    name: str,
    by: Staff,
    at: datetime,
) -> UUID:
    """Read a file that somebody chose, and return the id of its import, which awaits a decision.

    :param name: of the file, by which it is told from others
    :param at: aware
    :raises OutOfReach: if the clinic's rows aren't this person's to write
    :raises InvalidForm: if the file can't be read or is more than is taken; see ``files.reading``
    """
    access.permit_keeping_register(by, clinic)
    workbook = read_file(data)
    sheet = likely_sheet(workbook, register, form)
    reading = read_as(workbook.sheets[sheet].rows, register, form)
    row = ImportRow.objects.create(
        register=register.key,
        clinic_id=clinic,
        by_id=by.id,
        at=at,
        name=" ".join(storable(name).split())[-120:],
        cells=packed(workbook),
        sheet=sheet,
        heading=reading.heading,
        columns=list(reading.columns),
    )
    return row.id


@transaction.atomic
def reread(
    *,
    key: UUID,
    register: Register,
    form: Form,
    clinic: ClinicId,
    sheet: int,
    heading: int | None,
    columns: Mapping[int, str],
    by: Staff,
) -> None:
    """Say how a chosen file is read: which sheet, in which row the headings are, what each column is.

    Another sheet, or another row of headings, is recognized anew.

    :param heading: from 0; None for the one that it has
    :param columns: what a column of the sheet is, by its place from 0; those left out stay as they are
    :raises OutOfReach: if there is no such import, or it isn't this person's
    :raises ChangedMeanwhile: if it is settled
    """
    row = opened(key, register, clinic, by=by)
    workbook = unpacked(bytes(row.cells or b""))
    if not 0 <= sheet < len(workbook.sheets):
        raise OutOfReach(_MEANWHILE)
    rows = workbook.sheets[sheet].rows
    if sheet != row.sheet:
        reading = read_as(rows, register, form)
    elif heading is not None and heading != row.heading and heading < len(rows):
        reading = read_as(rows, register, form, heading=heading)
    else:
        reading = Reading(row.heading, _as_said(columns, row.columns, register))
    row.sheet, row.heading, row.columns = sheet, reading.heading, list(reading.columns)
    row.save(update_fields=["sheet", "heading", "columns"])


def _as_said(told: Mapping[int, str], before: Sequence[str], register: Register) -> tuple[str, ...]:
    able = {*targets(register), ""}
    found = (told.get(at, was) for at, was in enumerate(before))
    return tuple(each if each in able else was for each, was in zip(found, before, strict=True))


def judged(
    row: ImportRow,
    workbook: Workbook,
    register: Register,
    *,
    protected: Collection[str],
    by: Staff,
    on: date,
) -> Judged:
    """Return what an import comes to, row by row, just now.

    :param protected: the words that stand for a name that isn't told, in each language
    """
    clinic = ClinicId(row.clinic_id)
    known = Known(
        rows=standing(register, clinic),
        cases=cases_done(register, by=by, clinic=clinic),
        protected=protected,
    )
    reading = Reading(row.heading, tuple(row.columns))
    rows = workbook.sheets[row.sheet].rows
    return judge(rows, reading, known, on=on, since_1904=workbook.since_1904)


@dataclass(frozen=True)
class Progress:
    """How far an import has come: rows that are written, and to write."""

    written: int
    of: int


@dataclass(frozen=True)
class Brought:
    """What came of an import: how many rows are new, and how many of the register's are done by it."""

    new: int
    done: int = 0


def bring_in(
    *,
    key: UUID,
    register: Register,
    clinic: ClinicId,
    protected: Collection[str],
    by: Staff,
    at: datetime,
) -> Brought:
    """Import all new rows of a chosen file, and complete those that it knows to be done since.

    Returns how many they are; the file's cells are gone then.

    :param at: aware
    :raises OutOfReach: if there is no such import, or it isn't this person's
    :raises ChangedMeanwhile: if it is settled, or a row came in from elsewhere just now
    :raises InvalidForm: if a row can't be read, or none says anything new; then nothing was imported
    """
    row = opened(key, register, clinic, by=by)
    *_, brought = bringing_in(row, register=register, protected=protected, by=by, at=at)
    assert isinstance(brought, Brought)
    return brought


def bringing_in(
    row: ImportRow, *, register: Register, protected: Collection[str], by: Staff, at: datetime
) -> Generator[Progress | Brought]:
    """Import step by step: yield how far it has come, and last what came of it.

    Who stops asking before the end has imported nothing.

    :raises ChangedMeanwhile, InvalidForm: see ``bring_in``
    """
    if not _waiting().filter(pk=row.pk).exists():
        raise ChangedMeanwhile(_MEANWHILE)
    cells, on = unpacked(bytes(row.cells or b"")), local_date(at)
    found = judged(row, cells, register, protected=protected, by=by, on=on)
    if not found.can_be_imported:
        raise InvalidForm(say("Nothing was imported. See what is said of the rows."))
    new = [_new(entry, row) for _, entry in found.new]
    try:
        with transaction.atomic():
            yield from _settled(row, new, found.done, by=by, at=at)
    except IntegrityError:
        raise ChangedMeanwhile(_MEANWHILE) from None
    yield Brought(len(found.new), len(found.done))


def is_long(row: ImportRow) -> bool:
    """Tell whether importing a chosen file takes so long that people want to see how far it is."""
    return len(row.cells or b"") > LONG


def _new(entry: Entry, row: ImportRow) -> EntryRow:
    return EntryRow(
        register=row.register,
        clinic_id=row.clinic_id,
        brought_by_id=row.pk,
        imported_as=entry.fingerprint,
        **columns_of(entry),
    )


def _settled(
    row: ImportRow, rows: Sequence[EntryRow], done: Sequence[Done], *, by: Staff, at: datetime
) -> Iterator[Progress]:
    """Write all of it, and yield how far it is; whoever else writes waits for as long."""
    held = ImportRow.objects.select_for_update().filter(pk=row.pk, settled_at=None)
    if not held.exists():
        raise ChangedMeanwhile(_MEANWHILE)
    of = 2 * len(rows) + len(done)  # each new row has a version
    yield Progress(0, of)
    for written, some in enumerate(batched(rows, AT_ONCE)):
        insert(*some)
        yield Progress(written * AT_ONCE + len(some), of)
    placed = dict(EntryRow.objects.filter(brought_by=row.pk).values_list("imported_as", "pk"))
    versions = (_first_version(placed[new.imported_as], new, by=by, at=at) for new in rows)
    for written, first in enumerate(batched(versions, AT_ONCE)):
        insert(*first)
        yield Progress(len(rows) + written * AT_ONCE + len(first), of)
    complete_all(done, by=by, at=at)
    held.update(settled_at=at, cells=None, imported=len(rows))
    yield Progress(of, of)


def _first_version(entry: int, row: EntryRow, *, by: Staff, at: datetime) -> VersionRow:
    return VersionRow(entry_id=entry, number=1, act=WROTE, said=row.said, by_id=by.id, at=at)


def put_away(*, key: UUID, register: Register, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """Put a chosen file away: nothing of it is imported, and its cells are gone.

    :raises OutOfReach: if there is no such import, or it isn't this person's
    :raises ChangedMeanwhile: if it is settled already
    """
    row = opened(key, register, clinic, by=by)
    if not _waiting().filter(pk=row.pk).update(settled_at=at, cells=None):
        raise ChangedMeanwhile(_MEANWHILE)


def forget(*, at: datetime) -> int:
    """Put away what was chosen more than a day ago and never imported; return how many."""
    return _waiting().filter(at__lt=at - KEPT_FOR).update(settled_at=at, cells=None)


def _waiting() -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(settled_at=None)


def opened(key: UUID, register: Register, clinic: ClinicId, *, by: Staff) -> ImportRow:
    """Return an import that awaits the decision of whoever chose its file.

    :raises OutOfReach: if there is no such import, or it is somebody else's
    :raises ChangedMeanwhile: if it is settled
    """
    access.permit_keeping_register(by, clinic)
    rows = ImportRow.objects.filter(register=register.key, clinic_id=clinic, by_id=by.id)
    row = rows.filter(pk=key).first()
    if row is None:
        raise OutOfReach(say("There is no such row, or it isn't yours to see."))
    if row.settled_at is not None:
        raise ChangedMeanwhile(_MEANWHILE)
    return row
