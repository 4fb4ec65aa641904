"""The server that takes requests, and for how long it waits for one that comes drop by drop.

Requests are read beside the threads that answer them, so that who sends slowly takes memory and no
thread; but connections have an end too.
"""

import select
import socket
import time
from typing import Any

from django.conf import settings
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from vardag.doors.shared.headers import without_a_page

SILENCE = 30  # seconds in which nothing comes or goes, after which a connection is closed
HEAD, BODY = 60, 600  # seconds that the head of a request may take to come, and all of it
LOOKS_EVERY = 5  # seconds between two looks at who is late
_CONNECTIONS = 1_000
_LARGEST_HEAD = 64 * 1024  # bytes
_LARGEST_BODY = 128 * 1024 * 1024  # bytes; more than the pages take, so that a page says no


def server_on(
    listener: socket.socket, application: Any, threads: ThreadedTaskDispatcher
) -> "Server":
    """Return a server that takes what comes to a socket that listens; ``run`` begins."""
    adjustments = _Adjustments(
        sockets=[listener],
        ident=None,
        url_scheme="https" if settings.SECURE else "http",  # as it is outside, before the proxy
        connection_limit=_CONNECTIONS,
        channel_timeout=SILENCE,
        cleanup_interval=LOOKS_EVERY,
        asyncore_use_poll=hasattr(select, "poll"),  # the other way ends at 1,024 files
        clear_untrusted_proxy_headers=True,
        **proxies_of(settings.PROXIES),
        max_request_header_size=_LARGEST_HEAD,
        max_request_body_size=_LARGEST_BODY,
    )
    about = (listener.family, listener.type, listener.proto, listener.getsockname())
    return Server(
        application,
        {},
        True,  # noqa: FBT003 - listens from the beginning; the server's own way of being told
        listener,
        dispatcher=threads,
        adj=adjustments,
        bind_socket=False,
        sockinfo=about,
    )


def proxies_of(many: int) -> dict[str, Any]:
    """Believe so many proxies where they were asked from, and nothing else that a header says."""
    if not many:
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": many,
        "trusted_proxy_headers": {"x-forwarded-for"},
    }


class _Adjustments(Adjustments):
    listen: list[str] = []  # noqa: RUF012 - nowhere but on the socket that there is


class _Refused(ErrorTask):
    """What the server answers by itself, such as to words that aren't HTTP."""

    def execute(self) -> None:
        self.response_headers = [*self.response_headers, *without_a_page()]
        super().execute()


class _Answer(WSGITask):
    """What a page answers; from a server that leaves, it is the last on its connection."""

    def build_response_header(self) -> bytes:
        server: Any = self.channel.server
        if server.leaves_by is not None:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head


class _Channel(HTTPChannel):
    """A connection that knows when the request began that is still coming."""

    task_class = _Answer
    error_task_class = _Refused
    _begun = 0.0

    def received(self, data: bytes) -> bool:
        """Take what has come; see the server."""
        before = self.request
        went_well: bool = super().received(data)
        if self.request is not before:
            self._begun = self.last_activity
        return went_well

    def is_late(self, now: float) -> bool:
        """Tell whether a request takes longer to come than any does."""
        if self.request is None:
            return False
        return now - self._begun > (BODY if self.request.headers_finished else HEAD)


class Server(TcpWSGIServer):
    """The server; another process on the same socket may take over what comes from now on."""

    channel_class = _Channel
    leaves_by: float | None = None  # when it ends at the latest; None as long as nobody asked

    def leave(self) -> None:
        """Take no new connection, answer what comes on those there are, and end when none is left.

        Whoever keeps a connection in silence is waited for as always, since a request may be on its
        way; each answer from now on is the last of its connection.
        """
        self.accepting = False
        self.leaves_by = self.leaves_by or time.time() + BODY

    def readable(self) -> bool:
        """See the server; asked at every turn, it is where a server that has left ends.

        :raises SystemExit: then, which ends the server's loop
        """
        channels: dict[int, HTTPChannel] = self.active_channels  # type: ignore[assignment]
        if self.leaves_by is not None and (not channels or time.time() > self.leaves_by):
            raise SystemExit(0)
        return bool(super().readable())

    def maintenance(self, now: float) -> None:
        """Close the connections that are silent, as the server does, and those that are late."""
        super().maintenance(int(now))
        for channel in self.active_channels.values():  # type: ignore[attr-defined]
            if channel.is_late(now):
                channel.will_close = True
