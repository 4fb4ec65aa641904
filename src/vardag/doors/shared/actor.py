"""Who is there: built anew at every request from dated facts, never kept in the sign-in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from vardag.domain.identity import ClinicId, PersonId, Resident, Staff
from vardag.doors.shared.moments import today
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import resident_of
from vardag.rooms.people.somebody import somebody

_PERSON, _CLINIC = "person", "clinic"


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as a member of staff or as a resident."""

    row: PersonRow
    staff: Staff | None = None
    resident: Resident | None = None
    clinic: ClinicRow | None = None  # where a member of staff works now
    clinics: tuple[ClinicRow, ...] = ()

    @property
    def id(self) -> PersonId:
        return PersonId(self.row.pk)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def initials(self) -> str:
        return initials(self.row)

    @property
    def is_staff(self) -> bool:
        return self.staff is not None


def initials(row: PersonRow) -> str:
    return f"{row.given_name[:1]}{row.family_name[:1]}"


class StaffRequest(HttpRequest):
    """A request whose person is known to be staff at a clinic (see ``staff_only``)."""

    actor: Actor
    staff: Staff
    clinic: ClinicRow


class ResidentRequest(HttpRequest):
    """A request whose person is known to be a resident (see ``residents_only``)."""

    actor: Actor
    resident: Resident


class ActorMiddleware:
    """Put the person on the request; nobody is looked up before somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _actor_of(request: HttpRequest) -> Actor | None:
    pk = request.session.get(_PERSON)
    found = somebody(PersonId(pk), on=today()) if pk is not None else None
    if found is None:
        return None
    if found.staff is None:
        return Actor(row=found.row, resident=resident_of(found.row, on=today()))
    chosen = request.session.get(_CLINIC)
    clinic = next((each for each in found.clinics if each.pk == chosen), None)
    return Actor(
        row=found.row,
        staff=found.staff,
        clinic=clinic or next(iter(found.clinics), None),
        clinics=found.clinics,
    )


def sign_in(request: HttpRequest, person: PersonId) -> None:
    """Begin a sign-in with a session of its own, so that none can be planted beforehand."""
    request.session.flush()
    request.session[_PERSON] = person


def choose_clinic(request: HttpRequest, clinic: ClinicId) -> None:
    """Work at another clinic from the next request on; one that isn't the person's is ignored."""
    request.session[_CLINIC] = clinic


type View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let in members of staff with a clinic; send others to sign in, as if nothing were there."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
        if actor is None or actor.staff is None or actor.clinic is None:
            return _to_sign_in(request)
        request.staff, request.clinic = actor.staff, actor.clinic  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def residents_only(view: View) -> View:
    """Let in residents; send others to sign in."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
        if actor is None or actor.resident is None:
            return _to_sign_in(request)
        request.resident = actor.resident  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, and then back to the page; what only takes forms is no page.

    A script would put the sign-in into the page that is there: it is told to leave that page.
    """
    sign_in = reverse("signin:choose")
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if htmx:
        page = htmx.current_url_abs_path
        back = f"?{urlencode({'next': page})}" if page else ""
        return HttpResponseClientRedirect(f"{sign_in}{back}")
    if request.method not in ("GET", "HEAD"):
        return redirect(sign_in)
    return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
