"""Asking a service over HTTP for one thing, answered with JSON: the care that every such line takes.

No redirects, since whoever sends us elsewhere isn't the one we trust, and gets no secret; no proxy; a
time within which the whole answer has come, and a size that it can't pass.
"""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Any

SECONDS = 5.0  # somebody sits and waits
_MOST = 64 * 1024  # bytes; a person is a few hundred


class NoAnswer(Exception):
    """The service can't be asked, or answers what can't be read; the text is for operations."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def is_safe(address: str) -> bool:
    """Tell whether an address may be asked: over HTTPS, or over plain HTTP on this machine."""
    return address.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the headers by names in small letters, the JSON if it is some."""

    status: int
    headers: dict[str, str]
    body: Any


class Service:
    """A service at an address. ``token`` is a secret that goes along if there is one."""

    def __init__(self, address: str, *, token: str = "", seconds: float = SECONDS) -> None:
        self.address = address.rstrip("/")
        self._token = token
        self._seconds = seconds
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            _NoRedirect(),
        ).open

    def ask(self, path: str = "", *, about: dict[str, str] | None = None) -> Any | None:
        """Return what the service answers; None if it says that there is nothing (404).

        :param about: what is asked about, if it mustn't stand in an address: it is posted as JSON
        :raises NoAnswer: if nobody answers in time, or what comes is no JSON
        """
        try:
            with self._open(self._request(path, about), timeout=self._seconds) as response:
                answer = json.loads(_read(response, until=monotonic() + self._seconds))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_FOUND:
                    return None
                raise NoAnswer(f"{self.address} answers {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{self.address} doesn't answer: {error}") from error
        except (ValueError, RecursionError) as error:
            raise NoAnswer(f"{self.address} answers with what is no JSON") from error
        if answer is None:  # which isn't to be taken for "there is nobody"
            raise NoAnswer(f"{self.address} answers with null")
        return answer

    def exchange(
        self,
        path: str,
        *,
        body: object = None,
        headers: dict[str, str] | None = None,
        media: str = "application/json",
    ) -> Reply:
        """Return what comes back, whatever the status says; something to post is posted as JSON.

        :raises NoAnswer: if nobody answers in time, or far too much comes
        """
        request = self._request(path, None)
        for name, value in {"Accept": media, **(headers or {})}.items():
            request.add_header(name, value)
        if body is not None:
            request.add_header("Content-Type", media)
            request.data = json.dumps(body).encode()
        try:
            try:
                response = self._open(request, timeout=self._seconds)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                data = _read(response, until=monotonic() + self._seconds)
                told = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, told, _json(data))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(f"{self.address} doesn't answer: {error}") from error

    def _request(self, path: str, about: dict[str, str] | None) -> urllib.request.Request:
        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if about is not None:
            headers["Content-Type"] = "application/json"
        return urllib.request.Request(  # noqa: S310 - the scheme is checked where it is made
            f"{self.address}{path}",
            headers=headers,
            data=None if about is None else json.dumps(about).encode(),
        )


def _json(data: bytes) -> Any:
    """Return what was answered; None if it is no JSON, which a refusal needn't be."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _read(response: http.client.HTTPResponse, *, until: float) -> bytes:
    """Return an answer's bytes.

    :raises ValueError: if there are far more than a person has
    :raises TimeoutError: if they come so slowly that the moment passes
    """
    body = b""
    while piece := response.read1(8192):
        body += piece
        if len(body) > _MOST:
            raise ValueError("too long")
        if monotonic() > until:
            raise TimeoutError("it answers too slowly")
    return body
