"""Who is away: entered and ended by who plans the clinic, and by everybody for oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.office.roster import forms
from vardag.doors.office.roster.own import own_page
from vardag.doors.office.roster.views import back, page
from vardag.doors.office.roster.wrong import Wrong, errors_of
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.roster import actions

_LONGEST = 10
_FIELDS = ("person", "from", "until")


@require_POST
@staff_only
def add(request: StaffRequest) -> HttpResponse:
    """Enter that somebody at the clinic is away.

    :raises NotPermitted: if the person doesn't plan there
    """
    access.permit_at(request.staff, Deed.PLAN_ROSTER, ClinicId(request.clinic.pk))
    refused = _added(request, forms.person_id(request.POST.get("person", "")))
    if refused:
        return page(request, refused)
    return redirect(f"{back(request)}#away")


@require_POST
@staff_only
def add_own(request: StaffRequest) -> HttpResponse:
    """Enter that one is away oneself.

    :raises NotPermitted: if the person has nothing to do with the roster
    """
    access.permit_at(request.staff, Deed.SEE_ROSTER, ClinicId(request.clinic.pk))
    refused = _added(request, request.staff.id)
    return own_page(request, refused) if refused else redirect("office:my_days")


def _added(request: StaffRequest, person: PersonId) -> Wrong | None:
    """Enter the absence; return what was in the way, if anything was."""
    try:
        days = forms.absence(request.POST)
        actions.add_absence(
            person=person,
            clinic=ClinicId(request.clinic.pk),
            from_date=days.from_date,
            until=days.until,
            by=request.staff,
            at=now(),
        )
    except InvalidForm as refusal:
        typed = {name: request.POST.get(name, "")[:_LONGEST] for name in _FIELDS}
        return Wrong(
            why_refused(refusal), status_of(refusal), typed=typed, errors=errors_of(refusal)
        )
    messages.success(request, gettext("The absence is entered."))
    return None


@require_POST
@staff_only
def end(request: StaffRequest, absence_id: int) -> HttpResponse:
    """End an absence: the person is back today, or won't be away at all."""
    actions.stop_absence(
        absence=absence_id, clinic=ClinicId(request.clinic.pk), by=request.staff, at=now()
    )
    messages.success(request, gettext("The absence has ended."))
    is_own = request.POST.get("back") == "mine"
    return redirect(reverse("office:my_days") if is_own else f"{back(request)}#away")
