"""A workbook into a register: a file is chosen, seen as it would be read, and imported or put away."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain import access
from vardag.domain.refusals import InvalidForm
from vardag.doors.inbox.registers.preview import preview_page
from vardag.doors.inbox.registers.views import clinic_of, register_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.protected import no_names
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.registers import importing
from vardag.rooms.registers.files.reading import LARGEST
from vardag.rooms.registers.files.sheets import FIELD, MOST_COLUMNS, MOST_ROWS
from vardag.rooms.registers.queries import InForce
from vardag.rooms.registers.stored import unpacked


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def choose(request: StaffRequest, key: str) -> HttpResponse:
    """Choose a workbook; nothing of it is imported yet."""
    here = register_of(request, key)
    access.permit_keeping_register(request.staff, clinic_of(request))
    if request.method != "POST":
        return _form(request, here)
    file = request.FILES.get(FIELD)
    if not isinstance(file, UploadedFile):
        return _form(request, here, error=gettext("Choose a file."), status=422)
    try:
        found = importing.choose(
            register=here.register,
            form=here.form,
            clinic=clinic_of(request),
            data=file.read(),
            name=file.name or "",
            by=request.staff,
            at=now(),
        )
    except InvalidForm as refusal:
        return _form(request, here, error=why_refused(refusal), status=status_of(refusal))
    return redirect("inbox:register_preview", key, found)


def _form(
    request: StaffRequest, here: InForce, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "key": here.register.key,
        "name": in_words(here.register.name),
        "error": error,
        "largest": LARGEST,
        "most": f"{MOST_ROWS:,}".replace(",", "\u00a0"),
    }
    return render(request, "inbox/register_import.html", context, status=status)


@require_safe
@staff_only
def preview(request: StaffRequest, key: str, file: UUID) -> HttpResponse:
    """Show how a chosen file is read, row by row: what is new, what is there, what is wrong."""
    return show_preview(request, register_of(request, key), file)


def show_preview(
    request: StaffRequest, here: InForce, file: UUID, *, error: str = "", status: int = 200
) -> HttpResponse:
    clinic = clinic_of(request)
    row = importing.opened(file, here.register, clinic, by=request.staff)
    access_log.shown(request, What.REGISTER)
    workbook = unpacked(bytes(row.cells or b""))
    found = importing.judged(
        row, workbook, here.register, protected=no_names(), by=request.staff, on=today()
    )
    page = preview_page(here, row, workbook, found)
    context = {"page": page, "error": error}
    return render(request, "inbox/register_preview.html", context, status=status)


@require_POST
@staff_only
def reread(request: StaffRequest, key: str, file: UUID) -> HttpResponse:
    """Say how a chosen file is read: which sheet, which row has the headings, what each column is."""
    here = register_of(request, key)
    heading = as_id(request.POST.get("heading", ""))
    importing.reread(
        key=file,
        register=here.register,
        form=here.form,
        clinic=clinic_of(request),
        sheet=as_id(request.POST.get("sheet", "0")) or 0,
        heading=heading - 1 if heading else None,
        columns=_columns(request),
        by=request.staff,
    )
    return redirect("inbox:register_preview", key, file)


def _columns(request: StaffRequest) -> dict[int, str]:
    """Return what the form says of each column, by its place."""
    named = ((at, request.POST.get(f"column-{at}")) for at in range(MOST_COLUMNS))
    return {at: value for at, value in named if value is not None}


@require_POST
@staff_only
def put_away(request: StaffRequest, key: str, file: UUID) -> HttpResponse:
    """Put a chosen file away; nothing of it is imported."""
    here = register_of(request, key)
    clinic = clinic_of(request)
    importing.put_away(key=file, register=here.register, clinic=clinic, by=request.staff, at=now())
    messages.success(request, gettext("The file is put away. Nothing was imported."))
    return redirect("inbox:register", key)
