"""What was read by way of exception, for the log reviewer: what isn't reviewed stands first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.office.refused import Refused
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import exceptional


@require_safe
@staff_only
def openings(request: StaffRequest) -> HttpResponse:
    """Show what was read by way of exception at the clinic."""
    return _page(request)


@require_POST
@staff_only
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was found of one opening."""
    finding = request.POST.get("finding", "")
    try:
        exceptional.review(
            opening=pk,
            clinic=ClinicId(request.clinic.pk),
            finding=finding,
            by=request.staff,
            at=now(),
            where=access_log.where(request),
        )
    except (InvalidForm, ChangedMeanwhile) as refusal:
        refused = Refused(pk, why_refused(refusal), finding)
        return _page(request, refused, status=status_of(refusal))
    messages.success(request, gettext("What you found is written down."))
    return redirect("office:openings")


def _page(
    request: StaffRequest, refused: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.REVIEW_LOG, clinic)
    found = exceptional.openings(clinic)
    access_log.shown(request, What.REVIEWED, named=(each.named for each in found))
    context = {"openings": found, "refused": refused or Refused()}
    return render(request, "office/openings.html", context, status=status)
