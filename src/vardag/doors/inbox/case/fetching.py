"""Fetching a file of a case: by the law of reading that case, asked anew each time, and logged."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.attached import fetched
from vardag.doors.shared.moments import now
from vardag.rooms.audit.words import What
from vardag.rooms.cases.attached import for_staff_with


@require_safe
@staff_only
def file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Give a file to be saved."""
    return _fetch(request, file_id)


@require_safe
@staff_only
def picture(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Give a small picture to be looked at on the page."""
    return _fetch(request, file_id, preview=True)


def _fetch(request: StaffRequest, file_id: UUID, *, preview: bool = False) -> HttpResponse:
    full, found = for_staff_with(file_id, by=request.staff, at=now())
    response = fetched(found, preview=preview)
    what = What.PROTECTED if full.unmasked else What.OPENED
    access_log.shown(request, what, full=full, reason=full.reason)
    return response
