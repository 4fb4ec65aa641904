"""The post register: what was sent, original or copy, to whom, when, by whom; and as a workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vardag.domain import access
from vardag.domain.refusals import InvalidForm
from vardag.domain.registers.post import POST
from vardag.domain.routine.document import Service
from vardag.domain.words import say
from vardag.doors.inbox.post.filters import Filter, asked_for, typed_in
from vardag.doors.inbox.post.page import named, page_in_words
from vardag.doors.inbox.post.workbook import workbook_of
from vardag.doors.inbox.registers.views import KIND, MOST_OF_A_FILE, clinic_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.moments import today
from vardag.rooms.audit.words import What
from vardag.rooms.registers.post import every_dispatch, post_page, services_sending


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def register(request: StaffRequest) -> HttpResponse:
    """Show a page of what was sent. The filter is a form, and leads to an address without names."""
    services = services_sending(today())
    if request.method != "POST":
        return _shown(request, asked_for(request, services, on=today()), services)
    wanted = typed_in(request, services, on=today())
    if wanted.errors:
        return _shown(request, wanted, services, status=422)
    return redirect(f"{reverse('inbox:post')}?{wanted.address()}")


def _shown(
    request: StaffRequest, wanted: Filter, services: tuple[Service, ...], *, status: int = 200
) -> HttpResponse:
    clinic = clinic_of(request)
    found = post_page(wanted.asked, by=request.staff, clinic=clinic, page=page_number(request))
    cases, by_hand = named(found.rows)
    access_log.shown(request, What.REGISTER, named=cases, rows=by_hand)
    may_write = access.may_keep_register(request.staff, clinic, POST)
    page = page_in_words(found, wanted, services, may_write=may_write)
    return render(request, "inbox/post.html", {"page": page}, status=status)


@require_safe
@staff_only
def workbook(request: StaffRequest) -> HttpResponse:
    """Give the rows that the same address shows on the page as a workbook, all pages of them.

    Taking patients' data out is an entry of the log that names each of them.
    """
    clinic = clinic_of(request)
    access.permit_keeping_register(request.staff, clinic, POST)
    wanted = asked_for(request, services_sending(today()), on=today())
    most = MOST_OF_A_FILE + 1
    rows = every_dispatch(wanted.asked, by=request.staff, clinic=clinic, most=most)
    if len(rows) > MOST_OF_A_FILE:
        raise InvalidForm(
            say(
                "The rows are more than a workbook takes here. Choose dates, and save a part at a time."
            )
        )
    cases, by_hand = named(rows)
    access_log.shown(request, What.TAKEN_OUT, named=cases, rows=by_hand)
    response = HttpResponse(workbook_of(rows), content_type=KIND)
    name = f"{gettext('Post register')} {request.clinic.name} {today().isoformat()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
