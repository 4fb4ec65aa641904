"""Fetching a file of a message: by the law of reading that message, asked anew each time."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vardag.doors.shared import access_log
from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.attached import fetched
from vardag.doors.shared.moments import today
from vardag.rooms.audit.words import What
from vardag.rooms.cases.attached import for_resident_with


@require_safe
@residents_only
def file(request: ResidentRequest, file_id: UUID) -> HttpResponse:
    """Give a file to be saved."""
    return _fetch(request, file_id)


@require_safe
@residents_only
def picture(request: ResidentRequest, file_id: UUID) -> HttpResponse:
    """Give a small picture to be looked at on the page."""
    return _fetch(request, file_id, preview=True)


def _fetch(request: ResidentRequest, file_id: UUID, *, preview: bool = False) -> HttpResponse:
    full, found = for_resident_with(file_id, by=request.resident, on=today())
    response = fetched(found, preview=preview)
    access_log.shown(request, What.OPENED, full=full)
    return response
