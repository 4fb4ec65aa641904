"""Saving a receipt as a file."""

import logging
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain.people.identity import CaseId
from vardag.doors.portal.pages import receipt_page
from vardag.doors.portal.receipt.words import receipt_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.paper.pdf import PaperFailed, pdf_of
from vardag.doors.shared.paper.showing import as_pdf
from vardag.rooms.audit.words import What
from vardag.rooms.cases.queries import for_resident

_TEMPLATE = Path(__file__).with_name("receipt.typ")
_log = logging.getLogger(__name__)


@require_safe
@residents_only
def receipt(request: ResidentRequest, case_id: int) -> HttpResponse:
    """Answer with the receipt as a PDF, to whoever sent the case; to others who may read it, the case.

    :raises OutOfReach: shown as if there were no such case
    """
    full = for_resident(CaseId(case_id), by=request.resident, on=today())
    if full.case.author != request.resident.id:
        return redirect("portal:case", case_id)
    access_log.shown(request, What.OPENED, full=full)
    page = receipt_page(full, viewer=request.resident.id, today=today())
    paper = receipt_of(full, page, viewer=request.resident.id)
    try:
        pdf = pdf_of(paper, at=now(), template=_TEMPLATE)
    except PaperFailed:
        _log.exception("the receipt of case %s could not be set in type", case_id)
        messages.error(request, gettext("The file could not be made just now. Try again."))
        return redirect("portal:sent", case_id)
    return as_pdf(pdf, name=f"kvitto-{full.number}.pdf", inline=False)
