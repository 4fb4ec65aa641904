"""The ways in, and going out. Only in the demonstration can one choose who to be."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.sign_in import NotLetIn
from vardag.domain.people.tries import Try
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared.actor import Actor, choose_clinic, sign_in, sign_out, to_sign_in
from vardag.doors.shared.moments import today
from vardag.doors.shared.sentences import in_words
from vardag.doors.shared.signed_in import sign_in_of
from vardag.doors.signin import limits, pages, providers
from vardag.doors.signin.by_provider import sent_on
from vardag.doors.signin.going_on import where_to
from vardag.doors.signin.limits import limited


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in; in the demonstration also its people, to choose from."""
    ways = providers.ways_in(request)
    if settings.DEMO:
        page = pages.chooser(request, on=today())
        return render(request, "signin/choose.html", {"page": page, "ways": ways})
    if ways.is_empty:
        return render(request, "signin/not_set_up.html")
    return render(request, "signin/ways.html", {"ways": ways})


@require_POST
@limited(Try.FAILED)
def enter(request: HttpRequest) -> HttpResponse:
    """Come in as one of the demonstration's people.

    :raises OutOfReach: if there is no such person among them
    """
    person = pages.invented_person(request.POST.get("person", ""))
    if person is None:
        limits.failed(request)
        raise OutOfReach(say("There is no such person in the demonstration."))
    sign_in(request, PersonId(person.pk))
    rotate_token(request)
    going = request.POST.get("next", "")
    return HttpResponseRedirect(where_to(request, going, is_staff=person.is_staff))


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out, here and at the provider: nothing of the sign-in is left, and no page is kept."""
    by = sign_in_of(request)
    sign_out(request)
    page = _out_of_provider(request, by.provider) if by else redirect("signin:choose")
    page.headers["Clear-Site-Data"] = '"cache", "storage"'
    return page


def _out_of_provider(request: HttpRequest, key: str) -> HttpResponse:
    """Lead on to the provider, if it has a place to sign out and answers; else to the start."""
    try:
        provider = providers.provider(request, key)
        here = request.build_absolute_uri(reverse("signin:choose"))
        address = providers.line().end(provider, back_to=here)
    except (NotLetIn, OutOfReach):
        return redirect("signin:choose")
    if not address:
        return redirect("signin:choose")
    return sent_on(request, address, in_words(provider.name), out=True)


@require_POST
def clinic(request: HttpRequest) -> HttpResponse:
    """Work at another of one's own clinics from now on.

    :raises OutOfReach: if it isn't one's own, or there is none of that key; the same answer
    """
    actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
    if actor is None or not actor.clinics:
        return to_sign_in(request)
    key = request.POST.get("clinic", "")
    chosen = next((each for each in actor.clinics if each.key == key), None)
    if chosen is None:
        raise OutOfReach(say("There is no such clinic, or you don't work there."))
    choose_clinic(request, ClinicId(chosen.pk))
    return redirect(where_to(request, request.POST.get("next", ""), is_staff=True))
