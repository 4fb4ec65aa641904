"""Reading cases: one with its ledger, lists of them, and whether rows and ledgers agree."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, QuerySet

from vardag.domain import access
from vardag.domain.case.events import Entry
from vardag.domain.case.flags import Flag, dates_of, flags
from vardag.domain.case.notices import NoticeKind
from vardag.domain.case.state import Case, Status
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.routine.document import Routine
from vardag.domain.words import say
from vardag.rooms.cases.exceptional import Chosen, chosen
from vardag.rooms.cases.ledger import entries_of, folded
from vardag.rooms.cases.models import CaseRow, NoticeRow, case_number
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
    exception: Chosen | None = None  # when it is read by way of exception


def full_case(case_id: CaseId) -> FullCase:
    """Return a case whoever asks; doors use ``for_staff`` and ``for_resident``.

    :raises OutOfReach: if there is no such case
    """
    return _full(case_id, CaseRow.objects.all())


def _full(case_id: CaseId, rows: QuerySet[CaseRow]) -> FullCase:
    try:
        found = rows.get(pk=case_id)
    except CaseRow.DoesNotExist:
        raise _out_of_reach() from None
    document = routine(found.routine_id)
    entries = tuple(entries_of(found))
    return FullCase(
        id=case_id,
        number=found.number,
        row=found,
        case=folded(found, entries),
        entries=entries,
        routine=document,
    )


def for_staff(case_id: CaseId, *, by: Staff, at: datetime | None = None) -> FullCase:
    """Return a case that this member of staff may open.

    :param at: aware; when it is given, what is read by way of exception counts as well
    :raises OutOfReach: if there is none, or this person may not open it; the same answer
    """
    found = full_case(case_id)
    if access.may_open(by, found.case):
        return found
    choice = chosen(case_id, by=by.id, at=at) if at else None
    if choice is None or not access.may_open(by, found.case, by_exception=True):
        raise _out_of_reach()
    return replace(found, exception=choice)


def for_resident(case_id: CaseId, *, by: Resident, on: date) -> FullCase:
    """Return a case that this resident may read on a local date.

    :raises OutOfReach: if there is none, or this resident may not read it; the same answer
    """
    found = _full(case_id, CaseRow.objects.select_related("patient", "author", "clinic"))
    if not access.may_see(by, found.case, on=on, ages=ages_on(on)):
        raise _out_of_reach()
    return found


def patient_of(case_id: CaseId) -> PersonId | None:
    """Return whom a case is about; None if there is no such case."""
    found = CaseRow.objects.filter(pk=case_id).values_list("patient_id", flat=True).first()
    return None if found is None else PersonId(found)


def numbers_of(cases: Iterable[CaseId]) -> dict[CaseId, str]:
    """Return the numbers by which people call these cases, as far as there are such cases."""
    rows = CaseRow.objects.filter(pk__in=set(cases)).values_list("pk", "received_at")
    return {CaseId(pk): case_number(pk, received_at) for pk, received_at in rows}


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


def open_by_service(clinic: ClinicId) -> dict[str, int]:
    """Return how many open cases a clinic has of each service of which it has any."""
    rows = CaseRow.objects.filter(clinic_id=clinic).exclude(status=Status.CLOSED)
    return dict(rows.values_list("service").annotate(Count("pk")).order_by())
