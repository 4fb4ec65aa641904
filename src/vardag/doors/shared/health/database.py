"""Reading how it stands with the database: what it is, how it is set, and what it lacks."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from vardag.domain.health.database import Database, Postgres, Sqlite
from vardag.doors.shared.moments import now
from vardag.rooms.audit.queries import newest

_SETTINGS = """
SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num', 'fsync',
'full_page_writes', 'synchronous_commit', 'server_encoding', 'data_checksums')
"""
_CONNECTION = """
SELECT EXTRACT(EPOCH FROM clock_timestamp()),
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
    inet_server_addr() IS NOT NULL AND NOT inet_server_addr() <<= '127.0.0.0/8'
        AND inet_server_addr() <> '::1',
    COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE)
"""


def read_database() -> Database:
    """Return how it stands with the database; that it can't be asked is an answer too."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return Database(unreachable="there is no such file")  # which asking would make
    try:
        connection.ensure_connection()
        pending, unknown = migrations()
        return Database(
            sqlite=_sqlite() if connection.vendor == "sqlite" else None,
            postgres=_postgres() if connection.vendor == "postgresql" else None,
            pending=pending,
            unknown=unknown,
            seconds_behind=0.0 if pending else _behind(now()),
        )
    except DatabaseError as wrong:
        return Database(unreachable=str(wrong).strip().split("\n", maxsplit=1)[0] or "no answer")


def migrations() -> tuple[int, int]:
    """Return how many migrations the database lacks, and how many it has that nobody here knows.

    :raises DatabaseError: if it can't be asked
    """
    loader = MigrationLoader(connection)
    there, known = set(loader.applied_migrations), set(loader.graph.nodes)
    apps = {app for app, _ in known}
    return len(known - there), len({each for each in there - known if each[0] in apps})


def _behind(at: datetime) -> float:
    last = newest()
    return max((last - at).total_seconds(), 0.0) if last else 0.0


def _sqlite() -> Sqlite:
    return Sqlite(
        version=sqlite3.sqlite_version_info,
        journal=str(_pragma("journal_mode")).lower(),
        synchronous=int(_pragma("synchronous")),
        foreign_keys=bool(_pragma("foreign_keys")),
        recursive_triggers=bool(_pragma("recursive_triggers")),
    )


def _pragma(name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _postgres() -> Postgres:
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        said = dict(cursor.fetchall())
        before = now()
        cursor.execute(_CONNECTION)
        there, is_superuser, is_elsewhere, is_encrypted = cursor.fetchone()
    here = before + (now() - before) / 2 + settings.BEHIND
    return Postgres(
        version=int(said["server_version_num"]),
        fsync=said["fsync"] == "on",
        full_page_writes=said["full_page_writes"] == "on",
        synchronous_commit=said["synchronous_commit"],
        encoding=said["server_encoding"],
        checksums=said["data_checksums"] == "on",
        is_superuser=bool(is_superuser),
        is_elsewhere=bool(is_elsewhere),
        is_encrypted=bool(is_encrypted),
        seconds_ahead=float(there) - here.timestamp(),
    )
