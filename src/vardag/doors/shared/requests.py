"""Each request has an id: in the answer, in what is logged, and in the access log's entries."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from vardag.doors.shared.counting import note
from vardag.doors.shared.logs import REQUEST

HEADER = "X-Request-Id"
_SOUND = re.compile(r"[A-Za-z0-9_-]{8,32}")  # what the access log has room for
_QUIET = ("/static/", "/health/")
_log = logging.getLogger(__name__)


class RequestMiddleware:
    """Give the request its id, and tell of it when it is answered, where that is asked for.

    An id from outside is taken only from a proxy of ours: whoever else could make two requests one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = request.access_log_id = _id_of(request)  # type: ignore[attr-defined]
        token, begun = REQUEST.set(own), time.perf_counter()
        try:
            response = self.get_response(request)
            if not request.path_info.startswith(_QUIET):
                _tell(request, response, time.perf_counter() - begun)
        finally:
            REQUEST.reset(token)
        response.headers[HEADER] = own
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.PROXIES else ""
    return given if _SOUND.fullmatch(given) else uuid4().hex


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count and log the route by its name: an address may hold what somebody wrote."""
    match = request.resolver_match
    route = match.view_name if match else ""
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    status = response.status_code
    note(route=route, method=method, status=status, seconds=seconds)
    if settings.LOGS != "json":
        return
    more = {
        "route": route,
        "method": method,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "side": "staff" if request.path_info.startswith(settings.STAFF_HOME) else "residents",
    }
    _log.info("answered", extra=more)
