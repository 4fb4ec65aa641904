"""Serving the pages over HTTP, until somebody ends it."""

import errno
import os
import socket
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from vardag.doors.ops.giving_way import when_to_leave
from vardag.doors.ops.patience import server_on
from vardag.doors.ops.starting import CannotStart

_THREADS = 4
_LAST_PORT = 65_535
_PATIENCE = 2  # seconds that requests under way get to finish when the server is ended
_WAITING = 1_024  # connections that wait to be taken


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
    """Serve until ``Stopped`` is raised; then let the requests under way finish, and return.

    On ``GIVE_WAY`` it leaves without haste, and returns when nobody is connected any more.
    """
    threads = _Threads()
    threads.set_thread_count(_THREADS)
    server = server_on(listener, application, threads)
    when_to_leave(server.leave)
    try:
        server.run()
    finally:
        server.close()


class _Threads(ThreadedTaskDispatcher):
    def shutdown(self, cancel_pending: bool = True, timeout: int = _PATIENCE) -> bool:  # noqa: FBT001, FBT002 - the server's own
        return super().shutdown(cancel_pending, timeout)
