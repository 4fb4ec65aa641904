"""Writing a case: a page at a time, kept on the server, read through, and sent."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vardag.domain.refusals import Refusal
from vardag.doors.portal.around import DO, by_routine, keeping_words
from vardag.doors.portal.errand import Errand, NotChosen, permit
from vardag.doors.portal.form_deeds import DEEDS, send
from vardag.doors.portal.form_page import REVIEW, Filled, address
from vardag.doors.portal.menu import start_url
from vardag.doors.portal.reviewing import review
from vardag.doors.portal.showing import filled, show
from vardag.doors.portal.writing import Writing, errand_for, posted, uuid_of, writing_of
from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.moments import today
from vardag.rooms.cases import queries
from vardag.rooms.cases.family import sent_with
from vardag.rooms.unsent.queries import begun


@require_http_methods(["GET", "HEAD", "POST"])
@keeping_words
@residents_only
@by_routine
def new(request: ResidentRequest, service: str) -> HttpResponse:
    """Ask a service's questions, keep what is answered, and send it as a new case.

    :raises OutOfReach: if it follows a case that isn't there, or that the resident may not read
    """
    try:
        errand = errand_for(request, service)
    except NotChosen as missing:
        return redirect(start_url(patient=missing.patient))
    if request.method == "POST":
        deed, _, more = request.POST.get(DO, "").partition(":")
        return DEEDS.get(deed, send)(posted(request, errand), more)
    return _ask(request, errand)


def _ask(request: ResidentRequest, errand: Errand) -> HttpResponse:
    """Show a page of the form. Its key stands in the address, so that going back finds it used."""
    key = uuid_of(request.GET.get("key"))
    if key is None:
        return redirect(_begin(request, errand))
    try:
        permit(errand, by=request.resident, on=today())
    except Refusal as refusal:
        return show(request, errand, Filled(key, refusal=refusal))
    if errand.follows is not None:
        queries.for_resident(errand.follows, by=request.resident, on=today())
    before = sent_with(key, by=request.resident, patient=errand.patient, on=today())
    if before is not None:
        again = start_url(patient=errand.patient, clinic=errand.clinic.key)
        context = {"sent": before, "start_url": again}
        return render(request, "portal/sent_before.html", context)
    return _page(writing_of(request, errand, key))


def _begin(request: ResidentRequest, errand: Errand) -> str:
    """Return the address of what one has begun already, or of a new form."""
    found = begun(
        request.actor.id, service=errand.key, patient=errand.patient, clinic=errand.clinic_id
    )
    if found is None or found.follows != errand.follows:
        return address(errand, key=uuid4())
    return address(errand, key=found.form_key, page=found.page if found.page > 1 else None)


def _page(writing: Writing) -> HttpResponse:
    if writing.request.GET.get("page") == REVIEW:
        return review(writing)
    page = writing.page(writing.request.GET.get("page"))
    return show(writing.request, writing.errand, filled(writing, page))
