"""PostgreSQL: every table by COPY, in one transaction that sees the database as it was at one moment.

The tables are made by the product's own migrations when it is restored, up to those that the backup
knows; then the rows are put in, all in one transaction too. So no program of PostgreSQL's is needed, and
a restore that is broken off leaves an empty database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from vardag.doors.ops.backup.manifest import Manifest
from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.sealed import Damaged
from vardag.doors.ops.backup.snapshot import LEFT_OUT, Ask, Snapshot, count
from vardag.doors.ops.starting import CannotStart

PART = "database.copy.gz"
_END = b"\\.\n"  # which no row can be, since COPY doubles its backslashes
_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1
"""
_POINTS_AT = """
SELECT DISTINCT a.relname, b.relname FROM pg_constraint c
JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
WHERE c.contype = 'f' AND c.conrelid <> c.confrelid
AND c.connamespace = current_schema()::regnamespace
"""
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position
"""
_SEQUENCES = """
SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL
FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1
"""
_SIZE = """
SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""


def ask(sql: str) -> Sequence[Sequence[Any]]:
    """Ask the database of the settings."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def snapshot(progress: Progress) -> Iterator[Snapshot]:
    """Give the database as it is now; what is written meanwhile isn't seen, and nobody waits.

    :raises CannotStart: if the database can't be read
    """
    import psycopg
    from django.db import connection, transaction
    from django.db.utils import DatabaseError

    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(isolation())
            server = ask("SHOW server_version")[0][0]
            yield Snapshot(
                vendor="postgresql",
                server=f"PostgreSQL {server}",
                part=PART,
                ask=ask,
                tables=tables_in_order,
                sequences=_sequences,
                pour=_pour,
            )
    except (DatabaseError, psycopg.Error) as wrong:
        raise CannotStart(f"the database can't be read: {str(wrong).strip()}") from wrong


def isolation() -> str:
    """Return by which words a transaction sees one moment alone."""
    return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def tables_in_order() -> list[str]:
    """Return the tables, each after those that its rows point at."""
    points_at: dict[str, set[str]] = {table: set() for (table,) in ask(_TABLES)}
    for table, other in ask(_POINTS_AT):
        points_at[table].add(other)
    ordered: list[str] = []
    while points_at:
        ready = [table for table, others in points_at.items() if others <= set(ordered)]
        if not ready:
            raise CannotStart(f"tables point at each other: {', '.join(points_at)}")
        ordered += ready
        for table in ready:
            del points_at[table]
    return ordered


def _sequences() -> list[str]:
    return [
        f"SELECT setval('\"{name}\"', {value}, {'true' if is_called else 'false'})"
        for name, value, is_called in ask(_SEQUENCES)
    ]


def _columns() -> dict[str, str]:
    """Return the columns of each table, as COPY has them."""
    found: dict[str, list[str]] = {}
    for table, column in ask(_COLUMNS):
        found.setdefault(table, []).append(f'"{column}"')
    return {table: ", ".join(columns) for table, columns in found.items()}


def _pour(out: BinaryIO, progress: Progress) -> None:
    from django.db import connection

    columns = _columns()
    progress.begin("database", int(ask(_SIZE)[0][0]))
    for table in tables_in_order():
        where = " WHERE false" if table in LEFT_OUT else ""
        out.write(f"{table}: {columns[table]}\n".encode())
        rows = f'COPY (SELECT {columns[table]} FROM "{table}"{where}) TO STDOUT'  # noqa: S608
        with connection.cursor() as cursor, cursor.copy(rows) as copy:
            for piece in copy:
                out.write(piece)
                progress.add(len(piece))
        out.write(_END)


# --- The way back --------------------------------------------------------------------------------


def check_empty() -> None:
    """See that there is nothing to lose.

    :raises CannotStart: if the database has any table, or can't be used
    """
    from django.db.utils import DatabaseError

    try:
        there = ask(_TABLES)
    except DatabaseError as wrong:
        raise CannotStart(f"the database can't be used: {str(wrong).strip()}") from wrong
    if there:
        raise CannotStart(
            f"the database has {len(there)} tables. Nothing is restored over data: make an empty one"
        )


@contextmanager
def restored(source: BinaryIO, manifest: Manifest, progress: Progress) -> Iterator[Ask]:
    """Make the tables and put the rows in; all of it is there when the block is left, or nothing.

    :raises Damaged: if it isn't what the manifest says
    """
    import psycopg
    from django.db import transaction
    from django.db.utils import DatabaseError

    try:
        with transaction.atomic():
            progress.begin("making the tables")
            _make_tables(manifest)
            _put_in(source, progress)
            for statement in manifest.sequences:
                ask(statement)
            counts = {table: count(ask, table) for (table,) in ask(_TABLES)}
            if counts != manifest.tables:
                raise Damaged("the database in this backup isn't whole")
            yield ask
    except (DatabaseError, psycopg.Error) as wrong:
        raise CannotStart(f"the database took nothing: {str(wrong).strip()}") from wrong
    _let_the_planner_know()


def _make_tables(manifest: Manifest) -> None:
    """Apply the migrations that the backup knows, and no others; then empty what they have filled."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    known = {(app, name) for app, name in manifest.migrations}
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    last = [key for key in known if not any(child.key in known for child in nodes[key].children)]
    executor.migrate(sorted(last))
    names = ", ".join(f'"{table}"' for table in tables_in_order())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names}")


def _put_in(source: BinaryIO, progress: Progress) -> None:
    from django.db import connection

    progress.begin("database")
    while head := source.readline():
        table, _, columns = head.decode().rstrip("\n").partition(": ")
        rows = f'COPY "{table}" ({columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(rows) as copy:
            while (line := source.readline()) != _END:
                if not line:
                    raise Damaged("the database in this backup is cut")
                copy.write(line)
                progress.add(len(line))


def _let_the_planner_know() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
