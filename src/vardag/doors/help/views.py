"""Pages that help: they ask for nothing, write nothing, and say the same to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardag.doors.shared.actor import Actor


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far everybody can use the pages, what was tried, and what to do about the rest.

    Source: lagen (2018:1937) om tillgänglighet till digital offentlig service, 13 §.
    """
    return render(request, "help/accessibility.html", {"frame": _frame_of(request)})


def _frame_of(request: HttpRequest) -> str:
    """Return the look of the side where the reader is at home."""
    actor: Actor | None = getattr(request, "actor", None) or None
    return "shared/staff.html" if actor and actor.is_staff else "shared/portal.html"
