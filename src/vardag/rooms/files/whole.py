"""Holding the store against the rows: bytes without a row, rows without bytes, changed bytes."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from vardag.domain.case.files import Verdict
from vardag.rooms.files import store
from vardag.rooms.files.models import FileRow

_UNDER_WAY = timedelta(hours=1)  # bytes that are newer may be waiting for their row


def orphans(*, at: datetime) -> Iterator[Path]:
    """Yield the bytes that no row tells of: what is left when something was broken off.

    :param at: aware; what was written in the hour before is left alone
    """
    for path, file in store.all_bytes():
        if path.stat().st_mtime > (at - _UNDER_WAY).timestamp():
            continue
        if file is None or not FileRow.objects.filter(pk=file).exists():
            yield path


def damage() -> Iterator[str]:
    """Yield in words where a row's bytes are gone or are others; those set apart may be gone."""
    for row in FileRow.objects.exclude(verdict=Verdict.REFUSED).order_by("uploaded_at").iterator():
        wrong = _wrong(row.pk, row.sha256)
        if wrong:
            yield f"file {row.pk}: {wrong}"


def _wrong(file: UUID, sha256: str) -> str:
    try:
        data = store.read(file)
    except FileNotFoundError:
        return "its bytes are not in the store"
    return "" if hashlib.sha256(data).hexdigest() == sha256 else "its bytes have changed"
