"""The files of an installation, as a tar archive: those that the database's snapshot names.

They are read after the snapshot, which can only name what was on the disk before. What its owner
removes meanwhile was never sent: its row goes too when the backup is restored, as it has gone already
in the running database.
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.sealed import Damaged
from vardag.doors.ops.starting import CannotStart
from vardag.rooms.files import store
from vardag.rooms.files.carried import Carried, is_there

PART = "files.tar"
_MEMBER = re.compile(r"([0-9a-f]{32})(\.preview)?")
_UNDER_WAY = ".being-restored"


@dataclass
class Taken:
    """What came along."""

    files: int = 0
    size: int = 0
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def pour(wanted: list[Carried], out: BinaryIO, progress: Progress) -> Taken:
    """Write files to an archive, each with its small picture, and return what came of it."""
    taken = Taken()
    progress.begin("files", sum(each.size for each in wanted))
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for each in wanted:
            _one(each, archive, taken)
            progress.add(each.size)
    return taken


def _one(each: Carried, archive: tarfile.TarFile, taken: Taken) -> None:
    try:
        with store.open_kept(each.id) as source:
            data = source.read()
    except FileNotFoundError:
        is_gone = each.is_unsent and not is_there(each.id)
        (taken.gone if is_gone else taken.damaged).append(str(each.id))
        return
    if hashlib.sha256(data).hexdigest() != each.sha256:
        taken.damaged.append(str(each.id))
    _add(archive, each.id.hex, data)
    taken.files += 1
    taken.size += len(data)
    if each.has_preview:
        _preview(each.id, archive)


def _preview(file: UUID, archive: tarfile.TarFile) -> None:
    try:
        with store.open_kept(file, preview=True) as source:
            _add(archive, f"{file.hex}.preview", source.read())
    except FileNotFoundError:  # removed with its file, or apart; pages do without
        return


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))


# --- The way back --------------------------------------------------------------------------------


def check_empty(backup: str) -> None:
    """See that there is nothing to lose; what a restore of the same backup has left doesn't count.

    :raises CannotStart: if there are files
    """
    root = Path(settings.FILES)
    there = [each for each in root.glob("*") if each.name != _UNDER_WAY] if root.exists() else []
    if there and _left_by() != backup:
        raise CannotStart(
            f"there are files in {root}. Nothing is restored over data: move them aside"
        )


def _left_by() -> str:
    try:
        return (Path(settings.FILES) / _UNDER_WAY).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def put_back(source: BinaryIO, backup: str, progress: Progress) -> int:
    """Put the files of an archive in their places, and return how many of them are no small pictures.

    Until ``done`` a mark says of which backup they are, so that the same restore can begin again.
    """
    root = Path(settings.FILES)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / _UNDER_WAY).write_text(backup, encoding="ascii")
    progress.begin("files")
    many = 0
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for member in archive:
            many += _put_one(archive, member)
            progress.add(member.size)
    store.flush_all()
    return many


def _put_one(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bool:
    found, data = _MEMBER.fullmatch(member.name), archive.extractfile(member)
    if found is None or data is None:
        raise Damaged(f"{PART} holds something that is no file of ours: {member.name!r}")
    is_preview = found.group(2) is not None
    store.put_back(UUID(hex=found.group(1)), data.read(), preview=is_preview)
    return not is_preview


def done() -> None:
    """Say that all of the restore is done."""
    (Path(settings.FILES) / _UNDER_WAY).unlink(missing_ok=True)


def damage(wanted: Iterable[Carried], known: Iterable[str]) -> list[str]:
    """Return the files whose bytes aren't there as their rows say, but for those known before."""
    before = set(known)
    return [str(each.id) for each in wanted if str(each.id) not in before and _is_wrong(each)]


def _is_wrong(each: Carried) -> bool:
    try:
        return hashlib.sha256(store.read(each.id)).hexdigest() != each.sha256
    except FileNotFoundError:
        return True
