"""The data that each version left is taken by this one: nothing of it is changed by the way here."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.doors.backups import Place, an_empty_place
from tools.release_data import KEY, RELEASES

VERSIONS = sorted(path.name for path in RELEASES.iterdir() if (path / "sqlite").is_dir())
ITS_OWN = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
}  # the frame's, not people's

type Columns = dict[str, list[str]]


@pytest.fixture
def empty(db, tmp_path):
    with an_empty_place(tmp_path / "place") as place:
        yield place


def restored(place: Place, version: str) -> None:
    """Put back what a version left, with the key of its log, as one does by hand."""
    kept = RELEASES / version
    shutil.copyfile(kept / f"{connection.vendor}-{KEY}", place.key)
    place.run("restore", str(kept / connection.vendor))


def rows_of(place: Place, sql: str) -> list[Any]:
    """Ask the database itself, not the product."""
    at: Any = (
        sqlite3.connect(place.database)
        if connection.vendor == "sqlite"
        else psycopg.connect(place.url)
    )
    with closing(at):
        return list(at.execute(sql).fetchall())


def columns_of(place: Place) -> Columns:
    found: Columns = {}
    for table in place.rows():
        ask = (
            f"SELECT name FROM pragma_table_info('{table}')"
            if connection.vendor == "sqlite"
            else f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
        )
        if table not in ITS_OWN:
            found[table] = sorted(name for (name,) in rows_of(place, ask))
    return found


def sums_of(place: Place, columns: Columns) -> dict[str, str]:
    """Return a sum of what stands in those columns of each table, in any order of the rows."""
    told = {}
    for table, names in columns.items():
        wanted = ", ".join(f'"{name}"' for name in names)
        rows = sorted(map(repr, rows_of(place, f'SELECT {wanted} FROM "{table}"')))
        told[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return told


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_version_left_is_the_same_after_the_way_to_this_one(empty: Place, version: str):
    restored(empty, version)
    columns = columns_of(empty)
    before = sums_of(empty, columns)

    empty.run("migrate")

    assert sums_of(empty, columns) == before
    assert rows_of(empty, 'SELECT count(*) FROM "case"') != [(0,)]
    for command in (["audit", "verify"], ["ledger", "check"], ["files", "check"]):
        empty.run(*command)
    empty.run("serve", "--check")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_second_migrate_changes_nothing(empty: Place, version: str):
    restored(empty, version)
    empty.run("migrate")
    once = empty.rows()

    assert "up to date" in empty.run("migrate")

    assert empty.rows() == once


@pytest.mark.parametrize("version", VERSIONS)
def test_a_row_that_an_upgrade_changed_would_be_seen(empty: Place, version: str):
    restored(empty, version)
    columns = columns_of(empty)
    before = sums_of(empty, columns)
    change = "UPDATE person SET given_name = 'Anna' WHERE id = (SELECT min(id) FROM person)"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(empty.database)) as at:
            at.execute(change)
            at.commit()
    else:
        with psycopg.connect(empty.url, autocommit=True) as server:
            server.execute(change)

    changed = sums_of(empty, columns)

    assert {table for table in changed if changed[table] != before[table]} == {"person"}


def test_what_is_kept_stays_small():
    for kept in RELEASES.glob("[0-9]*/*/"):
        assert sum(each.stat().st_size for each in Path(kept).iterdir()) < 500_000, kept
