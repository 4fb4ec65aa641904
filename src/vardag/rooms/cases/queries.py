"""Reading cases: one with its ledger, lists of them, and whether rows and ledgers agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vardag.domain import access
from vardag.domain.case.events import Entry
from vardag.domain.case.flags import Flag, dates_of, flags
from vardag.domain.case.notices import NoticeKind
from vardag.domain.case.refusals import OutOfReach
from vardag.domain.case.state import Case
from vardag.domain.identity import CaseId, PersonId, Resident, Staff
from vardag.domain.routine.document import Routine
from vardag.domain.words import say
from vardag.rooms.cases.ledger import BrokenLedger, entries_of, fold_by
from vardag.rooms.cases.models import CaseRow, NoticeRow, PassedRow
from vardag.rooms.cases.projection import columns
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.queries import present_at
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class FullCase:
    """A case with its ledger, its row and the routine that it is pinned to."""

    id: CaseId
    number: str
    row: CaseRow
    case: Case
    entries: tuple[Entry, ...]
    routine: Routine


def full_case(case_id: CaseId) -> FullCase:
    """Return a case whoever asks; doors use ``for_staff`` and ``for_resident``.

    :raises OutOfReach: if there is no such case
    """
    row = CaseRow.objects.select_related(
        "patient", "author", "clinic", "holder", "holding_group"
    ).filter(pk=case_id)
    found = row.first()
    if found is None:
        raise _out_of_reach()
    document = routine(found.routine_id)
    entries = tuple(entries_of(found))
    return FullCase(
        id=case_id,
        number=found.number,
        row=found,
        case=fold_by(document, found.service, entries),
        entries=entries,
        routine=document,
    )


def for_staff(case_id: CaseId, *, by: Staff) -> FullCase:
    """Return a case that this member of staff may open.

    :raises OutOfReach: if there is none, or this person may not open it; the same answer
    """
    found = full_case(case_id)
    if not access.may_open(by, found.case):
        raise _out_of_reach()
    return found


def for_resident(case_id: CaseId, *, by: Resident, on: date) -> FullCase:
    """Return a case that this resident may read on a local date.

    :raises OutOfReach: if there is none, or this resident may not read it; the same answer
    """
    found = full_case(case_id)
    if not access.may_see(by, found.case, on=on, ages=ages_on(on)):
        raise _out_of_reach()
    return found


def _out_of_reach() -> OutOfReach:
    return OutOfReach(say("There is no such case, or it isn't yours to see."))


def flags_of(full: FullCase, *, on: date) -> tuple[Flag, ...]:
    """Return the flags of a case on a local date."""
    case = full.case
    away = (
        case.holder is not None
        and not case.is_closed
        and not present_at(case.clinic, on=on).filter(pk=case.holder).exists()
    )
    return flags(dates_of(case), today=on, holder_is_away=away)


def notices_about(case_id: CaseId) -> list[tuple[PersonId, NoticeKind]]:
    """Return every notice recorded about a case, in order."""
    rows = NoticeRow.objects.filter(case_id=case_id).order_by("pk").values_list("to_id", "kind")
    return [(PersonId(to), NoticeKind(kind)) for to, kind in rows]


def is_registered(case_id: CaseId) -> bool:
    """Tell whether a case has a row in one of the routine's registers."""
    return CaseRow.objects.filter(pk=case_id, registered__isnull=False).exists()


def disagreements() -> Iterator[str]:
    """Fold every ledger, and yield in words where a row says something else than its ledger."""
    for row in CaseRow.objects.order_by("pk").iterator(chunk_size=500):
        try:
            case = fold_by(routine(row.routine_id), row.service, entries_of(row))
        except BrokenLedger as broken:
            yield f"{row.number}: {broken}"
            continue
        yield from _row_against(row, case)


def _row_against(row: CaseRow, case: Case) -> Iterator[str]:
    for column, expected in columns(case).items():
        found = getattr(row, column)
        if found != expected:
            yield f"{row.number}: {column} is {found!r}, and the ledger says {expected!r}"
    passed = set(PassedRow.objects.filter(case=row).values_list("clinic_id", flat=True))
    if passed != case.passed_by:
        yield f"{row.number}: passed by {passed}, and the ledger says {set(case.passed_by)}"
    open_work = row.work.filter(done_at=None).values_list("key", flat=True).first()
    expected_work = case.open_work.key if case.open_work else None
    if open_work != expected_work:
        yield f"{row.number}: open work is {open_work}, and the ledger says {expected_work}"
