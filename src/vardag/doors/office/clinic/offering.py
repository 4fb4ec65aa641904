"""What the clinic offers to residents, and what all clinics do: the exceptions and why (R1)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Service
from vardag.domain.words import say
from vardag.doors.office.clinic.offering_page import ALL, Found, Refused, offering_page
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.cases.queries import open_by_service
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.offering import actions
from vardag.rooms.offering.queries import ended_at, exceptions
from vardag.rooms.routines.queries import routine_on


@require_safe
@staff_only
def offering(request: StaffRequest) -> HttpResponse:
    """Show what the clinic offers, and every clinic beside the base offering."""
    access.permit_at(request.staff, Deed.SEE_OFFERING, ClinicId(request.clinic.pk))
    return _page(request, Refused())


@require_POST
@staff_only
def except_service(request: StaffRequest, key: str) -> HttpResponse:
    """Stop offering a service, for a reason that is written down."""
    service = _service(key)
    said = gettext("“%(service)s” isn't offered any more. Open cases go on.")
    words = said % {"service": in_words(service.list_name)}
    return _except(request, (service.key,), at=service.key, words=words)


@require_POST
@staff_only
def except_all(request: StaffRequest) -> HttpResponse:
    """Take no new cases at all, for a reason that is written down."""
    words = gettext("The clinic takes no new cases from residents. Open cases go on.")
    return _except(request, _all(), at=ALL, words=words)


@require_POST
@staff_only
def offer_again(request: StaffRequest, key: str) -> HttpResponse:
    """Offer a service again."""
    service = _service(key)
    said = gettext("“%(service)s” is offered again.")
    words = said % {"service": in_words(service.list_name)}
    return _offer(request, (service.key,), at=service.key, words=words)


@require_POST
@staff_only
def offer_all(request: StaffRequest) -> HttpResponse:
    """Offer every service again."""
    return _offer(request, _all(), at=ALL, words=gettext("Every e-service is offered again."))


def _except(
    request: StaffRequest, services: tuple[str, ...], *, at: str, words: str
) -> HttpResponse:
    reason, clinic = request.POST.get("reason", ""), ClinicId(request.clinic.pk)
    try:
        actions.except_services(
            clinic=clinic, services=services, reason=reason, by=request.staff, at=now()
        )
    except (InvalidForm, ChangedMeanwhile) as refusal:
        return _again(request, Refused(at, reason, why_refused(refusal)), refusal)
    messages.success(request, words)
    return redirect("office:offering")


def _offer(
    request: StaffRequest, services: tuple[str, ...], *, at: str, words: str
) -> HttpResponse:
    clinic = ClinicId(request.clinic.pk)
    try:
        actions.offer_again(clinic=clinic, services=services, by=request.staff, at=now())
    except ChangedMeanwhile as refusal:
        return _again(request, Refused(at, "", why_refused(refusal)), refusal)
    messages.success(request, words)
    return redirect("office:offering")


def _again(request: StaffRequest, refused: Refused, refusal: Refusal) -> HttpResponse:
    return _page(request, refused, status=status_of(refusal))


def _all() -> tuple[str, ...]:
    return tuple(each.key for each in routine_on(today()).services)


def _service(key: str) -> Service:
    found = routine_on(today()).service(key)
    if found is None:
        raise OutOfReach(say("There is no such service."))
    return found


def _page(request: StaffRequest, refused: Refused, *, status: int = 200) -> HttpResponse:
    clinic, on = ClinicId(request.clinic.pk), today()
    found = Found(
        routine=routine_on(on),
        clinics=tuple(clinics()),
        exceptions=tuple(exceptions()),
        ended=tuple(ended_at(clinic)),
        open_cases=open_by_service(clinic),
        on=on,
    )
    may_set = access.may_at(request.staff, Deed.SET_OFFERING, clinic)
    page = offering_page(found, request.clinic, may_set=may_set, refused=refused)
    return render(request, "office/offering.html", {"page": page}, status=status)
