"""What somebody has looked for, kept in the sign-in, so that no address ever holds a name or a number.

An address stands in the browser's history and in the logs of every server on the way. Here it holds a
key that means something to this sign-in alone, and that is gone with it (ADR-0034).
"""

import secrets

from django.http import HttpRequest

_SOUGHT = "sought"
_MOST = 20  # so many can be gone back to


def keep(request: HttpRequest, typed: str) -> str:
    """Keep what was typed, and return its key."""
    key = secrets.token_hex(8)
    kept = [*_kept(request), [key, typed]]
    request.session[_SOUGHT] = kept[-_MOST:]
    return key


def kept_as(request: HttpRequest, key: str) -> str | None:
    """Return what was typed; None if this sign-in knows no such key."""
    return next((typed for kept, typed in _kept(request) if kept == key), None)


def _kept(request: HttpRequest) -> list[list[str]]:
    kept: list[list[str]] = request.session.get(_SOUGHT, [])
    return kept
