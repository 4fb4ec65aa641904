"""What a sign-in is kept in: its cookie, looked at before the database is asked, and its row."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from vardag.rooms.prepared import Given, Prepared

_KEY = re.compile(r"[a-z0-9]{8,64}")
_CURRENT = Prepared(
    lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("at"))
)


class SessionStore(db.SessionStore):
    """Django's, in the database; each request asks for it, so the question is put together once."""

    def _get_session_from_db(self) -> Session | None:
        found = (
            _CURRENT.first(key=self.session_key, at=timezone.now()) if self.session_key else None
        )
        if found is None:
            self._session_key = None
        return found


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
