"""What stands under the clinic's messages: read as one's own would look, and written anew."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vardag.domain import access
from vardag.domain.case.sign_off import CLINIC, NAME, PHONE, TITLE
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Refusal
from vardag.domain.rights import Deed
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, short_moment, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.doors.shared.sign_off import sign_off_of
from vardag.rooms.sign_offs import actions
from vardag.rooms.sign_offs.queries import template_of, versions_of


@dataclass(frozen=True)
class Version:
    """A version that somebody wrote."""

    text: str
    by: str
    when: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def sign_off(request: StaffRequest) -> HttpResponse:
    """Show what stands under the clinic's messages, and write a new version of it."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SET_SIGN_OFF, clinic)
    if request.method != "POST":
        return _page(request)
    text, seen = request.POST.get("text", ""), as_id(request.POST.get("seen", "")) or 0
    try:
        actions.write(clinic=clinic, text=text, seen=seen, by=request.staff, at=now())
    except (InvalidForm, ChangedMeanwhile) as refusal:
        return _page(request, text, refusal)
    messages.success(
        request, gettext("The sign-off is saved. It stands under what is sent from now on.")
    )
    return redirect("office:sign_off")


def _page(
    request: StaffRequest, typed: str | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    clinic = request.clinic
    rows, template = versions_of(ClinicId(clinic.pk)), template_of(ClinicId(clinic.pk))
    context = {
        "clinic": clinic.name,
        "text": template if typed is None else typed.replace("\r\n", "\n"),
        "error": why_refused(refusal) if refusal else "",
        "seen": rows[0].number if rows else 0,
        "own": sign_off_of(
            request.actor.row, template=template, clinic=clinic.name, phone=clinic.phone
        ),
        "blanks": _blanks(),
        "versions": [
            Version(row.text, row.made_by.name, short_moment(row.made_at, on=today()))
            for row in rows
        ],
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "office/sign_off.html", context, status=status)


def _blanks() -> list[tuple[str, str]]:
    """Return what a sign-off may leave blank, and what is filled in there."""
    return [
        (f"{{{NAME}}}", gettext("the name of who sends")),
        (f"{{{TITLE}}}", gettext("and the title, as the staff directory has it")),
        (f"{{{CLINIC}}}", gettext("the clinic that has the case")),
        (f"{{{PHONE}}}", gettext("its telephone number; nothing where it isn't known")),
    ]
