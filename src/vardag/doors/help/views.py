"""Pages that help: they ask for nothing, write nothing, and say the same to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardag.doors.help.handbook import CHAPTERS, FAMILIES, STAFF, chapter_for
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import today


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Show what the handbook has, one's own chapter first."""
    own = chapter_for(_actor_of(request), on=today())
    groups = (("families", FAMILIES), ("staff", STAFF))
    return _page(request, "help/handbook.html", groups=groups, own=own)


@require_safe
def chapter(request: HttpRequest, key: str) -> HttpResponse:
    """Show a chapter of the handbook. It is Swedish, whatever language the frame speaks."""
    found = CHAPTERS.get(key)
    if found is None:
        raise Http404
    return _page(request, found.template, chapter=found)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far everybody can use the pages, what was tried, and what to do about the rest.

    Source: lagen (2018:1937) om tillgänglighet till digital offentlig service, 13 §.
    """
    return _page(request, "help/accessibility.html")


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    """Return a page in the look of the side where the reader is at home."""
    actor = _actor_of(request)
    frame = "shared/staff.html" if actor and actor.is_staff else "shared/portal.html"
    return render(request, template, {"frame": frame, **context})


def _actor_of(request: HttpRequest) -> Actor | None:
    return getattr(request, "actor", None) or None
