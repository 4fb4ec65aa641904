"""Which files a copy of the database names, asked of that copy and not of the running database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vardag.domain.case.files import Verdict
from vardag.rooms.files.models import FileRow

_ROWS = f"""
SELECT id, size, sha256, has_preview, sent_at IS NULL FROM "{FileRow._meta.db_table}"
WHERE verdict <> '{Verdict.REFUSED.value}' ORDER BY uploaded_at, id
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Carried:
    """A file that goes along: all but what was found harmful, whose bytes nobody reads any more."""

    id: UUID
    size: int
    sha256: str
    has_preview: bool
    is_unsent: bool


def carried(ask: Callable[[str], Sequence[Sequence[Any]]]) -> list[Carried]:
    """Return the files whose bytes must be there, as far as a copy of the database knows.

    :param ask: asks that copy, of either database
    """
    return [
        Carried(UUID(str(file)), size, sha256, bool(has_preview), bool(is_unsent))
        for file, size, sha256, has_preview, is_unsent in ask(_ROWS)
    ]


def without(file: UUID, *, vendor: str) -> str:
    """Return the SQL that takes away the row of a file that was never sent, in such a copy.

    :param vendor: ``sqlite``, where ids are written without hyphens, or ``postgresql``
    """
    written = file.hex if vendor == "sqlite" else str(file)
    return f"DELETE FROM \"{FileRow._meta.db_table}\" WHERE id = '{written}' AND sent_at IS NULL"  # noqa: S608


def is_there(file: UUID) -> bool:
    """Tell whether the running database still knows a file."""
    return FileRow.objects.filter(pk=file).exists()
