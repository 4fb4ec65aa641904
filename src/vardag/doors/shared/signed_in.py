"""Who is signed in, for how long, and by whom: what the session holds, and nothing about rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.sign_in import Over, Side, is_over
from vardag.doors.shared.moments import now
from vardag.doors.shared.sign_in_log import ended

PERSON, CLINIC = "person", "clinic"
_SIDE, _BEGUN, _SEEN, _PROVIDER, _ASSIGNED = "side", "begun", "seen", "provider", "assigned"
_BY_ITSELF = "is_asked_by_itself"
_MARKED_EVERY = timedelta(minutes=1)  # a session isn't written at every request


@dataclass(frozen=True)
class SignIn:
    """A sign-in by a provider: its side, the provider's key, and the clinic of the assignment."""

    side: Side
    provider: str
    assigned: ClinicId | None = None


def begin(request: HttpRequest, person: PersonId, by: SignIn | None = None) -> None:
    """Begin a sign-in with a session of its own, so that none can be planted beforehand.

    :param by: None for who was chosen in the demonstration, where no sign-in ends by itself
    """
    request.session.flush()
    request.session[PERSON] = person
    if by is None:
        return
    # The cookie goes with the browser; when the sign-in ends before that, ``is_over`` says.
    request.session.set_expiry(0)
    moment = int(now().timestamp())
    request.session.update(
        {
            _SIDE: by.side,
            _PROVIDER: by.provider,
            _ASSIGNED: by.assigned,
            _BEGUN: moment,
            _SEEN: moment,
        }
    )


def by_itself[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that an open page asks for by itself: that keeps nobody signed in."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        setattr(args[0], _BY_ITSELF, True)
        return view(*args, **kwargs)

    return marked


def person_of(request: HttpRequest) -> PersonId | None:
    """Return who is signed in, and mark that something was done; ends a sign-in that is over.

    What a page asks for by itself is nothing that somebody did.
    """
    session = request.session
    person = session.get(PERSON)
    if person is None:
        return None
    if _SIDE not in session:
        return PersonId(person) if settings.DEMO else None
    at, seen = now(), _moment(session[_SEEN])
    over = is_over(Side(session[_SIDE]), begun=_moment(session[_BEGUN]), seen=seen, at=at)
    if over is not None:
        clinic, by = session.get(CLINIC), session[_PROVIDER]
        session.flush()
        ended(request, PersonId(person), clinic, by, over)
        messages.info(request, _why(over), fail_silently=True)
        return None
    is_done = not hasattr(request, _BY_ITSELF)
    if is_done and not timedelta() <= at - seen < _MARKED_EVERY:
        session[_SEEN] = int(at.timestamp())
    return PersonId(person)


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """Return by whom the person was vouched for; None for one chosen in the demonstration."""
    session = request.session
    if _SIDE not in session:
        return None
    return SignIn(Side(session[_SIDE]), session[_PROVIDER], session[_ASSIGNED])


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _why(over: Over) -> str:
    if over is Over.IDLE:
        return gettext("You have been signed out, since nothing was done for a while.")
    return gettext("You have been signed out, since you had been signed in for so long.")
