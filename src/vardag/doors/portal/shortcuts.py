"""A shortcut: the way to whoever takes this, and the step out. Both are counted, and nobody is named.

The way out is an address of ours, which leads on to the clinic's own link and nowhere else: so it can be
counted without a script, and a copied address sends nobody to a stranger's page (ADR-0051).
"""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vardag.domain.measures.shortcuts import Use
from vardag.domain.refusals import Refusal
from vardag.doors.portal.around import by_routine
from vardag.doors.portal.errand import Errand, NotChosen, permit
from vardag.doors.portal.form_page import Filled, WayOut, way_out
from vardag.doors.portal.menu import start_url
from vardag.doors.portal.showing import show
from vardag.doors.portal.writing import errand_for
from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.afterwards import afterwards
from vardag.doors.shared.moments import today
from vardag.rooms.shortcuts.actions import count

# How browsers say that they fetch a page before anybody has asked for it.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")

type Answer = Callable[[ResidentRequest, Errand, WayOut], HttpResponse]
type View = Callable[[ResidentRequest, str], HttpResponse]


class SeeOther(HttpResponseRedirect):
    """On to another page, which is only read."""

    status_code = 303


def _led(answer: Answer) -> View:
    """Answer whom the shortcut is for; others as the service's form answers them."""

    @wraps(answer)
    def view(request: ResidentRequest, service: str) -> HttpResponse:
        try:
            errand = errand_for(request, service)
        except NotChosen as missing:
            return redirect(start_url(patient=missing.patient))
        try:
            permit(errand, by=request.resident, on=today())
        except Refusal as refusal:
            return show(request, errand, Filled(uuid4(), refusal=refusal))
        way = way_out(errand, request.actor, on=today())
        if way is None:
            raise Http404
        return answer(request, errand, way)

    return view


@require_safe
@residents_only
@by_routine
@_led
def shortcut(request: ResidentRequest, errand: Errand, way: WayOut) -> HttpResponse:
    """Show where this is taken care of, and that one can still ask here. Keeps nothing of who looks."""
    page = render(request, "portal/shortcut.html", {"page": way})
    return _counted(request, errand, Use.SHOWN, page)


@require_safe
@residents_only
@by_routine
@_led
def follow(request: ResidentRequest, errand: Errand, way: WayOut) -> HttpResponse:
    """Lead on to where the clinic says that the shortcut leads. What is fetched ahead gets nothing."""
    if _is_ahead(request):
        return HttpResponse(status=204)
    return _counted(request, errand, Use.FOLLOWED, SeeOther(way.address))


def _counted(
    request: HttpRequest, errand: Errand, use: Use, response: HttpResponse
) -> HttpResponse:
    if request.method != "GET" or _is_ahead(request):
        return response
    clinic, service, on = errand.clinic_id, errand.key, today()

    def do() -> None:
        count(clinic=clinic, service=service, use=use, on=on)

    return afterwards(response, do, what=f"count that {service} was {use} at clinic {clinic}")


def _is_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches this before anybody asked, or for something else than to show it."""
    said = " ".join(request.headers.get(name, "") for name in _AHEAD).lower()
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return not is_page or any(each in said for each in ("prefetch", "prerender", "preview"))
