"""Printing cases: what will stand on paper, made by the same rules that record it afterwards.

The paper is set in type before the prints are recorded, and outside their transaction: nothing counts
as printed that did not become a paper, and no lock waits for type. It shows each case as it is with the
print in it. Whoever acts on one meanwhile makes the paper stale; then it is made anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import evolve
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.refusals import ChangedMeanwhile, Refusal
from vardag.doors.inbox.paper.parts import Printout
from vardag.doors.inbox.paper.words import paper_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.protected import as_told
from vardag.rooms.cases.queries import FullCase, for_staff
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.queries import working_at

_TRIES = 3

type Setting = Callable[..., bytes]
"""What sets words in type."""


@dataclass(frozen=True)
class Wish:
    """A case to print; ``for_`` is the id of somebody who works at its clinic, as typed, or empty."""

    case: CaseId
    for_: str = ""


@dataclass(frozen=True)
class Paper:
    """Printed cases: the file, and a name for it that says nothing of any patient."""

    pdf: bytes
    name: str


class NotPrinted(Exception):
    """Some of the cases can't be printed, each with its refusal; nothing is recorded of any."""

    def __init__(self, refusals: Mapping[CaseId, Refusal]) -> None:
        self.refusals = refusals
        super().__init__(", ".join(str(case) for case in refusals))

    @property
    def first(self) -> Refusal:
        return next(iter(self.refusals.values()))


def printed(request: StaffRequest, wishes: Sequence[Wish], *, set_in_type: Setting) -> Paper:
    """Print cases, all or none, and return the paper.

    :raises NotPrinted: if one can't be, or changes as often as the paper is made
    :raises PaperFailed: if the paper can't be set in type; nothing is recorded
    :raises LogUnwritable: if the log can't be written; nothing is recorded
    """
    for _ in range(_TRIES - 1):
        try:
            return _printed_once(request, wishes, set_in_type)
        except _Stale:
            continue
    try:
        return _printed_once(request, wishes, set_in_type)
    except _Stale as stale:
        raise NotPrinted({stale.case: stale.refusal}) from stale


class _Stale(Exception):
    """A case changed while the paper was made."""

    def __init__(self, case: CaseId, refusal: Refusal) -> None:
        self.case, self.refusal = case, refusal
        super().__init__(str(case))


def _printed_once(request: StaffRequest, wishes: Sequence[Wish], set_in_type: Setting) -> Paper:
    at = now()
    sheets = _sheets(wishes, request.staff, at)
    pdf = set_in_type(paper_of([each.printout for each in sheets]), at=at)
    with transaction.atomic():  # nothing counts as printed that isn't in the log, or the other way
        for sheet in sheets:
            _record(request, sheet, at)
    return Paper(pdf, name=_file_name(sheets))


@dataclass(frozen=True)
class _Sheet:
    full: FullCase
    act: acts.Print
    printout: Printout


def _record(request: StaffRequest, sheet: _Sheet, at: datetime) -> None:
    full = sheet.full
    try:
        actions.perform(
            case_id=full.id, act=sheet.act, by=request.staff, at=at, seen=full.case.version
        )
    except ChangedMeanwhile as refusal:
        raise _Stale(full.id, refusal) from refusal
    access_log.shown(request, What.PRINTED, full=full, reason=full.reason)


def _file_name(sheets: Sequence[_Sheet]) -> str:
    if len(sheets) > 1:
        return f"arenden-{len(sheets)}-utskrifter.pdf"
    (sheet,) = sheets
    return f"arende-{sheet.full.number}-utskrift-{sheet.printout.number}.pdf"


def _sheets(wishes: Iterable[Wish], by: Staff, at: datetime) -> list[_Sheet]:
    """Return what will stand on paper.

    :raises NotPrinted: if some of it can't
    """
    sheets, refusals = [], {}
    for wish in wishes:
        try:
            full = for_staff(wish.case, by=by, at=at)
            act = _act(wish.for_, full, at)
            sheets.append(_Sheet(full, act, _printout(full, act, by, at)))
        except Refusal as refusal:
            refusals[wish.case] = refusal
    if refusals:
        raise NotPrinted(refusals)
    return sheets


def _act(for_: str, full: FullCase, at: datetime) -> acts.Print:
    """Return the act: for nobody in particular, for a colleague, or for somebody unknown."""
    if not for_:
        return acts.Print()
    there = working_at(ClinicId(full.row.clinic_id), on=local_date(at))
    person = as_id(for_)
    if person is None or not there.filter(pk=person).exists():
        return acts.Print(for_unknown=True)
    return acts.Print(for_=PersonId(person))


def _printout(full: FullCase, act: acts.Print, by: Staff, at: datetime) -> Printout:
    """Return the case as it will be, by the same rules that record the print afterwards."""
    access.permit(by, act, full.case)
    # A print depends on no date, so that any calendar will do.
    under = Circumstances(by=by, at=at, routine=full.routine, calendar=SWEDEN)
    entries, case = list(full.entries), full.case
    for event in decide(case, act, under):
        entry = Entry(event, by=by.id, at=at, date=local_date(at))
        entries.append(entry)
        case = evolve(case, entry)
    those = {case.patient, case.author, *(entry.by for entry in entries)}
    those |= {act.for_} if act.for_ is not None else set()
    return Printout(
        full=full,
        case=case,
        entries=tuple(entries),
        people=as_told(full, those),
        passed_by=tuple(row.name for row in clinics(case.passed_by)) if case.passed_by else (),
    )
