"""Who asks for too much at a time waits a while; others are served (ADR-0056).

What is counted is kept in the memory of this process alone: a page costs no write for it, and a restart
forgets it. With several processes somebody may come as far as so many times over. The door has limits of
its own, which hold across processes (``signin.limits``).
"""

import logging
from collections.abc import Callable, Iterable
from itertools import repeat
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, ngettext

from vardag.domain.people.pace import PACES, Asked, Window, stretch, wait
from vardag.domain.people.tries import network
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import error_page
from vardag.doors.shared.signed_in import PERSON

_log = logging.getLogger(__name__)
_MOST_KEPT = 20_000  # askers; the oldest are forgotten first, so that nobody fills the memory

type _Key = tuple[Asked, str]


class Counts:
    """What has been asked for lately, by whom; safe between threads."""

    def __init__(self) -> None:
        self._windows: dict[_Key, Window] = {}
        self._lock = Lock()

    def too_much(self, of: Asked, who: str, *, most: int, at: float) -> int:
        """Return for how many seconds to wait; 0 if it isn't too much."""
        window = self._windows.get((of, who))
        return wait(window, most, at, PACES[of]) if window else 0

    def one_more(self, of: Asked, who: str, *, at: float) -> None:
        nth, key = stretch(at, PACES[of]), (of, who)
        with self._lock:
            before = self._windows.pop(key, Window(nth))
            self._windows[key] = before.at(nth).one_more()
            if len(self._windows) > _MOST_KEPT:
                del self._windows[next(iter(self._windows))]


class PaceMiddleware:
    """Answer 429 with what was typed, before anything is read or done, to who asks for too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.KEEPS_PACE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.counts = Counts()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 404 and _about_something(request):
            self._count(request, Asked.MISSED)
        if response.status_code == 302 and _is_form(request) and _was_sent(response):
            self._count(request, Asked.SENT)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Count what is asked for; what is too much comes no further."""
        kinds = [*_kinds(request)]
        for kind in kinds:
            self._count(request, kind)
        also = [Asked.MISSED] * _about_something(request) + [Asked.SENT] * _is_form(request)
        seconds = max(self._seconds(request, kind) for kind in dict.fromkeys([*kinds, *also]))
        return _later(request, seconds) if seconds else None

    def _count(self, request: HttpRequest, of: Asked) -> None:
        for who, _ in _askers(request, of):
            self.counts.one_more(of, who, at=now().timestamp())

    def _seconds(self, request: HttpRequest, of: Asked) -> int:
        at = now().timestamp()
        found = [
            (self.counts.too_much(of, who, most=most, at=at), who)
            for who, most in _askers(request, of)
        ]
        seconds, who = max(found, default=(0, ""))
        if seconds:
            _log.warning("too much %s by %s: stopped for %d seconds", of, who, seconds)
        return seconds


def _askers(request: HttpRequest, of: Asked) -> Iterable[tuple[str, int]]:
    """Yield who asks, as a person if signed in and by the network, and how much is too much of each.

    One more than is allowed, for what is being asked now is counted already; what came of it isn't.
    """
    pace = PACES[of]
    itself = of not in (Asked.MISSED, Asked.SENT)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and PERSON in request.session:
        yield f"person {request.session[PERSON]}", pace.person + itself
    place = network(str(request.META.get("REMOTE_ADDR", "")))
    if place and pace.network is not None:
        yield f"network {place}", pace.network + itself


def _kinds(request: HttpRequest) -> Iterable[Asked]:
    yield Asked.ANYTHING
    if request.method not in ("GET", "HEAD"):
        yield Asked.CHANGE
        yield from repeat(Asked.FILE, sum(len(files) for _, files in request.FILES.lists()))
    if request.resolver_match and request.resolver_match.view_name in settings.HEAVY_ADDRESSES:
        yield Asked.HEAVY


def _about_something(request: HttpRequest) -> bool:
    """Tell whether an address has a number or a name in it that could be tried out."""
    return bool(request.resolver_match and request.resolver_match.kwargs)


def _is_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method == "POST" and match is not None and match.view_name == settings.FORM_ADDRESS
    )


def _was_sent(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").endswith("/sent/")


def _later(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the page that says when to try again. Nobody is looked up for it: it costs little."""
    request.actor = None  # type: ignore[attr-defined]
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "More was asked for from here than one person does. Nothing has been changed. Try again in "
        "%(minutes)s minute.",
        "More was asked for from here than one person does. Nothing has been changed. Try again in "
        "%(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    page = error_page(request, 429, sentence, title=gettext("Wait a little"))
    page.headers["Retry-After"] = str(seconds)
    return page
