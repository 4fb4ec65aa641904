"""What is the same of both databases: asking a snapshot, and what is left out of a backup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from vardag.doors.ops.backup.progress import Progress

type Ask = Callable[[str], Sequence[Sequence[Any]]]
# Who is signed in would be so again after a restore, whoever has signed out since.
LEFT_OUT = ("django_session",)
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class Snapshot:
    """A database as it is at one moment, whatever is written meanwhile.

    :param part: what its part of the backup is called
    :param pour: writes all of it
    """

    vendor: str
    server: str
    part: str
    ask: Ask
    tables: Callable[[], Sequence[str]]
    sequences: Callable[[], list[str]]
    pour: Callable[[BinaryIO, Progress], None]

    def counts(self) -> dict[str, int]:
        """Return how many rows of each table are taken along."""
        return {
            table: 0 if table in LEFT_OUT else count(self.ask, table) for table in self.tables()
        }

    def migrations(self) -> list[list[str]]:
        return [[str(app), str(name)] for app, name in self.ask(_MIGRATIONS)]


def count(ask: Ask, table: str) -> int:
    """Return how many rows a table has, by a name that the database itself has told."""
    return int(ask(f'SELECT count(*) FROM "{table}"')[0][0])  # noqa: S608
