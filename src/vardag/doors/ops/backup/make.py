"""``vardag backup DIR``: the database as it is at one moment, then the files that it names."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vardag.doors.ops.backup.folder import NewBackup, begin
from vardag.doors.ops.backup.key import Key, read
from vardag.doors.ops.backup.manifest import Manifest
from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.snapshot import Snapshot
from vardag.doors.ops.starting import CannotStart, or_say_why, set_up
from vardag.doors.ops.stopping import stoppable

if TYPE_CHECKING:
    from vardag.rooms.files.carried import Carried

MADE, STORE_IS_DAMAGED = 0, 3


@or_say_why("backup")
def backup(*, folder: str, key: str | None) -> int:
    """Make a backup while the product runs: 0, or 3 if it is made and the store lacks files.

    :param key: the file of the key; that of ``VARDAG_BACKUP_KEY`` if left out, and without either
        the backup isn't encrypted
    """
    with stoppable(at_the_latest=None):  # so that the copy of the database is removed, however long
        set_up()
        secret = key_of(key)
        began = time.monotonic()
        try:
            new = begin(Path(folder).resolve(), secret)
            manifest = _made(new, Progress())
        except OSError as wrong:
            raise CannotStart(f"{folder} is no whole backup, remove it: {wrong}") from wrong
        _say(new, manifest, time.monotonic() - began)
    return STORE_IS_DAMAGED if manifest.damaged else MADE


def key_of(path: str | None) -> Key | None:
    """Return the key that is given, or else the settings' one; None without either."""
    named = path or os.environ.get("VARDAG_BACKUP_KEY", "")
    return read(Path(named)) if named else None


def _made(new: NewBackup, progress: Progress) -> Manifest:
    from vardag.doors.ops.backup import log
    from vardag.doors.shared.moments import now

    at, head = now(), log.head()  # the head first: it may say less than the snapshot, never more
    database, wanted = _database_into(new, progress)
    files = _files_into(new, wanted, progress)
    log.keep_key(new)
    progress.end()
    manifest = Manifest(
        backup=new.id.hex(),
        made_at=at.isoformat(),
        version=version("vardag"),
        log_key=log.fingerprint(),
        log_head=head,
        parts=list(new.parts),
        **database,
        **files,
    )
    new.finish(manifest)
    return manifest


def _database_into(new: NewBackup, progress: Progress) -> tuple[dict[str, Any], "list[Carried]"]:
    """Write the database, and return what the manifest says of it and the files that it names."""
    from vardag.doors.ops.backup.packing import packed
    from vardag.rooms.files.carried import carried

    with snapshot(progress) as found:
        with packed(new, found.part) as out:
            found.pour(out, progress)
        told = {
            "database": found.vendor,
            "server": found.server,
            "migrations": found.migrations(),
            "tables": found.counts(),
            "sequences": found.sequences(),
        }
        return told, carried(found.ask)


def _files_into(new: NewBackup, wanted: "list[Carried]", progress: Progress) -> dict[str, Any]:
    from vardag.doors.ops.backup import files

    with new.part(files.PART) as out:
        taken = files.pour(wanted, out, progress)
    return {
        "files": taken.files,
        "files_size": taken.size,
        "gone": taken.gone,
        "damaged": taken.damaged,
    }


@contextmanager
def snapshot(progress: Progress) -> Iterator[Snapshot]:
    """Give the database of the settings as it is now.

    :raises CannotStart: if there is none that could be backed up
    """
    from django.db import connection

    from vardag.doors.ops.backup import postgresql, sqlite

    if connection.vendor == "postgresql":
        with postgresql.snapshot(progress) as found:
            yield found
        return
    with sqlite.snapshot(Path(str(connection.settings_dict["NAME"])), progress) as found:
        yield found


def _say(new: NewBackup, manifest: Manifest, seconds: float) -> None:
    size = sum(part.size for part in manifest.parts)
    print(f"backed up to {new.path}: {in_words(manifest)}")
    print(f"{size / 1_000_000:,.1f} MB in {seconds:.1f} seconds")
    if new.key is None:
        print("it isn't encrypted, and so it is without the access log's key: keep that elsewhere")
    for file in manifest.damaged:
        print(f"file {file}: its bytes aren't in the store, or have changed")


def in_words(manifest: Manifest) -> str:
    """Return what a backup holds, in a line."""
    many = manifest.tables.get
    return (
        f"{many('case', 0):,} cases, {many('audit_access', 0):,} entries of the access log, "
        f"{manifest.files:,} files"
    )
