"""Showing a page of a form, with what is in it and why it was refused."""

from django.http import HttpResponse
from django.shortcuts import render

from vardag.domain.refusals import NotPermitted, Refusal
from vardag.doors.portal.around import BACK
from vardag.doors.portal.errand import Errand
from vardag.doors.portal.form_page import Filled, form_page
from vardag.doors.portal.writing import Writing
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import ResidentRequest
from vardag.doors.shared.moments import today
from vardag.doors.shared.refusals import status_of


def filled(writing: Writing, page: int | None, refusal: Refusal | None = None) -> Filled:
    """Return what is in a form now; all its questions together if there is no page.

    Who may not send it any more gets back what came with this request, and nothing that is kept.
    """
    mine = None if isinstance(refusal, NotPermitted) else writing.mine
    return Filled(
        writing.key,
        answers=writing.answers if mine else writing.typed,
        page=page,
        refusal=refusal,
        saved_at=mine.changed_at if mine else None,
        is_typed=writing.request.method == "POST",
    )


def show(request: ResidentRequest, errand: Errand, filled: Filled) -> HttpResponse:
    """Show a form's page, with why it was refused if it was, and then write that down."""
    page = form_page(errand, request.actor, filled, on=today())
    refusal = filled.refusal
    if isinstance(refusal, NotPermitted):
        access_log.refused(request, patient=errand.patient)
    status = status_of(refusal) if refusal else 200
    context = {"page": page, "back": "back" in request.GET or BACK in request.POST}
    return render(request, "portal/form.html", context, status=status)
