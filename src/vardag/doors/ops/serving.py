"""Serving the pages over HTTP, until somebody ends it."""

import errno
import os
import socket
from typing import Any

from django.conf import settings
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from vardag.doors.ops.starting import CannotStart
from vardag.doors.shared.headers import without_a_page

_THREADS = 4
_LAST_PORT = 65_535
_PATIENCE = 2  # seconds that requests under way get to finish when the server is ended
_WAITING = 1_024  # connections that wait to be taken
_LARGEST_BODY = 128 * 1024 * 1024  # bytes; more than the pages take, so that a page says no


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; connections wait until ``serve_on`` takes them.

    :param port: 0 for any that is free
    :raises CannotStart: if the address can't be had
    """
    if not 0 <= port <= _LAST_PORT:
        raise CannotStart(f"{port} is no port. Choose one from 1 to {_LAST_PORT}: --port 8000")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        _keep_others_out(listener)
        listener.bind(address)
        listener.listen(_WAITING)
    except OSError as wrong:
        raise CannotStart(_why_not(host, port, wrong)) from wrong
    return listener


def _keep_others_out(listener: socket.socket) -> None:
    if os.name == "posix":  # take an address over at once from a server that has just ended
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    else:  # where that word would let two servers share a port, and each get half
        listener.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", -5), 1)


def _why_not(host: str, port: int, wrong: OSError) -> str:
    if wrong.errno == errno.EADDRINUSE:
        return (
            f"something else is using port {port} on {host}. End it, or choose another port: "
            f"--port {port + 1}"
        )
    if wrong.errno == errno.EACCES:
        return f"port {port} is not ours to use. Choose one above 1023, such as --port 8000"
    return f"can't serve on {host}, port {port}: {wrong}"


def url_of(listener: socket.socket) -> str:
    """Return the address to open in a browser on this machine, without a last slash."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve_on(listener: socket.socket, application: Any) -> None:
    """Serve until ``Stopped`` is raised; then let the requests under way finish, and return."""
    threads = _Threads()
    threads.set_thread_count(_THREADS)
    server = create_server(
        application,
        sockets=[listener],
        ident=None,
        url_scheme="https" if settings.SECURE else "http",  # as it is outside, before the proxy
        connection_limit=1_000,
        clear_untrusted_proxy_headers=True,
        **proxies_of(settings.PROXIES),
        max_request_body_size=_LARGEST_BODY,
        _dispatcher=threads,
    )
    server.channel_class = _Channel  # type: ignore[union-attr]  # of one socket comes one server
    try:
        server.run()
    finally:
        server.close()


def proxies_of(many: int) -> dict[str, Any]:
    """Believe so many proxies where they were asked from, and nothing else that a header says."""
    if not many:
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": many,
        "trusted_proxy_headers": {"x-forwarded-for"},
    }


class _Refused(ErrorTask):
    """What the server answers by itself, such as to words that aren't HTTP."""

    def execute(self) -> None:
        self.response_headers = [*self.response_headers, *without_a_page()]
        super().execute()


class _Channel(HTTPChannel):
    error_task_class = _Refused


class _Threads(ThreadedTaskDispatcher):
    def shutdown(self, cancel_pending: bool = True, timeout: int = _PATIENCE) -> bool:  # noqa: FBT001, FBT002 - the server's own
        return super().shutdown(cancel_pending, timeout)
