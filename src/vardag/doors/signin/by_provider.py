"""Coming in by an identity provider: there, back, and for staff the choice of clinic."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST, require_safe

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.sign_in import NotLetIn, Provider, Side, Verified, Why
from vardag.domain.people.tries import Try
from vardag.doors.shared.actor import Actor, sign_in
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.sentences import in_words
from vardag.doors.shared.sign_in_log import not_let_in
from vardag.doors.shared.signed_in import SignIn
from vardag.doors.signin import limits, providers
from vardag.doors.signin.going_on import wanted, where_to
from vardag.doors.signin.limits import by_navigation, limited
from vardag.doors.signin.refused import refused
from vardag.rooms.audit.words import Vouched
from vardag.rooms.clinics.queries import clinic_by_key
from vardag.rooms.people.families.register import RegisterAway
from vardag.rooms.people.families.registering import bring_up_to_date
from vardag.rooms.people.identities import person_of
from vardag.rooms.people.somebody import Somebody, somebody

_log = logging.getLogger(__name__)


@require_POST
@limited(Try.FAILED, Try.BEGUN)
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Send the browser to a provider, with a sign-in of its own under way."""
    provider = providers.provider(request, key)
    going = wanted(request, request.POST.get("next", ""))
    limits.begun(request)
    started = providers.begin(request, key, going=going, at=now())
    try:
        address = providers.line().begin(provider, started, back_to=providers.back_to(request, key))
    except NotLetIn as why:
        return _refused(request, provider, why, going=going)
    return sent_on(request, address, in_words(provider.name))


@require_GET
@by_navigation
@limited(Try.FAILED)
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Let in whom the provider vouches for, if every check of its answer holds."""
    provider, going = providers.provider(request, key), ""
    verified, person = None, None
    try:
        started, going = providers.take(request, key, at=now())
        answer = {name: request.GET[name] for name in request.GET}
        verified = providers.line().finish(
            provider, started, answer, back_to=providers.back_to(request, key), at=now()
        )
        person = person_of(verified, side=provider.side, at=now())
        if provider.side is Side.RESIDENTS:
            _as_the_register_has(person)
        assigned = _clinic_of(person, provider, verified)
    except NotLetIn as why:
        if wait := limits.stray(request, why.why):
            return wait
        vouched = Vouched(provider.key, verified.level if verified else "")
        limits.failed(request, why.why)
        not_let_in(request, why.why, vouched, person=person)
        return _refused(request, provider, why, going=going)
    by = SignIn(provider.side, provider.key, assigned)
    sign_in(request, person, by, level=verified.level)
    limits.came_in(request)
    rotate_token(request)
    return HttpResponseRedirect(where_to(request, going, is_staff=provider.side is Side.STAFF))


def _as_the_register_has(person: PersonId) -> None:
    """Bring a resident up to date with the population register; when it is away, rights run out.

    :raises NotLetIn: if the person has died
    """
    try:
        bring_up_to_date(person, at=now())
    except RegisterAway as away:
        _log.error("the population register is away: %s", away)
    if somebody(person, on=today()) is None:
        raise NotLetIn(Why.NO_LONGER, f"person {person} has died, by the register")


def _clinic_of(person: PersonId, provider: Provider, verified: Verified) -> ClinicId | None:
    """Return the clinic of the assignment that staff came in with; None where none is asked for.

    :raises NotLetIn: if it is at no clinic of ours, or the person has no role there, or anywhere
    """
    found = somebody(person, on=today()) if provider.side is Side.STAFF else None
    if found is None:
        return None
    if not (found.clinics or found.is_awaited):
        raise NotLetIn(Why.NO_ROLE, f"person {person} has no role today")
    return _assigned(found, provider, verified) if provider.clinics else None


def _assigned(found: Somebody, provider: Provider, verified: Verified) -> ClinicId:
    key = provider.clinics.get(verified.assignment.upper(), "")
    row = clinic_by_key(key)
    if row is None:
        raise NotLetIn(Why.NO_ASSIGNMENT, "the assignment's unit is none of the sign-in file's")
    if row.pk not in {each.pk for each in found.clinics} and not found.is_awaited:
        raise NotLetIn(Why.NO_ROLE, f"person {found.row.pk} has no role at the assignment's clinic")
    return ClinicId(row.pk)


def sent_on(request: HttpRequest, address: str, name: str, *, out: bool = False) -> HttpResponse:
    """Return a page that leads on to a provider.

    Not a redirect: the answer to a form must stay on this site (CSP's ``form-action``), and so it may
    go on doing for every form.
    """
    context = {"address": address, "name": name, "out": out}
    return render(request, "signin/sent_on.html", context)


def _refused(
    request: HttpRequest, provider: Provider, why: NotLetIn, *, going: str
) -> HttpResponse:
    level = logging.ERROR if why.why is Why.ANOTHER_PERSON else logging.WARNING
    _log.log(level, "nobody signed in by %s: %s (%s)", provider.key, why.why, why.detail)
    page = refused(why.why, side=provider.side, going=going)
    status = 503 if why.why is Why.PROVIDER_AWAY else 403
    return render(request, "signin/refused.html", {"page": page}, status=status)


@require_safe
def clinics(request: HttpRequest) -> HttpResponse:
    """Let staff who work at several clinics say where they work now."""
    actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
    going = request.GET.get("next", "")
    if actor is None or actor.staff is None or not actor.clinics:
        return redirect(f"{reverse('signin:choose')}?{urlencode({'next': going})}")
    return render(request, "signin/clinics.html", {"clinics": actor.clinics, "next": going})
