"""Asking whether a page on the open web is there: the one line out that goes where staff have written.

So it goes nowhere else: over HTTPS, to the web's own port, and only to machines that everybody can
reach. The name is looked up once and that machine is asked, lest another look-up lead inside the house;
a redirect is a new address, and judged as one. Nothing of the page is read, and nothing is told but
that somebody asks.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from threading import Timer
from time import monotonic
from urllib.parse import urljoin, urlsplit

from vardag.domain.replies.links import Answer, Found

SECONDS = 5.0  # for each thing that is waited for
ALTOGETHER = 15.0  # seconds
_MOST_REDIRECTS = 5
_WHO = "Vardag link check"
# There is a page, though not for a machine that asks.
_NOT_FOR_MACHINES = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
_NOT_THIS_WAY = {*_NOT_FOR_MACHINES, 400, 404, 405, 406, 501, 503}  # to HEAD, that is
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class _Inside(Exception):
    """An address that leads where nothing is asked."""


@dataclass(frozen=True)
class _Way:
    """How is asked: until when by the machine's own clock, and whether of this machine as well."""

    until: float
    seconds: float
    on_this_machine: bool


def ask(
    address: str,
    *,
    on_this_machine: bool = False,
    seconds: float = SECONDS,
    altogether: float = ALTOGETHER,
) -> Answer:
    """Return whether somebody who follows an address finds a page.

    :param on_this_machine: plain HTTP to this machine is asked as well, which is for tests
    :param altogether: seconds after which whatever comes is broken off, a letter at a time or not
    """
    until = monotonic() + altogether
    way = _Way(until, seconds, on_this_machine)
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            status, onward = _asked(address, way)
            if onward is None:
                return _answer(status)
            if monotonic() > until:
                return Answer(Found.SILENT)
            address = urljoin(address, onward)
    except _Inside:
        return Answer(Found.NOT_ASKED)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(Found.SILENT)
    return Answer(Found.FAILS)  # it is led round and round


def _answer(status: int) -> Answer:
    if status in _GONE:
        return Answer(Found.GONE, str(status))
    if 200 <= status < 300 or status in _NOT_FOR_MACHINES:
        return Answer(Found.WORKS, str(status))
    return Answer(Found.FAILS, str(status))


def _asked(address: str, way: _Way) -> tuple[int, str | None]:
    """Return the status that an address answers with, and where it leads on.

    Asked for its head alone first; who doesn't understand that is asked for the page.
    """
    answer: tuple[int, str | None] = 0, None
    for method in ("HEAD", "GET"):
        connection, path = _line_to(address, way)
        ends = _ending(connection, way)
        try:
            connection.request(method, path, headers={"User-Agent": _WHO, "Accept": "*/*"})
            response = connection.getresponse()
            onward = response.getheader("Location") if 300 <= response.status < 400 else None
            answer = response.status, onward
        finally:
            ends.cancel()
            connection.close()
        if answer[0] not in _NOT_THIS_WAY:
            break
    return answer


def _ending(connection: http.client.HTTPConnection, way: _Way) -> Timer:
    """Return what breaks a line off when the time is up, since each letter begins the waiting anew."""
    timer = Timer(max(0.0, way.until - monotonic()), _broken_off, [connection])
    timer.daemon = True
    timer.start()
    return timer


def _broken_off(connection: http.client.HTTPConnection) -> None:
    line = connection.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _line_to(address: str, way: _Way) -> tuple[http.client.HTTPConnection, str]:
    """Return a line to the machine that an address names, and what to ask it for.

    :raises _Inside: if it isn't one that everybody can reach
    """
    parts = urlsplit(address)
    host, path = parts.hostname or "", parts.path or "/"
    path = f"{path}?{parts.query}" if parts.query else path
    if way.on_this_machine and parts.scheme == "http" and host == "127.0.0.1":
        return http.client.HTTPConnection(host, parts.port, timeout=way.seconds), path
    if parts.scheme != "https" or parts.port not in (None, 443) or "@" in parts.netloc:
        raise _Inside(address)
    machine = _machine_of(host)
    return _Secure(host, machine, seconds=way.seconds), path


def _machine_of(host: str) -> str:
    """Return the number of a machine that everybody can reach.

    :raises _Inside: if one of those that the name stands for isn't
    """
    numbers = list(_numbers_of(host))
    if not numbers or not all(map(_is_open, numbers)):
        raise _Inside(host)
    return numbers[0]


# Numbers of the newer kind that stand for one of the older, which a house may well translate back.
_STAND_FOR_OTHERS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))


def _is_open(number: str) -> bool:
    found = ipaddress.ip_address(number)
    if found.version == 6 and any(found in each for each in _STAND_FOR_OTHERS):
        found = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    return found.is_global and not found.is_multicast


def _numbers_of(host: str) -> Iterator[str]:
    for *_, where in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM):
        yield str(where[0]).partition("%")[0]


class _Secure(http.client.HTTPSConnection):
    """A line to one machine, which has to show that it is the host that was asked for."""

    def __init__(self, host: str, machine: str, *, seconds: float) -> None:
        self._ssl = ssl.create_default_context()
        super().__init__(host, 443, timeout=seconds, context=self._ssl)
        self._machine = machine

    def connect(self) -> None:
        line = socket.create_connection((self._machine, self.port), self.timeout)
        sure = self._ssl.wrap_socket(line, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = sure  # before they have met, so that this can be broken off as well
        sure.do_handshake()
