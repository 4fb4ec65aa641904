"""Asking an identity provider over HTTP, and believing nothing about the answer's size or haste."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, Any, override
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from vardag.domain.people.sign_in import NotLetIn, Why

type Json = dict[str, Any]

_LARGEST = 256 * 1024  # bytes; real answers have a few thousand
_PIECE = 16 * 1024
_ERROR_CODE = frozenset("abcdefghijklmnopqrstuvwxyz_")


@dataclass(frozen=True)
class Patience:
    """How long an answer may take, in seconds: each part of it, and all of it."""

    part: float = 5.0
    whole: float = 10.0


class _Stay(HTTPRedirectHandler):
    """An endpoint that sends us elsewhere isn't the one that was agreed on."""

    @override
    def redirect_request(self, *given: object) -> None:
        return None


_opener = build_opener(_Stay)


def fetch(
    url: str,
    *,
    patience: Patience,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Json:
    """Return the JSON object that an address gives; with a form, that it answers the form with.

    :param url: one that ``metadata`` has found sound: https, or loopback
    :raises NotLetIn: if none comes in time, or it is something else
    """
    body = urlencode(form).encode() if form is not None else None
    asked = Request(  # noqa: S310 - the scheme has been looked at
        url, data=body, headers={"Accept": "application/json", **(headers or {})}
    )
    try:
        until = time.monotonic() + patience.whole
        with _opener.open(asked, timeout=patience.part) as answer:
            return _object(_read(answer, until))
    except HTTPError as wrong:
        raise _said_no(wrong) from None
    except (OSError, HTTPException) as wrong:
        raise NotLetIn(Why.PROVIDER_AWAY, f"no answer: {type(wrong).__name__}") from None


def _read(answer: IO[bytes], until: float) -> bytes:
    pieces = bytearray()
    while piece := answer.read1(_PIECE):  # type: ignore[attr-defined]  # what HTTP answers have
        pieces += piece
        if len(pieces) > _LARGEST:
            raise NotLetIn(Why.NOT_TRUSTED, "an answer of more than 256 KiB")
        if time.monotonic() > until:
            raise NotLetIn(Why.PROVIDER_AWAY, "an answer that took too long")
    return bytes(pieces)


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotLetIn(Why.NOT_TRUSTED, "an answer that is no JSON") from None
    if not isinstance(found, dict):
        raise NotLetIn(Why.NOT_TRUSTED, "an answer that is no JSON object")
    return found


def _said_no(answer: HTTPError) -> NotLetIn:
    with answer:
        code = _error_in(answer)
    why = Why.PROVIDER_AWAY if answer.code >= 500 else Why.NOT_TRUSTED
    return NotLetIn(why, f"status {answer.code} {code}".strip())


def _error_in(answer: HTTPError) -> str:
    """Return the error's code, if there is one of the usual shape: it goes to the log."""
    try:
        code = json.loads(answer.read(4096)).get("error", "")
    except (OSError, HTTPException, ValueError, AttributeError, RecursionError):
        return ""
    return code if isinstance(code, str) and len(code) < 40 and _ERROR_CODE.issuperset(code) else ""
