"""Printing several cases at once, each as a numbered copy; and the copies that aren't accounted for.

All of those chosen become one paper, or nothing is recorded of any: a paper in the hand is what the
ledger says there is.
"""

import logging
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.refusals import NotPermitted, Refusal
from vardag.domain.words import say
from vardag.doors.inbox.paper.many_page import Chosen, print_page
from vardag.doors.inbox.paper.pdf import pdf_of
from vardag.doors.inbox.paper.printing import NotPrinted, Wish, printed
from vardag.doors.inbox.paper.views import as_response, why_no_paper
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import today
from vardag.doors.shared.paper.pdf import PaperFailed
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.lists.papers import MOST, colleagues, copies_out, printable
from vardag.rooms.lists.worklist import has_worklist, worklist

_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def prints(request: StaffRequest) -> HttpResponse:
    """Show the cases that were chosen, by ``case``; else those of the clinic that await a doctor.

    :raises NotPermitted: if the person works with no cases
    """
    _permit(request)
    cases = _asked_for(request) if request.method == "POST" else _awaiting(request)
    return _page(request, cases, Chosen(cases))


@require_POST
@staff_only
def make_prints(request: StaffRequest) -> HttpResponse:
    """Print the cases that are ticked, and answer with the PDF; or with the page, and why not.

    :raises NotPermitted: if the person works with no cases
    """
    _permit(request)
    shown, cases = _asked_for(request, "shown"), _asked_for(request)
    for_all = request.POST.get("for", "")
    for_ = {case: request.POST.get(f"for-{case}", "") for case in cases}
    chosen = Chosen(cases, for_all=for_all, for_=for_)
    if not cases:
        return _page(request, shown, chosen, refused=gettext("Choose a case to print."))
    wishes = [Wish(case, for_[case] or for_all) for case in cases]
    try:
        return as_response(printed(request, wishes, set_in_type=pdf_of))
    except NotPrinted as not_printed:
        return _not_printed(request, shown, chosen, not_printed)
    except PaperFailed:
        _log.exception("the cases %s could not be set in type", cases)
        return _page(request, shown, chosen, refused=why_no_paper())


def _not_printed(
    request: StaffRequest, shown: list[CaseId], chosen: Chosen, wrong: NotPrinted
) -> HttpResponse:
    for case, refusal in wrong.refusals.items():
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case)
    sentences = {case: why_refused(refusal) for case, refusal in wrong.refusals.items()}
    again = Chosen(chosen.cases, chosen.for_all, chosen.for_, refusals=sentences)
    refused = gettext("Nothing is printed, since not all of it could be.")
    return _page(request, shown, again, refused=refused, status=status_of(_gravest(wrong)))


def _gravest(wrong: NotPrinted) -> Refusal:
    """Return what the answer's status is of: rather what can be mended than what isn't there."""
    return min(wrong.refusals.values(), key=lambda each: isinstance(each, NotPermitted))


def _permit(request: StaffRequest) -> None:
    if not any(request.staff.works_cases_at(clinic) for clinic in request.staff.roles):
        raise NotPermitted(say("Cases are for those who receive or handle them at the clinic."))


def _asked_for(request: StaffRequest, name: str = "case") -> list[CaseId]:
    """Return the cases that were chosen, each once, and no more than one page of them."""
    found = (as_id(text) for text in request.POST.getlist(name))
    return [CaseId(case) for case in dict.fromkeys(found) if case is not None][:MOST]


def _awaiting(request: StaffRequest) -> list[CaseId]:
    """Return the cases whose print is this person's to do at the clinic."""
    here = ClinicId(request.clinic.pk)
    if not has_worklist(request.staff, here):
        return []
    to_print = worklist(request.staff, here, on=today()).to_print
    return [each.case.id for each in to_print if each.may_print][:MOST]


def _page(
    request: StaffRequest,
    cases: Iterable[CaseId],
    chosen: Chosen,
    *,
    refused: str = "",
    status: int = 0,
) -> HttpResponse:
    wanted, on = list(cases), today()
    found = printable(wanted, by=request.staff)
    out = copies_out(ClinicId(request.clinic.pk), by=request.staff)
    named = [(each.id, each.patient_id) for each in (*found, *(copy.case for copy in out))]
    access_log.shown(request, What.LISTED, named=named)
    page = print_page(
        found,
        out,
        colleagues((each.clinic for each in found), on=on) if found else {},
        Chosen(chosen.cases, chosen.for_all, chosen.for_, chosen.refusals, refused),
        missing=len(wanted) - len(found),
        on=on,
    )
    return render(
        request, "inbox/print.html", {"page": page}, status=status or (422 if refused else 200)
    )
