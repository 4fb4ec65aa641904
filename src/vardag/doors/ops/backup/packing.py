"""The parts as they lie in a backup's folder: packed or not, sealed or not."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from vardag.doors.ops.backup.folder import Backup, NewBackup
from vardag.doors.ops.backup.sealed import PIECE, Damaged

_QUICK = 1  # level of compression: a third of the size, and no slower than a disk


@contextmanager
def packed(new: NewBackup, part: str) -> Iterator[BinaryIO]:
    """Give something to write a part to, which is compressed on its way."""
    with (
        new.part(part) as out,
        gzip.GzipFile(
            filename="", fileobj=out, mode="wb", compresslevel=_QUICK, mtime=0
        ) as squeezed,
    ):
        yield cast("BinaryIO", squeezed)


@contextmanager
def unpacked(backup: Backup, part: str) -> Iterator[BinaryIO]:
    """Give what was compressed; all of it is read, so that its end is known to be the end.

    :raises Damaged: if it isn't what was written
    """
    with backup.part(part) as source:
        try:
            with gzip.GzipFile(fileobj=source, mode="rb") as spread:
                yield cast("BinaryIO", spread)
                while spread.read(PIECE):
                    pass
        except (EOFError, gzip.BadGzipFile, zlib.error) as wrong:
            raise Damaged(f"{part} can't be read: {wrong}") from wrong
