"""A register of the routine as a page: what was asked, for whom, when it was done; and as a workbook.

Whoever may open a case sees its row; rows by hand are for the clinic's receivers and nurses. See
``rooms.registers.queries``.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm
from vardag.domain.words import say
from vardag.doors.inbox.registers.filters import Filter, asked_for, typed_in
from vardag.doors.inbox.registers.page import named, register_page_in_words
from vardag.doors.inbox.registers.workbook import workbook_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.moments import today
from vardag.doors.shared.sentences import in_words
from vardag.rooms.audit.words import What
from vardag.rooms.registers.queries import (
    InForce,
    every_row,
    in_force,
    kept_by_hand,
    register_page,
)

MOST_OF_A_FILE = 19_000  # rows, which can be imported again
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def clinic_of(request: StaffRequest) -> ClinicId:
    return ClinicId(request.clinic.pk)


def register_of(request: StaffRequest, key: str | None) -> InForce:
    """Return a register that somebody may read.

    :raises OutOfReach: if there is none of that key, or the person handles no cases at the clinic
    """
    return in_force(key, by=request.staff, clinic=clinic_of(request), on=today())


def kept_by(request: StaffRequest, key: str) -> InForce:
    """Return a register into which somebody may write rows by hand: what was sent among them.

    :raises OutOfReach: if there is none of that key, or its rows by hand aren't this person's
    """
    return kept_by_hand(key, by=request.staff, clinic=clinic_of(request), on=today())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def register(request: StaffRequest, key: str | None = None) -> HttpResponse:
    """Show a page of a register, the first if none is named, at the clinic where the person works.

    The filter is sent as a form, and leads to an address that holds no name.
    """
    here = register_of(request, key)
    if request.method != "POST":
        return _shown(request, here, asked_for(request, on=today()))
    wanted = typed_in(request, on=today())
    if wanted.errors:
        return _shown(request, here, wanted, status=422)
    there = reverse("inbox:register", args=(here.register.key,))
    return redirect(f"{there}?{wanted.address()}")


def _shown(
    request: StaffRequest, here: InForce, wanted: Filter, *, status: int = 200
) -> HttpResponse:
    clinic, number = clinic_of(request), page_number(request)
    found = register_page(here.register, wanted.asked, by=request.staff, clinic=clinic, page=number)
    cases, by_hand = named(found.rows)
    access_log.shown(request, What.REGISTER, named=cases, rows=by_hand)
    may_keep = access.may_keep_register(request.staff, clinic)
    page = register_page_in_words(here, found, wanted, clinic, may_keep=may_keep)
    return render(request, "inbox/register.html", {"page": page}, status=status)


@require_safe
@staff_only
def workbook(request: StaffRequest, key: str) -> HttpResponse:
    """Give the rows that the same address shows on the page as a workbook, all pages of them.

    Taking patients' data out is an entry of the log that names each of them.
    """
    here, clinic = register_of(request, key), clinic_of(request)
    access.permit_keeping_register(request.staff, clinic)
    wanted = asked_for(request, on=today())
    rows = every_row(
        here.register, wanted.asked, by=request.staff, clinic=clinic, most=MOST_OF_A_FILE + 1
    )
    if len(rows) > MOST_OF_A_FILE:
        raise InvalidForm(
            say(
                "The rows are more than a workbook takes here. Choose dates, and save a part at a time."
            )
        )
    cases, by_hand = named(rows)
    access_log.shown(request, What.TAKEN_OUT, named=cases, rows=by_hand)
    response = HttpResponse(workbook_of(here, rows, clinic), content_type=KIND)
    name = f"{in_words(here.register.name)} {request.clinic.name} {today().isoformat()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
