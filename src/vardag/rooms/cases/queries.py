"""Reading cases: one with its ledger, lists of them, and whether rows and ledgers agree."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.db.models import Count, F

from vardag.domain import access, kinship
from vardag.domain.case.events import Entry
from vardag.domain.case.flags import Flag, dates_of, flags
from vardag.domain.case.masking import masked_case, masked_entry
from vardag.domain.case.state import Case, Status
from vardag.domain.kinship import Bar
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.refusals import OutOfReach
from vardag.domain.rights import Relation
from vardag.domain.routine.document import Form, Routine
from vardag.domain.words import say
from vardag.rooms.cases.exceptional import Chosen, Kind, chosen
from vardag.rooms.cases.family import as_guardians_see, stance_of
from vardag.rooms.cases.ledger import entries_until, folded
from vardag.rooms.cases.models import CaseRow, case_number
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import present_at
from vardag.rooms.prepared import Given, Prepared
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
    is_protected: bool = False  # whom it is about or from lives under protection
    exception: Chosen | None = None  # when it is read by way of exception
    unmasked: Chosen | None = None  # when its reader has chosen to see whom it is about
    stands: Relation | Bar | None = None  # how the resident stands to it who reads it

    @property
    def is_masked(self) -> bool:
        """Whether staff are not told whom it is about."""
        return self.is_protected and self.unmasked is None

    @property
    def form(self) -> Form:
        """The questions that its service asks."""
        return self.routine.form(self.case.service.form) or Form(self.case.service.form)

    @property
    def reason(self) -> str:
        """Why it is read, if its reader had to say so."""
        choice = self.unmasked or self.exception
        return choice.reason if choice else ""

    def as_told(self, row: PersonRow) -> PersonRow:
        """Return somebody as staff are told of one: a protected family, or one of it, has no name."""
        is_hidden = self.is_masked or (bool(row.protection) and self.unmasked is None)
        return row.without_name() if is_hidden and not row.is_staff else row


def full_case(case_id: CaseId) -> FullCase:
    """Return a case whoever asks; doors use ``for_staff`` and ``for_resident``.

    :raises OutOfReach: if there is no such case
    """
    return _full(case_id, _ROW.first(case=case_id))


_PROTECTION = {"of_patient": F("patient__protection"), "of_author": F("author__protection")}
_ROW = Prepared(lambda: CaseRow.objects.annotate(**_PROTECTION).filter(pk=Given("case")))


def _full(case_id: CaseId, found: CaseRow | None) -> FullCase:
    if found is None:
        raise _out_of_reach()
    document = routine(found.routine_id)
    entries = tuple(entries_until(found))
    return FullCase(
        id=case_id,
        number=found.number,
        row=found,
        case=folded(found, entries),
        entries=entries,
        routine=document,
        is_protected=is_protected(*(getattr(found, each) for each in _PROTECTION)),
    )


def for_staff(case_id: CaseId, *, by: Staff, at: datetime | None = None) -> FullCase:
    """Return a case that this member of staff may open, masked if it is to be.

    :param at: aware; when it is given, what the person has chosen to read counts as well
    :raises OutOfReach: if there is none, or this person may not open it; the same answer
    """
    found = full_case(case_id)
    if access.may_open(by, found.case):
        return _as_told(found, by=by, at=at)
    choice = chosen(case_id, entries=found.entries, by=by.id, at=at) if at else None
    may = partial(access.may_open, by_exception=True, is_protected=found.is_protected)
    if choice is None or not may(by, found.case):
        raise _out_of_reach()
    return replace(_as_told(found, by=by, at=None), exception=choice)


def _as_told(full: FullCase, *, by: Staff, at: datetime | None) -> FullCase:
    """Lay the mask on a protected case, unless its reader has chosen to see, and still may."""
    if not full.is_protected:
        return full
    if at is not None and access.may_see_protected(by, full.case):
        choice = chosen(full.id, entries=full.entries, by=by.id, at=at, kind=Kind.PROTECTED)
        full = replace(full, unmasked=choice)
    if not full.is_masked:
        return full
    form = full.form
    return replace(
        full,
        case=masked_case(full.case, form),
        entries=tuple(masked_entry(entry, form) for entry in full.entries),
    )


def for_asked(case_id: CaseId, *, by: Staff) -> FullCase:
    """Return a case of which something is asked of this person; a protected one is masked.

    Of the case that person is shown what the question shows, and no more: that is the door's to keep.

    :raises OutOfReach: if there is none, or nothing is asked of this person in it; the same answer
    """
    found = full_case(case_id)
    if not access.may_answer_inquiry(by, found.case):
        raise OutOfReach(say("There is no such question, or it isn't to you any more."))
    return _as_told(found, by=by, at=None)


def for_resident(case_id: CaseId, *, by: Resident, on: date) -> FullCase:
    """Return a case that this resident may read on a local date, as that resident sees it.

    :raises OutOfReach: if there is none, or this resident may not read it; the same answer
    """
    found = _full(case_id, _with_its_people(case_id))
    stands = stance_of(by, found.case, found.row, on=on)
    if not kinship.may_read(stands):
        raise _out_of_reach()
    return _as_seen(replace(found, stands=stands), stands)


def _with_its_people(case_id: CaseId) -> CaseRow | None:
    rows = CaseRow.objects.annotate(**_PROTECTION).select_related("patient", "author", "clinic")
    return rows.filter(pk=case_id).first()


def _as_seen(full: FullCase, stands: Relation | Bar) -> FullCase:
    """Return a case as one sees it who stands so: without what isn't that person's to know."""
    if not full.case.has_hidden or kinship.may_read(stands, not_for_guardians=True):
        return full
    seen, shown = as_guardians_see(full.row, full.entries)
    return replace(full, entries=shown, case=seen)


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


def is_registered(case_id: CaseId) -> bool:
    """Tell whether a case has a row in one of the routine's registers."""
    return CaseRow.objects.filter(pk=case_id, registered__isnull=False).exists()


def open_by_service(clinic: ClinicId) -> dict[str, int]:
    """Return how many open cases a clinic has of each service of which it has any."""
    rows = CaseRow.objects.filter(clinic_id=clinic).exclude(status=Status.CLOSED)
    return dict(rows.values_list("service").annotate(Count("pk")).order_by())


def followers_of(case_id: CaseId) -> list[CaseId]:
    """Return the cases in which a family writes again of this one, the oldest first.

    Whoever shows one asks first whether its reader may read it.
    """
    found = CaseRow.objects.filter(follows_id=case_id).order_by("pk").values_list("pk", flat=True)
    return [CaseId(pk) for pk in found]
