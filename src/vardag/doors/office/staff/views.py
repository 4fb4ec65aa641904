"""The clinic's staff: who is there, adding a colleague by HSA-id, and who is in which group."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vardag.domain import access
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import ClinicId, GroupId, PersonId
from vardag.domain.refusals import NoSuchStaff, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.office.staff.forms import Find, Give, put_refusal
from vardag.doors.office.staff.page import NotSaved, staff_page
from vardag.doors.office.staff.words import about
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import id_of
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.notices.queries import told_otherwise
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.directory import DirectoryAway, Entry, current
from vardag.rooms.people.staff.grouping import set_members
from vardag.rooms.people.staff.roll import groups_of, roll

_LOG = logging.getLogger("vardag.directory")


@require_GET
@staff_only
def staff(request: StaffRequest) -> HttpResponse:
    """Show the clinic's staff with their roles, and what is missing."""
    access.permit_at(request.staff, Deed.SEE_STAFF, ClinicId(request.clinic.pk))
    return _list(request)


def _list(
    request: StaffRequest, *, refused: NotSaved | None = None, status: int = 200
) -> HttpResponse:
    clinic, on = ClinicId(request.clinic.pk), today()
    members = roll(clinic, on=on)
    page = staff_page(
        members,
        groups_of(clinic),
        show=request.GET.get("show", ""),
        you=request.staff.id,
        on=on,
        otherwise=told_otherwise(each.id for each in members),
        refused=refused,
    )
    return render(request, "office/staff.html", {"page": page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def add(request: StaffRequest) -> HttpResponse:
    """Find somebody by HSA-id: first a field, then who that is."""
    access.permit_at(request.staff, Deed.MANAGE_STAFF, ClinicId(request.clinic.pk))
    if request.method != "POST":
        return render(request, "office/staff_add.html", {"form": Find()})
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    return _whom(request, found, Give(initial={"from_date": today()}))


@require_POST
@staff_only
def take_on(request: StaffRequest) -> HttpResponse:
    """Give roles to who was found; the directory is asked anew, since a form can say anything."""
    access.permit_at(request.staff, Deed.MANAGE_STAFF, ClinicId(request.clinic.pk))
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    form = Give(request.POST)
    person = _given(request, found, form) if form.is_valid() else None
    if isinstance(person, Refusal):
        put_refusal(form, person)
        return _whom(request, found, form, status=status_of(person))
    if person is None:
        return _whom(request, found, form, status=422)
    said = gettext("%(name)s is added. Now the introduction is to be signed by you both.")
    messages.success(request, said % {"name": f"{found.given_name} {found.family_name}"})
    return redirect("office:staff_member", person)


def _given(request: StaffRequest, entry: Entry, form: Give) -> PersonId | Refusal:
    try:
        return staffing.take_on(
            entry=entry,
            clinic=ClinicId(request.clinic.pk),
            roles=form.roles_chosen,
            from_date=form.first_day,
            until=form.cleaned_data["until"],
            by=request.staff,
            at=now(),
        )
    except Refusal as refusal:
        return refusal


def _found(request: StaffRequest) -> Entry | HttpResponse:
    """Return who the typed HSA-id belongs to, or the page that says why nobody was found."""
    form = Find(request.POST)
    status = 422
    if form.is_valid():
        try:
            return _looked_up(form.cleaned_data["hsa_id"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        except DirectoryAway as error:
            log_away(error)
            form.add_error(None, directory_is_away(gettext("so nobody was added")))
            status = 503
    return render(request, "office/staff_add.html", {"form": form}, status=status)


def _looked_up(typed: str) -> Entry:
    found = current().look_up(hsa_id(typed))
    if found is None:
        raise NoSuchStaff(
            say("The staff directory knows nobody of that HSA-id. Compare it with the card.")
        )
    return found


def log_away(error: DirectoryAway) -> None:
    """Tell operations why the staff directory can't be asked."""
    _LOG.warning("the staff directory is away: %s", error)


def directory_is_away(so: str) -> str:
    """Return what is said when the staff directory is away; ``so`` says what came of it."""
    return gettext(
        "The staff directory doesn't answer, %(so)s. Try again in a while; if it goes on, tell those "
        "who run Vardag."
    ) % {"so": so}


def _whom(request: StaffRequest, entry: Entry, form: Give, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "entry": entry,
        "name": f"{entry.given_name} {entry.family_name}",
        "about": about(entry.title, entry.profession, entry.hsa_id),
    }
    return render(request, "office/staff_whom.html", context, status=status)


@require_POST
@staff_only
def group(request: StaffRequest, group: int) -> HttpResponse:
    """Set who is in one of the clinic's groups."""
    clinic = ClinicId(request.clinic.pk)
    chosen = frozenset(PersonId(id_of(each)) for each in request.POST.getlist("members"))
    try:
        set_members(
            group=GroupId(id_of(str(group))),
            clinic=clinic,
            members=chosen,
            by=request.staff,
            at=now(),
        )
    except OutOfReach:
        raise
    except Refusal as refusal:
        access.permit_at(request.staff, Deed.SEE_STAFF, clinic)
        refused = NotSaved(group, why_refused(refusal), chosen)
        return _list(request, refused=refused, status=status_of(refusal))
    messages.success(request, gettext("The group is saved."))
    return redirect("office:staff")
