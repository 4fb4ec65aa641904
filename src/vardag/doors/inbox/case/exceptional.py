"""Reading one case by way of exception: the choice, with its reason, before anything is shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.cases.exceptional import LASTS, open_by_exception


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def exceptional(request: StaffRequest) -> HttpResponse:
    """Ask which case and why; then lead to it."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.OPEN_BY_EXCEPTION, clinic)
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    if request.method != "POST":
        return _asked(request, number, reason)
    try:
        case = open_by_exception(
            number=number,
            clinic=clinic,
            reason=reason,
            by=request.staff,
            at=now(),
            where=access_log.where(request),
        )
    except OutOfReach as refusal:
        access_log.refused(request)
        return _asked(request, number, reason, refusal)
    except InvalidForm as refusal:
        return _asked(request, number, reason, refusal)
    return redirect("inbox:case", case)


def _asked(
    request: StaffRequest, number: str, reason: str, refusal: Refusal | None = None
) -> HttpResponse:
    at_number = isinstance(refusal, OutOfReach)
    context = {
        "number": number,
        "reason": reason,
        "minutes": LASTS.seconds // 60,
        "number_error": why_refused(refusal) if refusal and at_number else "",
        "reason_error": why_refused(refusal) if refusal and not at_number else "",
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "inbox/exceptional.html", context, status=status)
