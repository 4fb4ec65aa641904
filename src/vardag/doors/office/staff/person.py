"""One colleague: giving, confirming and ending roles, leaving, and asking the directory anew."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.office.refused import Refused
from vardag.doors.office.staff.forms import Give, put_refusal
from vardag.doors.office.staff.person_page import (
    LEAVING,
    LEAVING_EVERYWHERE,
    REFRESHING,
    Around,
    person_page,
)
from vardag.doors.office.staff.views import directory_is_away, log_away
from vardag.doors.office.staff.words import change_words, stays_words
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import id_of
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.lists.handing import many_held
from vardag.rooms.people.staff import leaving, staffing
from vardag.rooms.people.staff.directory import DirectoryAway
from vardag.rooms.people.staff.leaving import Workplace, workplaces
from vardag.rooms.people.staff.refreshing import refresh_at
from vardag.rooms.people.staff.roll import Member, directory_events_of, events_of, member


@require_safe
@staff_only
def person(request: StaffRequest, person: int) -> HttpResponse:
    """Show one of the clinic's staff."""
    return _page(request, _member(request, person))


def _member(request: StaffRequest, person: int) -> Member:
    """Return one of the clinic's staff.

    :raises NotPermitted: if the clinic's staff aren't this person's to see
    :raises OutOfReach: if the person never had a role there
    """
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEE_STAFF, clinic)
    found = member(clinic, PersonId(id_of(str(person))), on=today())
    if found is None:
        raise OutOfReach(say("There is no such person here."))
    return found


def _page(
    request: StaffRequest,
    found: Member,
    *,
    form: Give | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    on = today()
    has = frozenset(each.role for each in found.current)
    context = {
        "page": person_page(
            found, _around(request, found), you=request.staff.id, on=on, refused=refused
        ),
        "form": form or Give(initial={"from_date": on}, has=has),
    }
    return render(request, "office/staff_person.html", context, status=status)


def _around(request: StaffRequest, found: Member) -> Around:
    here, clinic = workplaces(found.id, on=today()), ClinicId(request.clinic.pk)
    may_end_at = frozenset(
        each.id for each in here if access.may_at(request.staff, Deed.MANAGE_STAFF, each.id)
    )
    return Around(
        here=clinic,
        held=many_held(found.id, {clinic, *may_end_at}),
        may_hand_over=request.staff.receives_at(clinic),
        events=events_of(ClinicId(request.clinic.pk), found.id),
        directory_events=directory_events_of(found.id),
        workplaces=here,
        may_end_at=may_end_at,
    )


@require_POST
@staff_only
def refresh(request: StaffRequest, person: int) -> HttpResponse:
    """Ask the staff directory anew who the person is."""
    found, clinic = _member(request, person), ClinicId(request.clinic.pk)
    try:
        changes = refresh_at(clinic, found.id, by=request.staff, at=now())
    except DirectoryAway as error:
        log_away(error)
        refused = Refused(REFRESHING, directory_is_away(gettext("so nothing was changed")))
        return _page(request, found, refused=refused, status=503)
    words = "; ".join(change_words(each) for each in changes)
    messages.success(request, words or gettext("Nothing has changed in the staff directory."))
    return redirect("office:staff_member", found.id)


@require_POST
@staff_only
def give(request: StaffRequest, person: int) -> HttpResponse:
    """Give roles to somebody who is, or was, at the clinic."""
    found = _member(request, person)
    form = Give(request.POST, has=frozenset(each.role for each in found.current))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        staffing.give(
            to=found.id,
            clinic=ClinicId(request.clinic.pk),
            roles=form.roles_chosen,
            from_date=form.first_day,
            until=form.cleaned_data["until"],
            by=request.staff,
            at=now(),
        )
    except Refusal as refusal:
        put_refusal(form, refusal)
        return _page(request, found, form=form, status=status_of(refusal))
    messages.success(request, gettext("Given. The introduction is to be signed by you both."))
    return redirect("office:staff_member", found.id)


@require_POST
@staff_only
def confirm(request: StaffRequest, person: int) -> HttpResponse:
    """Confirm a role that another has proposed."""
    clinic, grant = ClinicId(request.clinic.pk), id_of(request.POST.get("grant", ""))
    return _done(
        request,
        person,
        lambda: staffing.confirm(grant=grant, clinic=clinic, by=request.staff, at=now()),
        at=grant,
        words=gettext("The role is confirmed."),
    )


@require_POST
@staff_only
def end(request: StaffRequest, person: int) -> HttpResponse:
    """End a role, after a day or at once."""
    clinic, grant = ClinicId(request.clinic.pk), id_of(request.POST.get("grant", ""))
    at_once, typed = "at_once" in request.POST, request.POST.get("last_day", "")
    found = _member(request, person)
    last_day = None if at_once else _day(typed)
    if last_day is None and not at_once:
        error = gettext("Write the last day as a date, or end it at once.")
        return _page(request, found, refused=Refused(grant, error, typed), status=422)
    return _done(
        request,
        person,
        lambda: staffing.end(
            grant=grant, clinic=clinic, last_day=last_day, by=request.staff, at=now()
        ),
        at=grant,
        typed=typed,
        words=gettext("The role is over.") if at_once else gettext("The last day is set."),
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


@require_POST
@staff_only
def leave(request: StaffRequest, person: int) -> HttpResponse:
    """End everything that somebody has at the clinic, at once."""
    found, clinic = _member(request, person), ClinicId(request.clinic.pk)
    said = gettext(
        "%(name)s has nothing here any more. Cases that %(name)s held stand first in the inbox."
    )
    return _done(
        request,
        person,
        lambda: leaving.leave(person=found.id, clinic=clinic, by=request.staff, at=now()),
        at=LEAVING,
        words=said % {"name": found.row.name},
    )


@require_POST
@staff_only
def leave_everywhere(request: StaffRequest, person: int) -> HttpResponse:
    """End everything that somebody has at all clinics whose staff one manages, at once."""
    found, clinic = _member(request, person), ClinicId(request.clinic.pk)
    said = gettext("%(name)s has left. Cases that %(name)s held stand first in the inboxes.")
    return _done(
        request,
        person,
        lambda: _say_what_remains(
            request,
            leaving.leave_everywhere(person=found.id, clinic=clinic, by=request.staff, at=now()),
        ),
        at=LEAVING_EVERYWHERE,
        words=said % {"name": found.row.name},
    )


def _say_what_remains(request: StaffRequest, remaining: list[Workplace]) -> None:
    for each in remaining:
        words = gettext("Not ended, since it isn't yours to end: %(where)s.")
        messages.warning(request, words % {"where": stays_words(each)})


def _done(
    request: StaffRequest,
    person: int,
    deed: Callable[[], None],
    *,
    at: int,
    words: str,
    typed: str = "",
) -> HttpResponse:
    """Do it and go back to the person; what is refused is said where it was tried."""
    found = _member(request, person)
    try:
        deed()
    except OutOfReach:
        raise
    except Refusal as refusal:
        refused = Refused(at, why_refused(refusal), typed)
        again = _member(request, person)
        return _page(request, again, refused=refused, status=status_of(refusal))
    messages.success(request, words)
    return _back(request, found)


def _back(request: StaffRequest, found: Member) -> HttpResponse:
    """Lead back; who ended a role of one's own may not see the page any more."""
    if found.id == request.staff.id:
        return redirect("office:home")
    return redirect("office:staff_member", found.id)
