"""The folder of a backup: its parts are written through sums, and sealed where there is a key.

A sealed part begins with a line that says what it is, the backup's id and the name of its key.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from vardag.doors.ops.backup import manifest as manifests
from vardag.doors.ops.backup.key import Key
from vardag.doors.ops.backup.manifest import Manifest, Part
from vardag.doors.ops.backup.sealed import PIECE, Damaged, Opening, Sealing
from vardag.doors.ops.starting import CannotStart

_SEALED = ".sealed"
_MAGIC = b"vardag backup, sealed 1\n"
_ID, _KEY_NAME = 16, 8  # bytes


@dataclass
class NewBackup:
    """A backup that is being written. It is none before ``finish``."""

    path: Path
    key: Key | None
    id: bytes = field(default_factory=lambda: os.urandom(_ID))
    parts: list[Part] = field(default_factory=list)

    @contextmanager
    def part(self, name: str) -> Iterator[BinaryIO]:
        """Give something to write a part to, which is on the disk when the block is left."""
        lying = f"{name}{_SEALED}" if self.key else name
        with _new(self.path / lying) as file:
            summed = Summed(file)
            if self.key is None:
                yield cast("BinaryIO", summed)
            else:
                summed.write(_MAGIC + self.id + self.key.name)
                sealing = Sealing(cast("BinaryIO", summed), self.key.of_part(self.id, name))
                yield cast("BinaryIO", sealing)
                sealing.finish()
            file.flush()
            os.fsync(file.fileno())
        self.parts.append(Part(lying, summed.size, summed.sha256))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest in one piece, by which all is a backup."""
        name = f"{manifests.NAME}{_SEALED}" if self.key else manifests.NAME
        with self.part(f"{manifests.NAME}.unfinished") as out:
            out.write(manifests.as_text(manifest))
        written = self.parts.pop().name
        flush_folder(self.path)
        (self.path / written).rename(self.path / name)
        flush_folder(self.path)


def begin(path: Path, key: Key | None) -> NewBackup:
    """Make the folder of a new backup.

    :raises CannotStart: if something is there already, or it can't be made
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise CannotStart(f"{path} isn't empty. Name a folder that isn't there yet")
    except OSError as wrong:
        raise CannotStart(f"can't write to {path}: {wrong.strerror}") from wrong
    return NewBackup(path, key)


def _new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def flush_folder(path: Path) -> None:
    """Let a folder's names be on the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class Backup:
    """A backup that is there to be read."""

    path: Path
    key: Key | None
    manifest: Manifest

    @contextmanager
    def part(self, name: str) -> Iterator[BinaryIO]:
        """Give a part to be read, which is held against its sum when the block is left.

        :raises Damaged: if it isn't what was written
        """
        lying = f"{name}{_SEALED}" if self.key else name
        said = next((each for each in self.manifest.parts if each.name == lying), None)
        if said is None:
            raise Damaged(f"{lying} isn't in the manifest of {self.path}")
        one = bytes.fromhex(self.manifest.backup)
        with _opened(self.path, name, self.key, of=one) as (source, summed):
            yield source
            while source.read(PIECE):  # what nobody asked for is part of the sum
                pass
        if (summed.size, summed.sha256) != (said.size, said.sha256):
            raise Damaged(f"{self.path / lying} isn't what was written: this backup can't be used")


def read(path: Path, key: Key | None) -> Backup:
    """Open a backup by its manifest. Nothing else is known to be whole yet.

    :raises Damaged: if there is no whole backup, or it isn't for this key
    """
    sealed = (path / f"{manifests.NAME}{_SEALED}").exists()
    if not sealed and not (path / manifests.NAME).exists():
        raise Damaged(f"{path} holds no backup, or one that was never finished: it has no manifest")
    if sealed and key is None:
        raise Damaged(f"{path} is encrypted: name its key by --key FILE or VARDAG_BACKUP_KEY")
    used = key if sealed else None
    with _opened(path, f"{manifests.NAME}.unfinished", used, lying=manifests.NAME) as (source, _):
        return Backup(path, used, manifests.from_text(source.read()))


@contextmanager
def _opened(
    path: Path, name: str, key: Key | None, *, lying: str = "", of: bytes = b""
) -> Iterator[tuple[BinaryIO, "Summed"]]:
    file = path / f"{lying or name}{_SEALED if key else ''}"
    try:
        with file.open("rb") as lies:
            summed = Summed(lies)
            yield _unsealed(cast("BinaryIO", summed), name, key, of), summed
    except FileNotFoundError as wrong:
        raise Damaged(f"{file} is missing: this backup can't be used") from wrong


def _unsealed(source: BinaryIO, name: str, key: Key | None, of: bytes) -> BinaryIO:
    if key is None:
        return source
    head = source.read(len(_MAGIC) + _ID + _KEY_NAME)
    backup = head[len(_MAGIC) : len(_MAGIC) + _ID]
    if not head.startswith(_MAGIC) or len(backup) < _ID:
        raise Damaged(f"{name} isn't a part of a backup")
    if head[-_KEY_NAME:] != key.name:
        raise Damaged("this backup was encrypted with another key")
    if of and backup != of:
        raise Damaged(f"{name} is a part of another backup")
    opening = Opening(source, key.of_part(backup, name), name=name)
    return cast("BinaryIO", io.BufferedReader(opening, PIECE))


class Summed(io.RawIOBase):
    """Passes bytes on, and knows how many they were and their SHA-256."""

    def __init__(self, under: BinaryIO) -> None:
        self.under, self.sum, self.size = under, hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        return self.sum.hexdigest()

    def readable(self) -> bool:
        return self.under.readable()

    def writable(self) -> bool:
        return self.under.writable()

    def write(self, data: object) -> int:
        taken = bytes(memoryview(data))  # type: ignore[arg-type]
        self.under.write(taken)
        self._count(taken)
        return len(taken)

    def read(self, size: int = -1, /) -> bytes:
        got = self.under.read(size)
        self._count(got)
        return got

    def _count(self, data: bytes) -> None:
        self.sum.update(data)
        self.size += len(data)
