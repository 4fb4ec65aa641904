"""Signing an introduction: by who introduces, and by the newcomer, each going through the same list."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from vardag.domain import access
from vardag.domain.people.checklist import Item
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.people.staffing import Part
from vardag.domain.refusals import InvalidForm, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.office.staff.own import OwnRequest, of_staff
from vardag.doors.office.staff.words import signed_words
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id, id_of
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.roles import role_name
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.clinics.queries import calendar_and_links, clinic_by_key
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import checklist_at
from vardag.rooms.people.staff.roll import Held, Member, member
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Signing:
    """Who signs what: the newcomer, the clinic, the role, and where one goes afterwards."""

    newcomer: Member
    clinic: ClinicId
    clinic_name: str
    held: Held
    by: Staff
    back: str

    @property
    def part(self) -> Part:
        return Part.NEWCOMER if self.by.id == self.newcomer.id else Part.INTRODUCER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def introduce(request: StaffRequest, person: int, role: str) -> HttpResponse:
    """Sign as who introduces a colleague."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.MANAGE_STAFF, clinic)
    found, held = _held(clinic, PersonId(id_of(str(person))), role)
    back = reverse("office:staff_member", args=[found.id])
    signing = Signing(found, clinic, request.clinic.name, held, request.staff, back)
    return _shown_or_signed(request, signing)


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def own_introduction(request: OwnRequest, clinic: str, role: str) -> HttpResponse:
    """Sign one's own introduction."""
    at = clinic_by_key(clinic)
    if at is None:
        raise _nothing()
    found, held = _held(ClinicId(at.pk), request.staff.id, role)
    signing = Signing(found, ClinicId(at.pk), at.name, held, request.staff, reverse("office:own"))
    return _shown_or_signed(request, signing)


def _held(clinic: ClinicId, person: PersonId, role: str) -> tuple[Member, Held]:
    found = member(clinic, person, on=today())
    for held in found.current if found else ():
        if found and held.role.value == role:
            return found, held
    raise _nothing()


def _nothing() -> OutOfReach:
    return OutOfReach(say("There is no such role here."))


def _shown_or_signed(request: HttpRequest, signing: Signing) -> HttpResponse:
    if request.method != "POST":
        return _page(request, signing)
    ticked = request.POST.getlist("ticked")
    try:
        sign_introduction(
            person=signing.newcomer.id,
            clinic=signing.clinic,
            role=signing.held.role,
            ticked=ticked,
            seen=_seen(request),
            by=signing.by,
            at=now(),
        )
    except OutOfReach:
        raise
    except Refusal as refusal:
        status = status_of(refusal)
        return _page(request, signing, ticked, error=why_refused(refusal), status=status)
    messages.success(request, gettext("Signed."))
    return redirect(signing.back)


def _seen(request: HttpRequest) -> int:
    """Return which version the signer has read: the page gives it, and without it nobody signs.

    :raises InvalidForm: if it is missing
    """
    version = as_id(request.POST.get("seen", ""))
    if version is None:
        raise InvalidForm(
            say("It isn't told which version you have read. Read it, and sign again.")
        )
    return version


def _links(clinic: ClinicId) -> dict[str, str]:
    """Return where the routine's links lead, by key; the clinic's own addresses go before."""
    of_routine = {each.key: each.address for each in routine_on(today()).links}
    _, own = calendar_and_links(clinic)
    return {**of_routine, **own}


def _page(
    request: HttpRequest,
    signing: Signing,
    ticked: list[str] | None = None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    whole = checklist_at(signing.clinic, signing.held.role)
    links = _links(signing.clinic)
    mine = [each for each in signing.held.signed if each.part is signing.part]
    context = {
        "role": capfirst(role_name(signing.held.role)),
        "name": signing.newcomer.row.name,
        "clinic": signing.clinic_name,
        "is_own": signing.part is Part.NEWCOMER,
        "is_signed": any(each.version == whole.version for each in mine),
        "signed": [signed_words(each, on=today()) for each in signing.held.signed],
        "version": whole.version,
        "back": signing.back,
        "error": error,
        "material": dict.fromkeys(links[each.link] for each in whole.items if each.link in links),
        "items": [_item(each, ticked or []) for each in whole.items],
    }
    return render(request, "office/introduction.html", context, status=status)


def _item(item: Item, ticked: list[str]) -> dict[str, object]:
    return {
        "key": item.key,
        "text": in_words(item.text),
        "address": item.address,
        "ticked": item.key in ticked,
    }
