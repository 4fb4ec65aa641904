"""What no browser sends: slow, endless, broken. It is refused or closed, and the others are served."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from statistics import quantiles
from typing import Any

import pytest
from waitress.task import ThreadedTaskDispatcher

from tests.doors.running import Running, environment, run, started
from vardag.doors.ops import patience
from vardag.doors.ops.serving import listen

SOON = 10.0  # seconds: for a busy machine
SLOW = 150  # connections that come drop by drop
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
FROM_HERE = b"Host: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Running]:
    env = environment(tmp_path_factory.mktemp("attacked"), VARDAG_HTTPS="0")
    assert run("migrate", env=env).returncode == 0
    with started("serve", "--port", "0", env=env) as running:
        running.wait_for("serving")
        yield running


def line_to(server: Running) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=SOON)


def said(server: Running, words: bytes) -> tuple[int, bytes]:
    """Return the status and the body of what comes back for these bytes."""
    with line_to(server) as line:
        with contextlib.suppress(OSError):  # it may be refused before all of it is sent
            line.sendall(words)
        answer = HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read()


def post(body: bytes, *more: bytes) -> bytes:
    head = b"POST /language/ HTTP/1.1\r\n" + FROM_HERE + b"".join(more)
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


PARTS = b"Content-Type: multipart/form-data; boundary=x\r\n"
HOSTILE: dict[str, tuple[bytes, set[int]]] = {
    "a head of a megabyte": (b"GET / HTTP/1.1\r\nX: " + b"x" * 1_048_576 + b"\r\n\r\n", {431}),
    "ten thousand lines of head": (
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
        {431},
    ),
    "two lengths": (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", {400}),
    "a length that is none": (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", {400}),
    "a length with a plus": (b"POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\nhello", {400}),
    "a way of coming that we don't know": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        {501},
    ),
    "pieces that are none": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        {400},
    ),
    "a name with a blank before its colon": (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", {400}),
    "a line that ends in half": (b"GET / HTTP/1.1\r\nX: a\nY: b\r\n\r\n", {400}),
    "a name of a host that isn't ours": (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", {400}),
    "ten thousand fields": (post(b"&".join(b"a%d=1" % n for n in range(10_000)), FORM), {400, 403}),
    "nine megabytes of form": (post(b"a=" + b"x" * 9_437_184, FORM), {413}),
    "a form whose parts don't end": (
        post(b"--x\r\nContent-Disposition: form-data", PARTS),
        {400, 403},
    ),
    "parts in parts": (post(b"--x\r\n" * 5_000, PARTS), {400, 403}),
    "a ten-thousandfold bomb": (
        post(gzip.compress(bytes(20_000_000)), FORM, b"Content-Encoding: gzip\r\n"),
        {400, 403},
    ),
    "a way of asking that isn't one": (b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {405}),
}


@pytest.mark.asvs("13.4.4", "16.5.1")
@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_browser_sends_is_refused_at_once(server, what):
    words, expected = HOSTILE[what]
    begun = time.monotonic()

    status, body = said(server, words)

    assert status in expected
    assert time.monotonic() - begun < SOON
    assert b"Traceback" not in body
    assert server.get("/sign-in/").status == 200


@pytest.mark.asvs("4.2.1")
def test_two_requests_in_one_are_not_taken_for_one_persons(server):
    """A length beside pieces: the pieces count, and what comes after is nobody's (smuggling)."""
    smuggled = b"GET /smuggled/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = b"POST /language/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n" % len(smuggled)

    with line_to(server) as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled)
        line.settimeout(2)
        came = b""
        with contextlib.suppress(TimeoutError):
            while got := line.recv(65_536):
                came += got

    assert came.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400"))


def test_many_who_send_drop_by_drop_take_nothing_from_the_others(server):
    before = waits(server)
    lines = [line_to(server) for _ in range(SLOW)]
    try:
        for nth, line in enumerate(lines):
            head = b"POST /language/ HTTP/1.1\r\n" + FROM_HERE
            line.sendall(head + b"Content-Length: 1000\r\n\r\na" if nth % 2 else b"GET / HT")

        during = waits(server)
    finally:
        for line in lines:
            line.close()

    assert during < 2 * before + 0.25  # seconds, for a busy machine


def waits(server: Running, many: int = 20) -> float:
    """Return how long nineteen of twenty wait for a page, at most, in seconds."""
    times = []
    for _ in range(many):
        begun = time.monotonic()
        assert server.get("/sign-in/").status == 200
        times.append(time.monotonic() - begun)
    return quantiles(times, n=20)[-1]


# ---- Who is late ---------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch) -> Iterator[tuple[str, int]]:
    """A server in this process that waits seconds where it waits minutes; where it listens."""
    for name, seconds in (("SILENCE", 3), ("HEAD", 1), ("BODY", 2), ("LOOKS_EVERY", 0)):
        monkeypatch.setattr(patience, name, seconds)
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(1)
    listener = listen("127.0.0.1", 0)
    server = patience.server_on(listener, hello, threads)
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    yield listener.getsockname()[:2]
    server.close()
    threads.shutdown()


def hello(_: Any, start: Any) -> list[bytes]:
    start("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def dripped(where: tuple[str, int], first: bytes) -> float:
    """Send a beginning and then a letter at a time; return for how long that was borne, in seconds."""
    begun = time.monotonic()
    with socket.create_connection(where, timeout=SOON) as line, contextlib.suppress(OSError):
        line.sendall(first)
        line.settimeout(0.2)
        while time.monotonic() - begun < SOON:
            line.sendall(b"x")
            try:
                if not line.recv(1):
                    break
            except TimeoutError:
                continue
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("first", "borne"),
    [
        (b"GET / HTTP/1.1\r\nX: ", patience.HEAD),
        (b"POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n", patience.BODY),
    ],
)
def test_a_request_that_never_ends_is_closed(impatient, first, borne):
    assert dripped(impatient, first) < SOON - 1
    assert borne <= 600


def test_who_says_nothing_is_closed(impatient):
    with socket.create_connection(impatient, timeout=SOON) as line:
        assert line.recv(1) == b""


def test_who_asks_in_time_is_answered(impatient):
    with socket.create_connection(impatient, timeout=SOON) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab")
        time.sleep(0.5)
        line.sendall(b"cd")

        assert line.makefile("rb").read().endswith(b"hello")
