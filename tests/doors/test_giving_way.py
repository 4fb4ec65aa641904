"""A server gives way to the version that is installed by then: who asks meanwhile is answered."""

import os
import shutil
import signal
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.doors.running import PATIENCE, Running, environment, gone_soon, run, started
from tests.promises.sites import children_of

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR2"), reason="not on this system")
SITS = 0.1  # seconds between two requests of somebody


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    assert run("migrate", env=environment(folder)).returncode == 0
    return folder


@contextmanager
def serving(folder: Path, *arguments: str):
    own = environment(folder, VARDAG_HTTPS="0")
    with started("serve", "--port", "0", *arguments, env=own) as server:
        server.wait_for("serving")
        assert server.get("/sign-in/").status == 200  # its processes have begun
        yield server


@dataclass
class Visitors:
    """People who ask for pages, some with a connection of its own each time, some over one they keep."""

    url: str
    answers: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def comes_anew(self) -> None:
        while not self.over.wait(SITS):
            with closing(self._connection()) as connection:
                self._ask(connection)

    def stays(self) -> None:
        while not self.over.is_set():
            with closing(self._connection()) as connection:
                while not self.over.wait(SITS) and self._ask(connection):
                    pass

    def _connection(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)

    def _ask(self, connection: HTTPConnection) -> bool:
        """Ask for a page; tell whether the connection may be asked again."""
        try:
            connection.request("GET", "/sign-in/")
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as wrong:
            self.answers[repr(wrong)] += 1
            return False
        self.answers[str(answer.status)] += 1
        return not answer.will_close


@contextmanager
def visited(running: Running):
    visitors = Visitors(running.url)
    works = [visitors.comes_anew] * 2 + [visitors.stays] * 3
    threads = [threading.Thread(target=work) for work in works]
    for each in threads:
        each.start()
    try:
        yield visitors
    finally:
        visitors.over.set()
        for each in threads:
            each.join()


def gives_way(running: Running) -> None:
    """Ask it to, and wait until others are at work and those before have gone."""
    before = children_of(running.process.pid)
    os.kill(running.process.pid, signal.SIGUSR2)
    running.lines.clear()
    running.wait_for("serving")
    until = time.monotonic() + PATIENCE
    while set(before) & set(children_of(running.process.pid)):
        assert time.monotonic() < until, "those before don't leave"
        time.sleep(0.05)


def test_nobody_is_turned_away_while_it_gives_way_again_and_again(installed):
    with serving(installed, "--processes", "2", "--worker") as server:
        url, many = server.url, 3
        with visited(server) as visitors:
            for _ in range(2):
                time.sleep(0.5)
                gives_way(server)
        assert server.url == url
        assert len(children_of(server.process.pid)) == many

        server.end(signal.SIGTERM)
        assert server.process.returncode == 0
        assert gone_soon(server.process.pid)
    assert set(visitors.answers) == {"200"}
    assert visitors.answers["200"] > 50


def test_a_request_that_is_under_way_is_answered_by_who_began_it(installed):
    with (
        serving(installed, "--processes", "1") as server,
        closing(HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)) as slow,
    ):
        slow.request("GET", "/sign-in/")
        slow.getresponse().read()
        slow.putrequest("POST", "/sign-in/")
        slow.putheader("Content-Length", "5")
        slow.endheaders(b"a=")  # three bytes are still to come
        before = children_of(server.process.pid)
        os.kill(server.process.pid, signal.SIGUSR2)
        server.lines.clear()
        server.wait_for("serving")
        until = time.monotonic() + PATIENCE
        while len(children_of(server.process.pid)) == 1 and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)  # by when who reads it has been asked to leave, and doesn't yet
        assert set(before) < set(children_of(server.process.pid))
        slow.send(b"bcd")
        answer = slow.getresponse()
        assert answer.status == 403  # a form without its token is refused, by a page
        assert answer.headers["Connection"] == "close"


def test_a_version_that_could_not_serve_is_not_begun_and_the_one_before_goes_on(
    installed, tmp_path
):
    folder = tmp_path / "own"
    shutil.copytree(installed, folder)
    with serving(folder) as server:
        before = children_of(server.process.pid)
        with closing(sqlite3.connect(folder / "vardag.sqlite3")) as database:
            database.execute("DELETE FROM django_migrations WHERE app = 'rounds'")
            database.commit()
        os.kill(server.process.pid, signal.SIGUSR2)
        server.wait_for("asked to give way, and goes on")

        assert children_of(server.process.pid) == before
        assert server.get("/sign-in/").status == 200
        server.end(signal.SIGTERM)
        assert "vardag migrate" in server.said


def test_whether_it_could_serve_can_be_asked_while_another_does(installed, tmp_path):
    with serving(installed) as server:
        port = str(urlsplit(server.url).port)
        done = run("serve", "--port", port, "--check", env=environment(installed, VARDAG_HTTPS="0"))
        assert (done.returncode, done.stdout) == (0, "it can be served\n")

    lacking = run("serve", "--check", env=environment(tmp_path, VARDAG_HTTPS="0"))
    assert lacking.returncode == 1
    assert "vardag migrate" in lacking.stderr
