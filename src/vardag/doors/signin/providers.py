"""The installation's identity providers, and the sign-ins by them that a browser has under way."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from vardag.domain.people.sign_in import Line, NotLetIn, Provider, Side, Started, Why
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared.sentences import in_words
from vardag.doors.shared.sides import side_of

_UNDER_WAY = "signing-in"
_AT_ONCE = 3  # windows in which one may begin to sign in
_IN_TIME = timedelta(minutes=10)


@cache
def line() -> Line:
    """Return the line to the providers; one for all requests, since it keeps what it has fetched."""
    found: Line = import_string(settings.SIGN_IN_LINE)()
    return found


@dataclass(frozen=True)
class Way:
    """A provider, as a button to press."""

    key: str
    name: str


@dataclass(frozen=True)
class Ways:
    """The ways in on this host; ``next`` is where the person was going, as it came."""

    residents: tuple[Way, ...]
    staff: tuple[Way, ...]
    staff_first: bool
    next: str

    @property
    def all(self) -> tuple[Way, ...]:
        return (*self.residents, *self.staff)

    @property
    def residents_first(self) -> bool:
        return not (self.staff_first and self.staff)

    @property
    def is_empty(self) -> bool:
        return not self.all


def ways_in(request: HttpRequest) -> Ways:
    """Return the page on which one chooses how to sign in."""
    going = request.GET.get("next", "")
    residents = tuple(_ways(request, Side.RESIDENTS))
    return Ways(
        residents=residents,
        staff=tuple(_ways(request, Side.STAFF)),
        staff_first=not residents or going.startswith(settings.STAFF_HOME),
        next=going,
    )


def _ways(request: HttpRequest, side: Side) -> Iterator[Way]:
    for each in _here(request):
        if each.side is side:
            yield Way(each.key, in_words(each.name))


def _here(request: HttpRequest) -> list[Provider]:
    """Return the providers of this host's side, or all where one host serves both."""
    side = side_of(request)
    return [each for each in settings.SIGN_IN_PROVIDERS if side in (None, each.side)]


def provider(request: HttpRequest, key: str) -> Provider:
    """Return the provider of a key.

    :raises OutOfReach: if there is none on this host
    """
    found = next((each for each in _here(request) if each.key == key), None)
    if found is None:
        raise OutOfReach(say("There is no such way to sign in."))
    return found


def back_to(request: HttpRequest, key: str) -> str:
    """Return the address to which the provider sends the browser back; known to it beforehand."""
    return request.build_absolute_uri(reverse("signin:back", args=[key]))


def begin(request: HttpRequest, key: str, *, going: str, at: datetime) -> Started:
    """Begin a sign-in in this browser's session, and return its secrets."""
    started = Started(key, *(secrets.token_urlsafe(32) for _ in range(3)))
    kept = {**asdict(started), "next": going, "at": int(at.timestamp())}
    session = request.session
    session[_UNDER_WAY] = [*session.get(_UNDER_WAY, []), kept][-_AT_ONCE:]
    if "person" not in session:
        session.set_expiry(_IN_TIME)
    return started


def take(request: HttpRequest, key: str, *, at: datetime) -> tuple[Started, str]:
    """Return the sign-in that an answer belongs to, and where the person was going.

    It is taken out, and for good, before anything is made of it: an answer is worth nothing the second
    time, whatever came of it the first.

    :raises NotLetIn: if this browser has begun no such sign-in, or too long ago
    """
    state = request.GET.get("state", "")
    under_way: list[dict[str, Any]] = request.session.get(_UNDER_WAY, [])
    found = next((each for each in under_way if _is(each, key, state)), None)
    if found is None:
        raise NotLetIn(Why.ANOTHER_BROWSER, "no such sign-in has begun in this browser")
    request.session[_UNDER_WAY] = [each for each in under_way if each is not found]
    _keep(request)
    if not timedelta() <= at - datetime.fromtimestamp(found["at"], UTC) < _IN_TIME:
        raise NotLetIn(Why.TOO_LATE, "the sign-in began more than ten minutes ago")
    started = Started(*(found[name] for name in ("provider", "state", "nonce", "verifier")))
    return started, found["next"]


def _keep(request: HttpRequest) -> None:
    """Write the session now: after an answer of 500 or more, Django wouldn't.

    :raises NotLetIn: if it was ended meanwhile, by another request of the same browser
    """
    try:
        request.session.save()
    except UpdateError:
        raise NotLetIn(Why.ANOTHER_BROWSER, "the sign-in was ended while it answered") from None


def _is(kept: dict[str, Any], key: str, state: str) -> bool:
    same = secrets.compare_digest(kept["state"].encode(), state.encode("utf-8", "replace"))
    return same and kept["provider"] == key
