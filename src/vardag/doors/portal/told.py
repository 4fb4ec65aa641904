"""How a resident wants to be told: one's own address and number, and nobody else's.

A guardian sets nothing of a child's, and neither sees what the other has set.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.told.forms import Told, as_it_is
from vardag.doors.shared.told.page import have_tried, save, standing


@require_http_methods(["GET", "HEAD", "POST"])
@residents_only
def told(request: ResidentRequest) -> HttpResponse:
    """Show, or set, how one wants to be told."""
    row, status = request.actor.row, 200
    if request.method == "POST":
        form = Told(request.POST)
        if save(request, form, request.resident.id):
            return redirect("portal:told")
        status = 422
    else:
        form = as_it_is(request.resident.id, email=row.email)
    context = {"form": form, "standing": standing(row)}
    return render(request, "portal/told.html", context, status=status)


@require_POST
@residents_only
def trial(request: ResidentRequest) -> HttpResponse:
    """Have a trial sent to oneself."""
    have_tried(request, request.actor.row)
    return redirect("portal:told")
