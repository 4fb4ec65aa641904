"""Two sides on hosts of their own: on the one, the other's addresses don't exist."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import redirect

from vardag.domain.people.sign_in import Side

_COMMON = ("/sign-in/", "/language/")  # what both sides need
_NO_ADDRESSES = "vardag.doors.shared.no_addresses"


def side_of(request: HttpRequest) -> Side | None:
    """Return the side that the request's host serves; None where one host serves both."""
    if not settings.STAFF_HOSTS:
        return None
    host = split_domain_port(request.get_host())[0]
    return Side.STAFF if host in settings.STAFF_HOSTS else Side.RESIDENTS


class SidesMiddleware:
    """Answer as if the other side's addresses weren't there.

    The last of the middleware, so that the answer is in all things what any absent address gets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        side = side_of(request)
        if side is Side.STAFF and request.path == settings.RESIDENT_HOME:
            return redirect(settings.STAFF_HOME)
        if side is not None and not _is_here(request.path_info, side):
            request.urlconf = _NO_ADDRESSES  # or an address without its last slash would be told
            raise Http404
        return self.get_response(request)


def _is_here(path: str, side: Side) -> bool:
    if path.startswith(_COMMON):
        return True
    return f"{path}/".startswith(settings.STAFF_HOME) == (side is Side.STAFF)
