"""Where somebody who has found a weakness writes, for programs and people: RFC 9116."""

from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ADDRESS = "/.well-known/security.txt"
_PLAIN = "text/plain; charset=utf-8"


class ReportingMiddleware:
    """Answer that address on both sides, to everybody; where nothing is set it isn't there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        expires = settings.SECURITY_EXPIRES
        if request.path_info != ADDRESS or expires is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        lines = _lines(request, settings.SECURITY_CONTACTS, expires)
        return HttpResponse("".join(f"{line}\n" for line in lines), content_type=_PLAIN)


def _lines(request: HttpRequest, contacts: tuple[str, ...], expires: date) -> Iterator[str]:
    yield from (f"Contact: {each}" for each in contacts)
    yield f"Expires: {expires.isoformat()}T00:00:00Z"
    yield "Preferred-Languages: sv, en"
    if settings.SECURE:
        yield f"Canonical: https://{request.get_host()}{ADDRESS}"
