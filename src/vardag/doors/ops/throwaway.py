"""Databases that live for one scenario: made from a template, thrown away afterwards.

The template is made when the first of them is asked for, so that a mistake in a file is told at once.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from django.core.management import call_command
from django.db import connection


class Databases(Protocol):
    """Where fresh databases come from."""

    def fresh(self) -> None:
        """Point the connection at a new database with all tables and no rows."""
        ...


@contextmanager
def fresh_databases() -> Iterator[Databases]:
    """Give fresh databases of the kind that is configured, and remove them all at the end."""
    configured = connection.settings_dict["NAME"]
    is_sqlite = connection.vendor == "sqlite"
    with _sqlite() if is_sqlite else _postgres(str(configured)) as databases:
        try:
            yield databases
        finally:
            _use(configured)


def _use(name: object) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


class _Files:
    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.template = folder / "template.sqlite3"
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"

    def fresh(self) -> None:
        if not self.count:
            _use(self.template)
            call_command("migrate", verbosity=0)
        self.count += 1
        copy = self.folder / f"{self.count}.sqlite3"
        connection.close()
        shutil.copyfile(self.template, copy)
        _use(copy)


@contextmanager
def _sqlite() -> Iterator[_Files]:
    options = dict(connection.settings_dict["OPTIONS"])
    with tempfile.TemporaryDirectory(prefix="vardag-scenario-") as folder:
        try:
            yield _Files(Path(folder))
        finally:
            connection.close()
            connection.settings_dict["OPTIONS"].update(options)


class _Copies:
    def __init__(self, maintenance: str) -> None:
        self.maintenance = maintenance
        self.numbers = count()
        self.made: list[str] = []  # the template, the copy before, the copy in use

    def fresh(self) -> None:
        if not self.made:
            _use(self.make())
            call_command("migrate", verbosity=0)
        template, *copies = self.made
        for name in copies[:-1]:  # the server would first wait for us to have left the last
            self.drop(name)
        _use(self.make(f'TEMPLATE "{template}"'))

    def make(self, how: str = "") -> str:
        name = f"vardag_scenario_{os.getpid()}_{next(self.numbers)}"
        self.made.append(name)
        self.run(f'CREATE DATABASE "{name}" {how}')
        return name

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}"')
        self.made.remove(name)

    def run(self, sql: str) -> None:
        _use(self.maintenance)
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()


@contextmanager
def _postgres(maintenance: str) -> Iterator[_Copies]:
    copies = _Copies(maintenance)
    try:
        yield copies
    finally:
        for name in reversed(tuple(copies.made)):
            copies.drop(name)
