"""Lists from other systems: chosen, read as somebody says, compared, and seen to.

Of a list nothing is kept but what doesn't agree: rows by their numbers, cases, and days; no personal
number and no name but the short word for who did it there. The next list of the same system takes its
place, and after thirty days it is gone (ADR-0048).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from vardag.domain import access
from vardag.domain.case.form import storable
from vardag.domain.clock.deadline import local_date
from vardag.domain.folding import fold
from vardag.domain.people.identity import CaseId, ClinicId, Staff
from vardag.domain.reconciliation.compared import Compared, Finding, compare
from vardag.domain.reconciliation.listed import COLUMNS, ReadList, known_headings, read_list
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach
from vardag.domain.registers.headings import heading_row, recognized
from vardag.domain.registers.table import Reading
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine, System
from vardag.domain.words import say
from vardag.rooms.reconciliation.models import FindingRow, ListRow
from vardag.rooms.reconciliation.steps_there import Wanted, steps_there
from vardag.rooms.registers.files.reading import read_file
from vardag.rooms.registers.files.sheets import Rows, Workbook
from vardag.rooms.registers.stored import packed, unpacked

WAITS, KEPT = timedelta(days=1), timedelta(days=30)
"""How long a list's cells wait to be compared, and how long what came of it is kept."""
_MEANWHILE = say("The list was compared meanwhile, or put away.")
_NOBODYS = say("There is no such list, or it isn't yours to see.")


def systems_of(routine: Routine) -> tuple[System, ...]:
    """Return the systems in which some step of the routine is done, of which there can be a list."""
    named = {
        step.system
        for process in routine.processes
        for stage in process.stages
        for step in stage.steps
    }
    return tuple(each for each in routine.systems if each.key in named)


@transaction.atomic
def choose(
    *, routine: Routine, clinic: ClinicId, data: bytes, name: str, by: Staff, at: datetime
) -> UUID:
    """Read a list that somebody chose, and return its id; it awaits being compared.

    :param name: of the file; a system's name in it says whose list it is, unless somebody says otherwise
    :param at: aware
    :raises NotPermitted: if the person doesn't receive cases there
    :raises InvalidForm: if the file can't be read or is more than is taken; see ``files.reading``
    """
    access.permit_at(by, Deed.RECONCILE, clinic)
    workbook = read_file(data)
    sheet = _likely_sheet(workbook)
    reading = read_as(workbook.sheets[sheet].rows)
    systems = systems_of(routine)
    named = next((each.key for each in systems if fold(each.name) in fold(name)), systems[0].key)
    row = ListRow.objects.create(
        clinic_id=clinic,
        by_id=by.id,
        at=at,
        name=" ".join(storable(name).split())[-120:],
        system=named,
        cells=packed(workbook),
        sheet=sheet,
        heading=reading.heading,
        columns=list(reading.columns),
    )
    return row.id


def read_as(rows: Rows, *, heading: int | None = None) -> Reading:
    """Return how a sheet is read if nobody says otherwise.

    :param heading: the row of the headings, from 0, if somebody has said it
    """
    known = known_headings()
    at = heading_row(rows, known) if heading is None else heading
    width = max(map(len, rows), default=0)
    found = recognized(rows[at], known) if at < len(rows) else ()
    return Reading(at, (*found, *[""] * (width - len(found))))


def _likely_sheet(workbook: Workbook) -> int:
    many = [len(set(read_as(each.rows).columns) - {""}) for each in workbook.sheets]
    return max(range(len(many)), key=lambda at: (not workbook.sheets[at].is_hidden, many[at], -at))


@transaction.atomic
def reread(
    *,
    key: UUID,
    routine: Routine,
    clinic: ClinicId,
    system: str,
    sheet: int,
    heading: int | None,
    columns: Mapping[int, str],
    by: Staff,
) -> None:
    """Say how a chosen list is read: whose it is, which sheet and headings, what each column is.

    Another sheet, or another row of headings, is recognized anew.

    :param heading: from 0; None for the one that it has
    :raises OutOfReach: if there is no such list, sheet or system, or it isn't this person's
    :raises ChangedMeanwhile: if it is compared
    """
    row = opened(key, clinic, by=by)
    workbook = unpacked(bytes(row.cells or b""))
    known = {each.key for each in systems_of(routine)}
    if not 0 <= sheet < len(workbook.sheets) or system not in known:
        raise OutOfReach(_NOBODYS)
    rows = workbook.sheets[sheet].rows
    if sheet != row.sheet:
        reading = read_as(rows)
    elif heading is not None and heading != row.heading and heading < len(rows):
        reading = read_as(rows, heading=heading)
    else:
        reading = Reading(row.heading, _as_said(columns, row.columns))
    row.system, row.sheet = system, sheet
    row.heading, row.columns = reading.heading, list(reading.columns)
    row.save(update_fields=["system", "sheet", "heading", "columns"])


def _as_said(told: Mapping[int, str], before: Sequence[str]) -> tuple[str, ...]:
    able = {*COLUMNS, ""}
    found = (told.get(at, was) for at, was in enumerate(before))
    return tuple(each if each in able else was for each, was in zip(found, before, strict=True))


def read(row: ListRow, workbook: Workbook, *, on: date) -> ReadList:
    """Return what a chosen list says, row by row, just now."""
    reading = Reading(row.heading, tuple(row.columns))
    rows = workbook.sheets[row.sheet].rows
    return read_list(rows, reading, on=on, since_1904=workbook.since_1904)


@transaction.atomic
def hold_against(*, key: UUID, clinic: ClinicId, by: Staff, at: datetime) -> Compared:
    """Compare a chosen list with the clinic's cases, and keep what doesn't agree until the next.

    :param at: aware
    :raises OutOfReach: if there is no such list, or it isn't this person's
    :raises ChangedMeanwhile: if it is compared already
    :raises InvalidForm: if a row can't be read, or there is none; then nothing is compared
    """
    row = opened(key, clinic, by=by)
    found = read(row, unpacked(bytes(row.cells or b"")), on=local_date(at))
    if not found.can_be_compared:
        raise InvalidForm(say("Nothing was compared. See what is said of the rows."))
    named = {line.case for line in found.lines if line.case is not None}
    numbers = {line.number for line in found.lines if line.case is None}
    wanted = Wanted(named, numbers, found.days)
    known, cases = steps_there(row.system, wanted, by=by, clinic=clinic)
    compared = compare(found.lines, known, days=found.days, cases=cases)
    _keep(row, compared, days=found.days, at=at)
    return compared


def _keep(
    row: ListRow, compared: Compared, *, days: tuple[date, date] | None, at: datetime
) -> None:
    held = ListRow.objects.filter(pk=row.pk, compared_at=None)
    first, last = days or (None, None)
    settled = held.update(
        compared_at=at, cells=None, agree=compared.agree, first_date=first, last_date=last
    )
    if not settled:
        raise ChangedMeanwhile(_MEANWHILE)
    before = ListRow.objects.filter(clinic=row.clinic_id, system=row.system)
    before.filter(compared_at__isnull=False).exclude(pk=row.pk).delete()
    FindingRow.objects.bulk_create((_finding(row, each) for each in compared.findings), 500)


def _finding(row: ListRow, each: Finding) -> FindingRow:
    return FindingRow(
        list=row,
        verdict=each.verdict,
        row=each.row,
        case_id=each.case,
        step=each.step,
        day=each.day,
        who=each.who,
        why=each.why or "",
    )


@transaction.atomic
def see_to(*, key: UUID, finding: int, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """Say of what doesn't agree that somebody has seen to it, so that it stands in the list no more.

    :raises NotPermitted: if the person doesn't receive cases there
    :raises OutOfReach: if the clinic has no such list, or nothing such in it
    :raises ChangedMeanwhile: if somebody said so already
    """
    access.permit_at(by, Deed.RECONCILE, clinic)
    rows = FindingRow.objects.filter(pk=finding, list=key, list__clinic=clinic)
    if not rows.exists():
        raise OutOfReach(_NOBODYS)
    if not rows.filter(seen_at=None).update(seen_by=by.id, seen_at=at):
        raise ChangedMeanwhile(say("Somebody has seen to it already."))


def put_away(*, key: UUID, clinic: ClinicId, by: Staff) -> None:
    """Put a chosen list away; nothing of it is kept.

    :raises OutOfReach, ChangedMeanwhile: as ``opened``
    """
    opened(key, clinic, by=by).delete()


def forget(*, at: datetime) -> None:
    """Let go of lists that nobody compared for a day, and of what came of those compared a month ago."""
    waited = Q(compared_at=None, at__lt=at - WAITS)
    ListRow.objects.filter(waited | Q(compared_at__lt=at - KEPT)).delete()


def opened(key: UUID, clinic: ClinicId, *, by: Staff) -> ListRow:
    """Return a list that awaits the decision of whoever chose it.

    :raises NotPermitted: if the person doesn't receive cases there
    :raises OutOfReach: if there is no such list, or it is somebody else's
    :raises ChangedMeanwhile: if it is compared
    """
    access.permit_at(by, Deed.RECONCILE, clinic)
    row = ListRow.objects.filter(pk=key, clinic=clinic, by=by.id).first()
    if row is None:
        raise OutOfReach(_NOBODYS)
    if row.compared_at is not None:
        raise ChangedMeanwhile(_MEANWHILE)
    return row


def let_go(cases: Collection[CaseId]) -> None:
    """Remove what was found of cases that are disposed of, in the disposal's transaction."""
    FindingRow.objects.filter(case__in=cases).delete()
