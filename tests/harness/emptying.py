"""Emptying a database whose rows stand.

After a test with real transactions Django empties every table. On SQLite it does so by deleting,
which the triggers on the ledger and the log refuse, as they should; so they step aside meanwhile.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection
from django.test import TransactionTestCase


def let_tests_empty_tables() -> None:
    """Wrap Django's own emptying, for every test with real transactions."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty_without_triggers(test: TransactionTestCase) -> None:
        with triggers_aside():
            empty(test)

    TransactionTestCase._fixture_teardown = empty_without_triggers  # type: ignore[attr-defined]


@contextlib.contextmanager
def triggers_aside() -> Iterator[None]:
    if connection.vendor != "sqlite":  # PostgreSQL truncates, which row triggers don't see
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, sql in triggers:
            cursor.execute(sql)
