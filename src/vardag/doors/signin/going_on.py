"""Where somebody goes after signing in: where they wanted, if that is theirs, or home."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 2_000


def wanted(request: HttpRequest, given: str) -> str:
    """Return the address that somebody wants to go to, if it is on this site; else nothing."""
    safe = url_has_allowed_host_and_scheme(
        given, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return given if safe and given.startswith("/") and len(given) <= _LONGEST else ""


def where_to(request: HttpRequest, given: str, *, is_staff: bool) -> str:
    """Return where the person wanted to go, if that is on this site and on the person's side."""
    home = settings.STAFF_HOME if is_staff else settings.RESIDENT_HOME
    found = wanted(request, given)
    is_ours = found.startswith(settings.STAFF_HOME) == is_staff
    if not found or not is_ours or found.startswith(reverse("signin:choose")):
        return home
    return found
