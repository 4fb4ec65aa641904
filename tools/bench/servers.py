"""The databases and the servers of a benchmark; all of them are gone afterwards."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.harness.postgres import free_port
from tools.bench.sites import PEOPLE, READER, RESIDENT, WRITER

ROOT = Path(__file__).resolve().parent.parent.parent
THREADS = 2
STARTS_WITHIN = 60.0
SEARCHABLE = """
CREATE INDEX ON case_event USING gin (
    to_tsvector('simple', coalesce(data->>'text', data->'form'->>'text', '')))"""
SETTINGS = {"floor": "tools.bench.floor.settings", "product": "vardag.config.settings"}


@dataclass(frozen=True)
class Site:
    """A served site: where, and the sessions of the people who ask."""

    name: str
    url: str
    bases: list[str]
    sessions: dict[int, str]

    def session_for(self, operation: str) -> str:
        return self.sessions[PEOPLE[operation]]

    def queries(self, ids: dict[str, int]) -> dict[str, int]:
        """Return how many queries each operation makes, in a warm process."""
        out = _python(
            "tools.bench.prepare", "queries", *map(str, ids.values()), site=self.name, url=self.url
        )
        return dict(zip(ids, map(int, out.split()), strict=True))


@contextmanager
def databases(url: str, cases: int) -> Iterator[tuple[str, str]]:
    """Make and fill a database, and a copy of it for the floor, whose writes aren't ours."""
    product, floor = f"product_{cases}", f"floor_{cases}"
    _sql(url, f"CREATE DATABASE {product}")
    _python("tools.bench.prepare", "load", str(cases), site="product", url=_at(url, product))
    _sql(url, f"CREATE DATABASE {floor} TEMPLATE {product}")
    _sql(_at(url, floor), SEARCHABLE)
    try:
        yield _at(url, floor), _at(url, product)
    finally:
        for name in (product, floor):
            _sql(url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def serving(name: str, url: str, processes: int) -> Iterator[Site]:
    """Serve a site in so many processes, each behind a port of its own."""
    sessions = sessions_of(name, url)
    ports = [free_port() for _ in range(processes)]
    servers = [_serve(name, url, port) for port in ports]
    try:
        for port in ports:
            _wait_for(port)
        bases = [f"http://127.0.0.1:{port}" for port in ports]
        yield Site(name, url, bases, sessions)
    finally:
        for server in servers:
            server.send_signal(signal.SIGTERM)
        for server in servers:
            server.wait(timeout=20)


def sessions_of(name: str, url: str) -> dict[int, str]:
    """Sign in everybody who asks for something; return each one's session."""
    keys = _python("tools.bench.prepare", "sessions", site=name, url=url).split()
    return dict(zip((READER, WRITER, RESIDENT), keys, strict=True))


def _serve(name: str, url: str, port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tools.bench.prepare", "serve", str(port)],
        cwd=ROOT,
        env=environment(name, url),
    )


def _wait_for(port: int) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the server on port {port} did not start")


def environment(name: str, url: str) -> dict[str, str]:
    """Return what a site's processes are told."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS[name],
        "VARDAG_DATABASE_URL": url,
        "VARDAG_THROW_AWAY": "1",
        "VARDAG_HTTPS": "0",
    }


def _python(module: str, *arguments: str, site: str, url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment(site, url),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _sql(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
