"""The cookie of a sign-in, looked at before the database is asked about it."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_KEY = re.compile(r"[a-z0-9]{8,64}")


class SoundCookieMiddleware:
    """Leave out a session cookie of a shape that we never give.

    PostgreSQL refuses some characters that a cookie can hold, and would turn them into a failure.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not _KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)
