"""Printing a case on paper, for a doctor: numbered, in the ledger, and in the log of who looked.

The paper is set in type before the print is recorded, and outside its transaction: nothing counts as
printed that did not become a paper, and no lock waits for type. It shows the case as it is with the
print in it. Whoever acts on the case meanwhile makes the paper stale; then it is made anew.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import evolve
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted, OutOfReach, Refusal
from vardag.doors.inbox.paper.parts import Printout
from vardag.doors.inbox.paper.pdf import pdf_of
from vardag.doors.inbox.paper.words import paper_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.doors.shared.paper.pdf import PaperFailed
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.protected import as_told
from vardag.rooms.cases.queries import FullCase, for_staff
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.queries import working_at

_log = logging.getLogger(__name__)
_TRIES = 3
# A browser shows a PDF by embedding it in a page of its own, to which our usual policy would apply.
_FOR_PDF = {"default-src": ["'self'"], "frame-ancestors": ["'none'"]}


@dataclass(frozen=True)
class Paper:
    """A printed case: the file, and a name for it that says nothing of the patient."""

    pdf: bytes
    name: str


@require_POST
@csp_override(_FOR_PDF)
@staff_only
def print_case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Print a case, perhaps for a colleague, and answer with the PDF.

    What can't be printed leads back to the page from which it was tried, with the sentence.
    """
    for_ = request.POST.get("for", "")
    try:
        paper = printed(request, CaseId(case_id), for_=for_)
    except OutOfReach:
        raise
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        return _back(request, case_id, why_refused(refusal))
    except PaperFailed:
        _log.exception("case %s could not be set in type", case_id)
        sentence = gettext("The printout could not be made, and nothing is recorded. Try again.")
        return _back(request, case_id, sentence)
    response = HttpResponse(paper.pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{paper.name}"'
    return response


def _back(request: StaffRequest, case_id: int, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    if request.POST.get("back") == "work":
        return redirect("inbox:work")
    return redirect("inbox:case", case_id)


def printed(request: StaffRequest, case_id: CaseId, *, for_: str) -> Paper:
    """Print a case and return the paper.

    :param for_: the id of somebody who works at the case's clinic, as typed; empty for nobody
    :raises OutOfReach, NotPermitted, CaseClosed, InvalidForm: nothing is recorded
    :raises ChangedMeanwhile: if the case changes as often as the paper is made
    :raises PaperFailed: if the paper can't be set in type; nothing is recorded
    :raises LogUnwritable: if the log can't be written; nothing is recorded
    """
    for _ in range(_TRIES - 1):
        try:
            return _printed_once(request, case_id, for_)
        except ChangedMeanwhile:
            continue
    return _printed_once(request, case_id, for_)


def _printed_once(request: StaffRequest, case_id: CaseId, for_: str) -> Paper:
    at, by = now(), request.staff
    full = for_staff(case_id, by=by, at=at)
    act = _act(for_, full, at)
    printout = _printout(full, act, by, at)
    pdf = pdf_of(paper_of(printout), at=at)
    with transaction.atomic():  # nothing counts as printed that isn't in the log, or the other way
        actions.perform(case_id=case_id, act=act, by=by, at=at, seen=full.case.version)
        access_log.shown(request, What.PRINTED, full=full, reason=full.reason)
    return Paper(pdf, name=f"arende-{full.number}-utskrift-{printout.number}.pdf")


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
