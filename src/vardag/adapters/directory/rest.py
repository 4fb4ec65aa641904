"""A staff directory behind HTTP: one address for each HSA-id, answered with JSON.

Regions have directories of many kinds; a small service in front of one that answers in this way is
all that is needed. The format is in docs/reference/staff-directory.md.
"""

import http.client
import json
import os
import ssl
import urllib.error
import urllib.request
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from vardag.adapters.directory.written import entry, one
from vardag.domain.people.hsa import HsaId
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.directory import DirectoryAway, Entry

SECONDS = 5.0  # somebody sits and waits
_MOST = 64 * 1024  # bytes; a person is a few hundred


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A directory doesn't move: whoever sends us elsewhere isn't it, and gets no secret."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class RestDirectory:
    """Asks ``ADDRESS/HSA-ID``. A secret goes along if VARDAG_STAFF_DIRECTORY_TOKEN has one."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self._address = address.rstrip("/")
        self._seconds = seconds
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            _NoRedirect(),
        ).open

    def look_up(self, hsa_id: HsaId) -> Entry | None:
        """Return whom an HSA-id belongs to; None if to nobody.

        :raises DirectoryAway: if nobody answers in time, or what comes isn't about this person
        """
        answer = self._asked(hsa_id)
        if answer is None:
            return None
        try:
            found = entry(one(answer))
        except (ValidationError, InvalidForm) as error:
            raise DirectoryAway(f"{self._address} answers with what is no person") from error
        if found.hsa_id != hsa_id:
            raise DirectoryAway(f"{self._address} was asked for {hsa_id} and gave another")
        return found

    def _asked(self, hsa_id: HsaId) -> Any | None:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked where it is made
            f"{self._address}/{quote(hsa_id)}", headers=_headers()
        )
        try:
            with self._open(request, timeout=self._seconds) as response:
                return json.loads(_read(response, until=monotonic() + self._seconds))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_FOUND:
                    return None
                raise DirectoryAway(f"{self._address} answers {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise DirectoryAway(f"{self._address} doesn't answer: {error}") from error
        except (ValueError, RecursionError) as error:
            raise DirectoryAway(f"{self._address} answers with what is no JSON") from error


def _headers() -> dict[str, str]:
    token = os.environ.get("VARDAG_STAFF_DIRECTORY_TOKEN", "")
    return {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})


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
