"""Coming in and going out. Only in the demonstration can one choose who to be."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.identity import ClinicId, PersonId
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared.actor import StaffRequest, choose_clinic, sign_in, staff_only
from vardag.doors.shared.moments import today
from vardag.doors.signin import pages
from vardag.rooms.people.models import PersonRow


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show the demonstration's people to choose from."""
    return render(request, "signin/choose.html", {"page": pages.chooser(request, on=today())})


@require_safe
def not_set_up(request: HttpRequest) -> HttpResponse:
    """Say that nobody can sign in here yet; shown wherever the demonstration is off."""
    return render(request, "signin/not_set_up.html")


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Come in as one of the demonstration's people.

    :raises OutOfReach: if there is no such person among them
    """
    person = pages.invented_person(request.POST.get("person", ""))
    if person is None:
        raise OutOfReach(say("There is no such person in the demonstration."))
    sign_in(request, PersonId(person.pk))
    rotate_token(request)
    return HttpResponseRedirect(_where_to(request, person))


def _where_to(request: HttpRequest, person: PersonRow) -> str:
    """Return where the person wanted to go, if that is on this site and on the person's side."""
    home = settings.STAFF_HOME if person.is_staff else settings.RESIDENT_HOME
    wanted = _on_this_site(request, request.POST)
    is_ours = wanted.startswith(settings.STAFF_HOME) == person.is_staff
    if not wanted or not is_ours or wanted.startswith(reverse("signin:choose")):
        return home
    return wanted


def _on_this_site(request: HttpRequest, given: QueryDict) -> str:
    wanted = given.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else ""


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out: nothing of the sign-in is left, and the browser kept none of its pages."""
    request.session.flush()
    return redirect("signin:choose")


@require_POST
@staff_only
def clinic(request: StaffRequest) -> HttpResponse:
    """Work at another of one's own clinics from now on.

    :raises OutOfReach: if it isn't one's own, or there is none of that key; the same answer
    """
    key = request.POST.get("clinic", "")
    chosen = next((each for each in request.actor.clinics if each.key == key), None)
    if chosen is None:
        raise OutOfReach(say("There is no such clinic, or you don't work there."))
    choose_clinic(request, ClinicId(chosen.pk))
    return redirect(settings.STAFF_HOME)
