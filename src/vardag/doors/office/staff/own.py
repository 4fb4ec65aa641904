"""One's own: address for notices, roles, and introductions to sign; also before any role holds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.people.staffing import Part, Standing
from vardag.domain.rights import Deed
from vardag.doors.office.staff.page import RoleLine, role_line
from vardag.doors.shared.actor import Actor, to_sign_in
from vardag.doors.shared.moments import today
from vardag.doors.shared.told.forms import Told, as_it_is
from vardag.doors.shared.told.page import have_tried, save, standing
from vardag.rooms.people.staff.roll import Held, own_roles


class OwnRequest(HttpRequest):
    """A request whose person is known to be staff, with a role or awaiting one."""

    actor: Actor
    staff: Staff


type View = Callable[..., HttpResponse]


def of_staff(view: View) -> View:
    """Let in members of staff who have a role somewhere, or may come to; others to sign in."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
        if actor is None or actor.staff is None or not (actor.clinics or actor.is_awaited):
            return to_sign_in(request)
        request.staff = actor.staff  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True)
class OwnRole:
    """A role of one's own at a clinic. ``url`` leads to the introduction that waits, if one does."""

    clinic: str
    line: RoleLine
    why: str
    url: str


@require_safe
@of_staff
def own(request: OwnRequest) -> HttpResponse:
    """Show one's own settings."""
    return _page(request, as_it_is(request.staff.id, email=request.actor.row.email))


@require_POST
@of_staff
def own_email(request: OwnRequest) -> HttpResponse:
    """Set one's own address, and how one wants to be told."""
    form = Told(request.POST)
    if not save(request, form, request.staff.id):
        return _page(request, form, status=422)
    return redirect("office:own")


@require_POST
@of_staff
def own_trial(request: OwnRequest) -> HttpResponse:
    """Have a trial sent to oneself."""
    have_tried(request, request.actor.row)
    return redirect("office:own")


def _page(request: OwnRequest, form: Told, *, status: int = 200) -> HttpResponse:
    roles = [_role(*each) for each in own_roles(request.staff.id, on=today())]
    context = {
        "form": form,
        "standing": standing(request.actor.row),
        "roles": roles,
        "works": bool(request.actor.clinics),
        "has_days": _has_days(request),
    }
    return render(request, "office/own.html", context, status=status)


def _has_days(request: OwnRequest) -> bool:
    """Tell whether the page of one's own days is there, at the clinic where one works now."""
    clinic = request.actor.clinic
    return clinic is not None and access.may_at(request.staff, Deed.SEE_ROSTER, ClinicId(clinic.pk))


def _role(key: str, clinic: str, held: Held) -> OwnRole:
    has_signed = any(
        each.part is Part.NEWCOMER and each.version == held.version for each in held.signed
    )
    to_sign = reverse("office:own_introduction", args=[key, held.role.value])
    return OwnRole(
        clinic=clinic,
        line=role_line(held, on=today()),
        why=_why(held, has_signed=has_signed),
        url="" if has_signed else to_sign,
    )


def _why(held: Held, *, has_signed: bool) -> str:
    """Return what the role waits for; nothing if for nothing."""
    if held.standing is Standing.PROPOSED:
        return gettext("A second manager or administrator must confirm it.")
    if held.standing is Standing.NOT_INTRODUCED:
        return (
            gettext("Whoever introduces you has yet to sign.")
            if has_signed
            else gettext("Go through the introduction and sign it.")
        )
    return ""
