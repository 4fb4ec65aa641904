"""Where the bytes of files lie: a folder that no web server knows, under names that are made here.

Bytes are on the disk before the row that tells of them is: written aside, flushed, renamed, and the
folder flushed. A row without bytes is damage; bytes without a row are left over from something that
was broken off, and ``vardag files check`` finds them.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

_PREVIEW, _QUARANTINE = ".preview", "quarantine"


def _root() -> Path:
    return Path(settings.FILES)


def _path(file: UUID, *, folder: str = "", preview: bool = False) -> Path:
    name = f"{file.hex}{_PREVIEW if preview else ''}"
    return _root() / (folder or file.hex[:2]) / name


def write(file: UUID, data: bytes, *, preview: bytes | None = None) -> None:
    """Put a file's bytes on the disk for good.

    :raises OSError: if the disk doesn't take them; then nothing of the file is there
    """
    path = _path(file)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, data)
    if preview is not None:
        _write(_path(file, preview=True), preview)
    _flush_folder(path.parent)
    _flush_folder(_root())


def _write(path: Path, data: bytes) -> None:
    aside = path.with_name(f".{uuid4().hex}.unfinished")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # where a folder can't be opened, and need not be
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: UUID, *, preview: bool = False) -> bytes:
    """Return a file's bytes, or those of its small picture.

    :raises FileNotFoundError: if they aren't there
    """
    return _path(file, preview=preview).read_bytes()


def open_kept(file: UUID, *, preview: bool = False) -> BinaryIO:
    """Open a file's bytes for a backup, also of one that was set apart while the backup is made.

    :raises FileNotFoundError: if they aren't there
    """
    try:
        return _path(file, preview=preview).open("rb")
    except FileNotFoundError:
        if preview:
            raise
        return _path(file, folder=_QUARANTINE).open("rb")


def put_back(file: UUID, data: bytes, *, preview: bool) -> None:
    """Put bytes from a backup in their place; ``flush_all`` must follow before they are relied on."""
    path = _path(file, preview=preview)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)


def flush_all() -> None:
    """Wait until all that was put back is on the disk."""
    if hasattr(os, "sync"):
        os.sync()


def remove(file: UUID) -> None:
    """Remove a file's bytes; those that are gone already are no trouble."""
    for path in (_path(file), _path(file, preview=True), _path(file, folder=_QUARANTINE)):
        path.unlink(missing_ok=True)


def set_apart(file: UUID) -> None:
    """Put the bytes of a harmful file where nothing is ever read from; its picture is removed."""
    apart = _path(file, folder=_QUARANTINE)
    apart.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # done before
        _path(file).replace(apart)
        _flush_folder(apart.parent)
    _path(file, preview=True).unlink(missing_ok=True)


def is_apart(file: UUID) -> bool:
    """Tell whether the bytes of a harmful file are still kept."""
    return _path(file, folder=_QUARANTINE).exists()


def all_bytes() -> Iterator[tuple[Path, UUID | None]]:
    """Yield every file that lies in the store, with the id that it has; None for one without."""
    for path in sorted(_root().glob("*/*")):
        yield path, _id_of(path.name.removesuffix(_PREVIEW))


def _id_of(name: str) -> UUID | None:
    try:
        return UUID(hex=name) if len(name) == 32 else None
    except ValueError:
        return None
