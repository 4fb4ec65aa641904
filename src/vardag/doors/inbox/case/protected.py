"""Seeing whom a protected case is about: the choice, with its reason, before anything is shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import InvalidForm
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.cases.exceptional import LASTS
from vardag.rooms.cases.protected import permit_to_see, see_protected


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def protected(request: StaffRequest, case_id: int) -> HttpResponse:
    """Ask why; then lead back to the case, which shows whom it is about for half an hour."""
    case = CaseId(case_id)
    number = permit_to_see(case, by=request.staff).number
    context = {"case": case, "number": number, "minutes": LASTS.seconds // 60}
    if request.method != "POST":
        return render(request, "inbox/protected.html", context)
    reason = request.POST.get("reason", "")
    try:
        see_protected(
            case=case,
            reason=reason,
            by=request.staff,
            at=now(),
            where=access_log.where(request),
        )
    except InvalidForm as refusal:
        context |= {"reason": reason, "error": why_refused(refusal)}
        return render(request, "inbox/protected.html", context, status=status_of(refusal))
    return redirect("inbox:case", case)
