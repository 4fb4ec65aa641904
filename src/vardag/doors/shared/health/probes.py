"""Two addresses for proxies and service managers: whether a process answers, and whether it can serve.

They say a word, know nobody and keep nothing, and come before sign-ins, sides and limits.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from vardag.doors.shared.health.database import migrations
from vardag.doors.shared.maintenance import closed_now

LIVE, READY = "/health/live", "/health/ready"
_PLAIN = "text/plain; charset=utf-8"


class ProbesMiddleware:
    """Answer the two addresses, and let everything else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._is_up_to_date = False  # once found so it stays so: a database only goes forward

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in (LIVE, READY):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        why_not = self._why_not() if request.path_info == READY else ""
        said = why_not or request.path_info.rpartition("/")[2]
        return HttpResponse(f"{said}\n", status=503 if why_not else 200, content_type=_PLAIN)

    def _why_not(self) -> str:
        """Return what is in the way of serving, in a word that tells nothing of the machine."""
        if closed_now() is not None:
            return "closed for maintenance"
        try:
            if not self._is_up_to_date:
                self._is_up_to_date = not migrations()[0]
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return "no database"
        return "" if self._is_up_to_date else "not up to date"
