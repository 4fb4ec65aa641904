"""Another system's list: chosen, seen as it would be read, compared, and put right row by row."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.inbox.reconciling.list_page import preview_of, result_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.reconciliation import actions
from vardag.rooms.reconciliation.lists import compared_list
from vardag.rooms.registers.files.reading import LARGEST
from vardag.rooms.registers.files.sheets import FIELD, MOST_COLUMNS
from vardag.rooms.registers.stored import unpacked
from vardag.rooms.routines.queries import routine_on


def clinic_of(request: StaffRequest) -> ClinicId:
    return ClinicId(request.clinic.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def choose(request: StaffRequest) -> HttpResponse:
    """Choose a list; nothing of it is compared yet."""
    access.permit_at(request.staff, Deed.RECONCILE, clinic_of(request))
    if request.method != "POST":
        return _form(request)
    file = request.FILES.get(FIELD)
    if not isinstance(file, UploadedFile):
        return _form(request, error=gettext("Choose a file."), status=422)
    try:
        found = actions.choose(
            routine=routine_on(today()),
            clinic=clinic_of(request),
            data=file.read(),
            name=file.name or "",
            by=request.staff,
            at=now(),
        )
    except InvalidForm as refusal:
        return _form(request, error=why_refused(refusal), status=status_of(refusal))
    return redirect("inbox:list_preview", found)


def _form(request: StaffRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"error": error, "largest": LARGEST}
    return render(request, "inbox/list_choose.html", context, status=status)


@require_safe
@staff_only
def preview(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show how a chosen list is read, and what in it can't be."""
    return _preview(request, key)


def _preview(
    request: StaffRequest, key: UUID, *, error: str = "", status: int = 200
) -> HttpResponse:
    row = actions.opened(key, clinic_of(request), by=request.staff)
    access_log.shown(request, What.LISTED)
    workbook = unpacked(bytes(row.cells or b""))
    found = actions.read(row, workbook, on=today())
    page = preview_of(row, workbook, found, routine_on(today()))
    context = {"page": page, "error": error}
    return render(request, "inbox/list_preview.html", context, status=status)


@require_POST
@staff_only
def reread(request: StaffRequest, key: UUID) -> HttpResponse:
    """Say how a chosen list is read: whose it is, which sheet and headings, what each column is."""
    heading = as_id(request.POST.get("heading", ""))
    named = ((at, request.POST.get(f"column-{at}")) for at in range(MOST_COLUMNS))
    actions.reread(
        key=key,
        routine=routine_on(today()),
        clinic=clinic_of(request),
        system=request.POST.get("system", ""),
        sheet=as_id(request.POST.get("sheet", "0")) or 0,
        heading=heading - 1 if heading else None,
        columns={at: value for at, value in named if value is not None},
        by=request.staff,
    )
    return redirect("inbox:list_preview", key)


@require_POST
@staff_only
def compare(request: StaffRequest, key: UUID) -> HttpResponse:
    """Hold a chosen list against the clinic's cases, all its rows or none."""
    clinic, at = clinic_of(request), now()
    try:
        actions.hold_against(key=key, clinic=clinic, by=request.staff, at=at)
    except InvalidForm as refusal:
        return _preview(request, key, error=why_refused(refusal), status=422)
    return redirect("inbox:list_compared", key)


@require_POST
@staff_only
def put_away(request: StaffRequest, key: UUID) -> HttpResponse:
    """Put a chosen list away; nothing of it is kept."""
    actions.put_away(key=key, clinic=clinic_of(request), by=request.staff)
    messages.success(request, gettext("The list is put away. Nothing of it is kept."))
    return redirect("inbox:reconciliation")


@require_safe
@staff_only
def compared(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what came of a list, as it stands now."""
    found = compared_list(key, by=request.staff, clinic=clinic_of(request), at=now())
    about = [each.about for each in found.remains if each.about]
    named = [(CaseId(each.id), PersonId(each.patient_id)) for each in about]
    access_log.shown(request, What.LISTED, named=named)
    page = result_of(found, routine_on(today()))
    return render(request, "inbox/list_compared.html", {"page": page})


@require_POST
@staff_only
def see_to(request: StaffRequest, key: UUID, finding: int) -> HttpResponse:
    """Say of something that doesn't agree that one has seen to it, where no act of a case says so."""
    clinic, by = clinic_of(request), request.staff
    try:
        actions.see_to(key=key, finding=finding, clinic=clinic, by=by, at=now())
    except ChangedMeanwhile as refusal:
        messages.warning(request, why_refused(refusal))
    else:
        messages.success(request, gettext("It stands here no more."))
    return redirect("inbox:list_compared", key)
