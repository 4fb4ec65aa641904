"""Installations that really run: a folder, a database and a server of their own, which may be killed."""

import atexit
import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from tests.doors.running import environment
from tests.harness import postgres

ROOT = Path(__file__).resolve().parents[2]
PLANTED = "TESTS_PLANTED"  # names the faults that the server is to begin with
PATIENCE = 60.0  # seconds: for a busy machine
_until_the_end = ExitStack()
atexit.register(_until_the_end.close)
_CHILDREN = 3  # of a server as it usually is here: two that answer, and the worker
_numbers = itertools.count(1)


@dataclass
class Site:
    """An installation: where it is, who is signed in there, and its server if that runs."""

    folder: Path
    url: str  # of the database; empty for SQLite
    port: int
    people: dict[str, Any]
    wrapped: tuple[str, ...] = ()  # a command that the server is begun by
    arguments: tuple[str, ...] = ("--processes", "2", "--worker")
    server: "subprocess.Popen[bytes] | None" = None
    cluster: postgres.Cluster | None = field(default=None, repr=False)
    _worker: int = 0

    @property
    def database(self) -> str:
        """What the history is read from."""
        return self.url or str(self.folder / "vardag.sqlite3")

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def log(self) -> str:
        """What the server has said."""
        return (self.folder / "server.log").read_text(errors="replace")

    def start(self) -> None:
        """Start the server; ``TESTS_PLANTED`` has it begin with faults."""
        command = [sys.executable, *_module(), "serve", "--port", str(self.port), *self.arguments]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [*self.wrapped, *command],
                cwd=ROOT,
                env=_environment(self.folder, self.url),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def await_answer(self) -> None:
        """Wait until the server answers, for which it may have to be started."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.server is None or self.server.poll() is not None:
                self.start()
            with contextlib.suppress(OSError, HTTPException):
                asked = HTTPConnection("127.0.0.1", self.port, timeout=10)
                with contextlib.closing(asked):
                    asked.request("GET", "/sign-in/")
                    if asked.getresponse().status == 200:
                        return
            time.sleep(0.05)
        raise TimeoutError(f"the server doesn't answer:\n{self.log[-3000:]}")

    def processes(self) -> list[int]:
        """Return the server's web processes and, the last, its worker; fewer while one is replaced."""
        found = children_of(self.server.pid) if self.server else []
        if self._worker in found:
            return sorted(found, key=lambda pid: pid == self._worker)
        self._worker = found[-1] if len(found) == _CHILDREN else 0
        return found

    def kill_all(self) -> None:
        """Kill the server and its children at once, with no word of warning."""
        if self.server is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None

    def stop(self) -> None:
        """End the server as a service manager does."""
        if self.server is None:
            return
        self.server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.server.wait(PATIENCE)
        self.kill_all()


def children_of(pid: int) -> list[int]:
    """Return the children of a process, in the order in which they began."""
    with contextlib.suppress(OSError):
        return sorted(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return []


def kill(pid: int) -> None:
    """Kill a process, if it is there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def site(
    *,
    folder: Path | None = None,
    wrapped: Sequence[str] = (),
    arguments: Sequence[str] = Site.arguments,
    cluster: postgres.Cluster | None = None,
) -> Iterator[Site]:
    """Give a fresh installation on the database that this process tests on; its server isn't begun.

    :param folder: an empty one where it is to live, as on a small disk
    :param cluster: a PostgreSQL to put it into, instead of the one that most have in common
    """
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vardag-site-")))
        if connection.vendor == "postgresql":
            cluster = cluster or _cluster()
        template, people = _template(cluster)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        url = stack.enter_context(_database(cluster)) if cluster else ""
        port = postgres.free_port()
        made = Site(
            folder, url, port, dict(people), tuple(wrapped), tuple(arguments), cluster=cluster
        )
        stack.callback(made.kill_all)
        yield made


def _module() -> tuple[str, ...]:
    planted = os.environ.get(PLANTED)
    return ("-m", "tests.promises.planted", planted) if planted else ("-m", "vardag.doors.ops.cli")


def _environment(folder: Path, url: str) -> dict[str, str]:
    own = environment(folder, VARDAG_DEMO="1", VARDAG_HTTPS="0", VARDAG_SCANNER="stand-in")
    return own | ({"VARDAG_DATABASE_URL": url} if url else {})


def _run(folder: Path, url: str, *command: str) -> str:
    """Run Python in an installation's environment, and return what it prints."""
    own = {"DJANGO_SETTINGS_MODULE": "vardag.config.settings"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=_environment(folder, url) | own,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def run_python(site: Site, program: str) -> str:
    """Run a few lines of Python in a site's environment, with the faults that its server has."""
    planted = os.environ.get(PLANTED, "")
    begin = "from tests.promises.planted import plant_for_good; "
    before = f"{begin}plant_for_good({planted!r})\n" if planted else ""
    return _run(site.folder, site.url, "-c", before + program)


_PEOPLED = "import django; django.setup(); from tests.promises.peopled import main; main()"


# --- What every site is a copy of, made once -------------------------------------------------------


@cache
def _template(cluster: postgres.Cluster | None) -> tuple[Path, dict[str, Any]]:
    """Make an installation with people in it, once for all that this process tries there."""
    prefix = "vardag-template-"
    folder = Path(_until_the_end.enter_context(tempfile.TemporaryDirectory(prefix=prefix)))
    url = ""
    if cluster is not None:
        _sql(cluster.url, "CREATE DATABASE template_of_sites")
        url = _at(cluster.url, "template_of_sites")
    _run(folder, url, "-m", "vardag.doors.ops.cli", "migrate")
    return folder, json.loads(_run(folder, url, "-c", _PEOPLED))


@cache
def _cluster() -> postgres.Cluster:
    """Start a PostgreSQL that waits for the disk, and may be killed."""
    folder = Path(_until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="vardag-pg-")))
    return _until_the_end.enter_context(postgres.cluster(folder=folder, durable=True))


@contextlib.contextmanager
def _database(cluster: postgres.Cluster) -> Iterator[str]:
    name = f"site_{next(_numbers)}"
    _sql(cluster.url, f"CREATE DATABASE {name} TEMPLATE template_of_sites")
    try:
        yield _at(cluster.url, name)
    finally:
        cluster.server.await_answer()
        _sql(cluster.url, f"DROP DATABASE {name} WITH (FORCE)")


def _sql(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
