"""Who is there: built anew at every request from dated facts, never kept in the sign-in."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from vardag.domain.people.identity import ClinicId, PersonId, Resident, Staff
from vardag.doors.shared.moments import today
from vardag.doors.shared.refusals import signed_out
from vardag.doors.shared.sign_in_log import DEMONSTRATION, came_in, chose_clinic, went
from vardag.doors.shared.signed_in import CLINIC, PERSON, SignIn, begin, person_of, sign_in_of
from vardag.rooms.audit.actions import LogUnwritable
from vardag.rooms.audit.words import Vouched, Who
from vardag.rooms.cases.inquiries import OPEN
from vardag.rooms.cases.mentions import UNSEEN
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import resident_of
from vardag.rooms.people.somebody import Somebody, somebody


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as a member of staff or as a resident."""

    row: PersonRow
    staff: Staff | None = None
    resident: Resident | None = None
    clinic: ClinicRow | None = None  # where a member of staff works now
    clinics: tuple[ClinicRow, ...] = ()
    is_awaited: bool = False  # some role of the person's may yet come into force
    told: int = 0  # notes by name that aren't seen; perhaps in cases that are others' now
    asked: int = 0  # questions by name that are open; perhaps at clinics where one works no more

    @property
    def id(self) -> PersonId:
        return PersonId(self.row.pk)

    @property
    def who(self) -> Who:
        """Return the person as the access log has it: from which assignment, with which roles."""
        if self.staff is None or self.clinic is None:
            return Who(self.id)
        here = ClinicId(self.clinic.pk)
        return Who(self.id, here, self.staff.roles.get(here, frozenset()))

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
        request.actor = SimpleLazyObject(lambda: _found(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _found(request: HttpRequest) -> Actor | None:
    """Look the person up, who is on the request from then on with nothing between."""
    found = _actor_of(request)
    request.actor = found  # type: ignore[attr-defined]
    return found


def _actor_of(request: HttpRequest) -> Actor | None:
    pk = person_of(request)
    found = somebody(pk, on=today(), also=(UNSEEN, OPEN)) if pk is not None else None
    if found is None:
        return None
    if found.staff is None:
        return Actor(row=found.row, resident=resident_of(found.row, on=today()))
    return _at_a_clinic(_as_assigned(found, sign_in_of(request)), request)


def _as_assigned(found: Somebody, by: SignIn | None) -> Somebody:
    """Leave only the clinic of the assignment with which somebody came in, if it was to one."""
    if by is None or by.assigned is None or found.staff is None:
        return found
    here = by.assigned
    roles = {clinic: held for clinic, held in found.staff.roles.items() if clinic == here}
    groups = {group: each for group, each in found.staff.groups.items() if each[1] == here}
    return replace(
        found,
        staff=replace(found.staff, roles=roles, groups=groups),
        clinics=tuple(each for each in found.clinics if each.pk == here),
    )


def _at_a_clinic(found: Somebody, request: HttpRequest) -> Actor:
    """Return the person where they work; who has several clinics, and came to none, chooses first."""
    chosen = request.session.get(CLINIC)
    clinic = next((each for each in found.clinics if each.pk == chosen), None)
    if clinic is None and (sign_in_of(request) is None or len(found.clinics) == 1):
        clinic = next(iter(found.clinics), None)
    return Actor(
        row=found.row,
        staff=found.staff,
        clinic=clinic,
        clinics=found.clinics,
        is_awaited=found.is_awaited,
        told=found.also[0],
        asked=found.also[1],
    )


def sign_in(
    request: HttpRequest, person: PersonId, by: SignIn | None = None, *, level: str = ""
) -> None:
    """Begin a sign-in, which is an entry of the access log.

    :param by: None for who was chosen in the demonstration
    :param level: of assurance, as the provider writes it
    :raises LogUnwritable: if it can't be written down; then nobody is signed in
    """
    begin(request, person, by)
    actor = _actor_of(request)
    vouched = Vouched(by.provider if by else DEMONSTRATION, level)
    try:
        came_in(request, actor.who if actor else Who(person), vouched)
    except LogUnwritable:
        request.session.flush()
        raise
    if actor and actor.clinic:
        request.session[CLINIC] = actor.clinic.pk


def choose_clinic(request: HttpRequest, clinic: ClinicId) -> None:
    """Work at another of one's own clinics from the next request on; also an entry of the log.

    :raises LogUnwritable: if it can't be written down; then one works on where one did
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    roles = actor.staff.roles.get(clinic, frozenset()) if actor.staff else frozenset()
    chose_clinic(request, Who(actor.id, clinic, roles))
    request.session[CLINIC] = clinic


def sign_out(request: HttpRequest) -> None:
    """End a sign-in, if there is one: nothing of it is left. Only who was signed in is written down."""
    session, by = request.session, sign_in_of(request)
    person, clinic = session.get(PERSON), session.get(CLINIC)
    session.flush()
    if person is not None:
        went(request, person, clinic, by.provider if by else DEMONSTRATION)


type View = Callable[..., HttpResponse]


def staff_only[R: HttpResponseBase](view: Callable[..., R]) -> Callable[..., R | HttpResponse]:
    """Let in members of staff with a clinic; send others to sign in, as if nothing were there."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> R | HttpResponse:
        actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
        if actor is None or actor.staff is None or not (actor.clinics or actor.is_awaited):
            return to_sign_in(request)
        if not actor.clinics:
            return redirect(settings.NEWCOMERS_HOME)
        if actor.clinic is None:
            return _to("signin:clinics", request)
        request.staff, request.clinic = actor.staff, actor.clinic  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def residents_only(view: View) -> View:
    """Let in residents; send others to sign in."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
        if actor is None or actor.resident is None:
            return to_sign_in(request)
        request.resident = actor.resident  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, and then back to the page; what was written comes back at once."""
    is_form = not request.actor and not getattr(request, "htmx", False)  # type: ignore[attr-defined]
    given_back = signed_out(request, sign_in=reverse("signin:choose")) if is_form else None
    return given_back or _to("signin:choose", request)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, or choose, and then back to the page; what takes forms is no page.

    A script would put the sign-in into the page that is there: it is told to leave that page.
    """
    first = reverse(name)
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if htmx:
        page = htmx.current_url_abs_path
        back = f"?{urlencode({'next': page})}" if page else ""
        return HttpResponseClientRedirect(f"{first}{back}")
    if request.method not in ("GET", "HEAD"):
        return redirect(first)
    return redirect(f"{first}?{urlencode({'next': request.get_full_path()})}")
