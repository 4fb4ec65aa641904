"""Letting rows go that stand (``stand``): in one transaction, by a recorded decision, and no longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def standing_rows_aside(*tables: str) -> Iterator[None]:
    """Let rows of these tables go until the block ends; to be called within a transaction.

    On PostgreSQL the transaction says that it disposes; on SQLite, where nobody else writes
    meanwhile, the triggers are taken away and put back.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('vardag.disposal', 'on', true)")
            yield
            cursor.execute("SELECT set_config('vardag.disposal', 'off', true)")
            return
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for table, name, sql in cursor.fetchall() if table in tables]
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)
