"""Printing a case on paper, for a doctor: numbered, in the ledger, and in the log of who looked."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.doors.inbox.paper.pdf import pdf_of
from vardag.doors.inbox.paper.printing import NotPrinted, Paper, Wish, printed
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.paper.pdf import PaperFailed
from vardag.doors.shared.paper.showing import as_pdf
from vardag.doors.shared.sentences import why_refused

_log = logging.getLogger(__name__)


@require_POST
@staff_only
def print_case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Print a case, perhaps for a colleague, and answer with the PDF.

    What can't be printed leads back to the page from which it was tried, with the sentence.
    """
    wish = Wish(CaseId(case_id), request.POST.get("for", ""))
    try:
        paper = printed(request, [wish], set_in_type=pdf_of)
    except NotPrinted as not_printed:
        refusal = not_printed.first
        if isinstance(refusal, OutOfReach):
            raise refusal from None
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        return _back(request, case_id, why_refused(refusal))
    except PaperFailed:
        _log.exception("case %s could not be set in type", case_id)
        return _back(request, case_id, why_no_paper())
    return as_response(paper)


def as_response(paper: Paper) -> HttpResponse:
    """Return the answer that a browser shows as a PDF."""
    return as_pdf(paper.pdf, name=paper.name, inline=True)


def why_no_paper() -> str:
    """Say that nothing came of it."""
    return gettext("The printout could not be made, and nothing is recorded. Try again.")


def _back(request: StaffRequest, case_id: int, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    if request.POST.get("back") == "work":
        return redirect("inbox:work")
    return redirect("inbox:case", case_id)
