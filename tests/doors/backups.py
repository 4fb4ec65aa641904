"""An installation that is backed up, and empty places to restore it to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

from tests.doors.running import environment, run
from tests.rooms.processes import settings_of_this_database

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


@dataclass(frozen=True)
class Place:
    """A folder and a database, and what the command is told of them."""

    folder: Path
    env: dict[str, str]
    url: str

    @property
    def files(self) -> Path:
        return Path(self.env["VARDAG_FILES"])

    @property
    def key(self) -> Path:
        return self.folder / "access-log.key"

    @property
    def database(self) -> Path:
        """The file of it; on PostgreSQL there is none."""
        return Path(self.url.removeprefix("sqlite:///"))

    def run(self, *arguments: str) -> str:
        """Run a command that must do what it is told, and return what it says."""
        done = run(*arguments, env=self.env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refuses(self, *arguments: str) -> str:
        """Run a command that must say why it can't, and return what it says."""
        done = run(*arguments, env=self.env)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def rows(self) -> dict[str, list[Any]]:
        """Return every row of every table, read without the product."""
        with closing(_connected(self.url)) as there:
            cursor = there.cursor()
            tables = [each for (each,) in cursor.execute(_TABLES[connection.vendor]).fetchall()]
            return {
                table: sorted(map(repr, cursor.execute(f'SELECT * FROM "{table}"').fetchall()))
                for table in tables
            }


def _connected(url: str) -> Any:
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"))
    return psycopg.connect(url)


def this_place(folder: Path) -> Place:
    """Return the installation whose database this test has, with a key for its log."""
    told = settings_of_this_database()
    url = told["VARDAG_DATABASE_URL"]
    own = {"VARDAG_DATABASE_URL": url, "VARDAG_FILES": str(settings.FILES)}
    (folder / "access-log.key").write_text("l" * 64)
    return Place(folder, environment(folder, **own), url)


@contextmanager
def an_empty_place(folder: Path) -> Iterator[Place]:
    """Give a place with nothing in it, on the same kind of database."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        yield _place(folder, f"sqlite:///{folder / 'vardag.sqlite3'}")
        return
    name = f"restored_{uuid4().hex}"  # of this process, which isn't the only one here
    server = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    _sql(server, f"CREATE DATABASE {name}")
    try:
        yield _place(folder, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    finally:
        _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def _place(folder: Path, url: str) -> Place:
    own = {"VARDAG_DATABASE_URL": url, "VARDAG_FILES": str(folder / "files")}
    return Place(folder, environment(folder, **own), url)


def _sql(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
