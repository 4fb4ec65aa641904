"""Closed for maintenance: one page for everybody, without asking the database anything.

A file says that it is so, and until when. Every process that serves looks for it at each request, so
nothing needs to be restarted, and it holds while the database is moved or changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.doors.shared.moments import clock_time, now, short_date, today
from vardag.doors.shared.refusals import error_page

_SOON = timedelta(minutes=5)


@dataclass(frozen=True)
class Closed:
    """The product is closed; ``until`` is when it is thought to open, if somebody has said so."""

    until: datetime | None


class MaintenanceMiddleware:
    """Answer with one page while the product is closed. Files of the look are served all the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        closed = closed_now()
        if closed is None:
            return self.get_response(request)
        page = error_page(request, 503, _sentence(closed), again=_again(request))
        page.headers["Retry-After"] = str(_seconds_left(closed))
        return page


def closed_now() -> Closed | None:
    """Return that the product is closed, if it is. A file that can't be read closes it too."""
    try:
        said = settings.MAINTENANCE_FILE.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError:
        return Closed(until=None)
    return Closed(until=_moment(said))


def _moment(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _sentence(closed: Closed) -> str:
    """Return what is going on, and when it is thought to be over if that is still to come."""
    if closed.until is None or closed.until <= now():
        return gettext("Somebody is working on the service. What you have sent before is safe.")
    day = local_date(closed.until)
    when = clock_time(closed.until)
    if day != today():
        when = f"{short_date(day)} {when}"
    return gettext(
        "Somebody is working on the service. We think that it opens again at %(when)s. "
        "What you have sent before is safe."
    ) % {"when": when}


def _seconds_left(closed: Closed) -> int:
    left = closed.until - now() if closed.until else _SOON
    return max(int(left.total_seconds()), 60)


def _again(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""
