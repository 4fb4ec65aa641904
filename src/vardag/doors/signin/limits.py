"""The limit at the door: who has tried too often from one network address waits a while.

The address is the one that the connection comes from, or the one that a proxy which operations trust has
written down (``VARDAG_PROXIES``).
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from vardag.domain.people.sign_in import Why
from vardag.domain.people.tries import Try, counts_as
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import error_page
from vardag.rooms.audit import tries

type View = Callable[..., HttpResponse]
_log = logging.getLogger(__name__)


def limited(*kinds: Try) -> Callable[[View], View]:
    """Answer 429 at once, before anything is read or written, where too much of a kind was tried."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            wait = _stopped(request, *kinds)
            return view(request, *args, **kwargs) if wait is None else wait

        return guarded

    return decorate


def by_navigation(view: View) -> View:
    """Refuse what a browser says it wants as part of another page, such as an image; others may pass."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        wanted_as = request.headers.get("Sec-Fetch-Dest", "document")
        if wanted_as != "document":
            return error_page(request, 400)
        return view(request, *args, **kwargs)

    return guarded


def stray(request: HttpRequest, why: Why) -> HttpResponse | None:
    """Return 429 for an answer to no sign-in of this browser, if too many such came from its address.

    It is asked only when the answer has turned out to be one: who has a sign-in under way isn't stopped.
    """
    return _stopped(request, Try.STRAY) if counts_as(why) is Try.STRAY else None


def failed(request: HttpRequest, why: Why | None = None) -> None:
    """Count a failed try, unless its reason says nothing of who tries.

    :param why: None where the demonstration was asked for somebody who isn't there
    """
    kind = Try.FAILED if why is None else counts_as(why)
    if kind is not None:
        _count(request, kind)


def begun(request: HttpRequest) -> None:
    """Count a sign-in that is begun, until it comes to something."""
    _count(request, Try.BEGUN)


def came_in(request: HttpRequest) -> None:
    """Count the sign-in no more: somebody came in."""
    tries.came_to_something(_address(request))


def _count(request: HttpRequest, kind: Try) -> None:
    at = now()
    tries.tried(_address(request), kind, at=at)
    until = tries.stopped(_address(request), at=at, kinds=(kind,))
    if until is not None:
        _log.warning("too many sign-ins %s from %s: stopped to %s", kind, _address(request), until)


def _stopped(request: HttpRequest, *kinds: Try) -> HttpResponse | None:
    at = now()
    until = tries.stopped(_address(request), at=at, kinds=kinds)
    return None if until is None else _wait(request, until, at)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _wait(request: HttpRequest, until: datetime, at: datetime) -> HttpResponse:
    seconds = ceil((until - at).total_seconds())
    minutes = ceil(seconds / 60)
    sentence = ngettext(
        "Try again in %(minutes)s minute.", "Try again in %(minutes)s minutes.", minutes
    ) % {"minutes": minutes}
    page = error_page(request, 429, sentence)
    page.headers["Retry-After"] = str(seconds)
    return page
