"""``vardag restore DIR`` and ``vardag backup --check DIR``: a backup read, verified, and put back.

Everything is read and held against its sums before anything is written. The database comes last into
its place: until then there is none, and nothing serves without one.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vardag.doors.ops.backup.folder import Backup, read
from vardag.doors.ops.backup.make import in_words, key_of
from vardag.doors.ops.backup.manifest import Manifest
from vardag.doors.ops.backup.packing import unpacked
from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.sealed import PIECE, Damaged
from vardag.doors.ops.backup.snapshot import Ask
from vardag.doors.ops.starting import CannotStart, or_say_why, set_up
from vardag.doors.ops.stopping import stoppable


@or_say_why("backup")
def check(*, folder: str, key: str | None) -> int:
    """Read all of a backup and hold it against its sums, and write nothing."""
    with stoppable(at_the_latest=None):
        set_up()
        backup = read(Path(folder), key_of(key))
        verify(backup, Progress())
        print(f"{folder} is whole, made {_made(backup.manifest)}: {in_words(backup.manifest)}")
        print(
            "encrypted" if backup.key else "not encrypted: sums tell of accidents, not of forgery"
        )
    return 0


@or_say_why("restore")
def restore(*, folder: str, key: str | None) -> int:
    """Put a backup back where there is nothing: no table, no file, no head of a log.

    Broken off midway it leaves no database, and can be begun again.
    """
    with stoppable(at_the_latest=None):
        set_up()
        began, progress = time.monotonic(), Progress()
        backup = read(Path(folder), key_of(key))
        _check_place(backup)
        verify(backup, progress)
        try:
            has_key = _put_back(backup, progress)
        except OSError as wrong:
            raise CannotStart(f"nothing was restored: {wrong}") from wrong
        progress.end()
        _say(backup, time.monotonic() - began, has_key=has_key)
    return 0


def verify(backup: Backup, progress: Progress) -> None:
    """Read every part, and hold it against its sum.

    :raises Damaged: if one of them isn't what was written
    """
    from vardag.doors.ops.backup import files

    progress.begin("verifying", sum(part.size for part in backup.manifest.parts))
    for name in _names(backup):
        opened = unpacked if name.endswith(".gz") else Backup.part
        with opened(backup, name) as source:
            while piece := source.read(PIECE):
                progress.add(len(piece))
    if not {files.PART, _database(backup)} <= set(_names(backup)):
        raise Damaged("the manifest lacks the database, or the files")
    progress.end()


def _names(backup: Backup) -> list[str]:
    return [part.name.removesuffix(".sealed") for part in backup.manifest.parts]


def _database(backup: Backup) -> str:
    from vardag.doors.ops.backup import postgresql, sqlite

    return postgresql.PART if backup.manifest.database == "postgresql" else sqlite.PART


def _check_place(backup: Backup) -> None:
    """See that this backup can be restored here, and that nothing is here.

    :raises CannotStart: if not
    """
    from django.db import connection

    from vardag.doors.ops.backup import files, log, postgresql, sqlite

    if backup.manifest.database != connection.vendor:
        raise CannotStart(
            f"this backup is of {backup.manifest.server}, and the settings name {connection.vendor}. "
            "A backup is restored into the same kind of database"
        )
    _check_version(backup.manifest)
    if connection.vendor == "postgresql":
        postgresql.check_empty()
    else:
        sqlite.check_empty(Path(str(connection.settings_dict["NAME"])))
    files.check_empty(backup.manifest.backup)
    log.check_empty(backup)


def _check_version(manifest: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    unknown = [
        f"{app}.{name}"
        for app, name in manifest.migrations
        if (app, name) not in loader.disk_migrations
    ]
    if unknown:
        raise CannotStart(
            f"this backup was made by a later version of Vardag ({manifest.version}): it knows "
            f"{unknown[0]}. Restore it by that version"
        )


def _put_back(backup: Backup, progress: Progress) -> bool:
    """Put the files back, then the database; only that makes it an installation."""
    from uuid import UUID

    from vardag.doors.ops.backup import files, log
    from vardag.rooms.files.carried import carried, without

    manifest = backup.manifest
    with backup.part(files.PART) as source:
        files.put_back(source, manifest.backup, progress)
    with (
        unpacked(backup, _database(backup)) as source,
        _restored(source, manifest, progress) as ask,
    ):
        for gone in manifest.gone:
            ask(without(UUID(gone), vendor=manifest.database))
        progress.begin("checking the files")
        if wrong := files.damage(carried(ask), manifest.damaged):
            raise Damaged(f"{len(wrong)} files aren't as their rows say, the first {wrong[0]}")
        has_key = log.put_back(backup)
    files.done()
    return has_key


@contextmanager
def _restored(source: BinaryIO, manifest: Manifest, progress: Progress) -> Iterator[Ask]:
    from django.db import connection

    from vardag.doors.ops.backup import postgresql, sqlite

    if manifest.database == "postgresql":
        with postgresql.restored(source, manifest, progress) as ask:
            yield ask
        return
    database = Path(str(connection.settings_dict["NAME"]))
    with sqlite.restored(database, source, manifest, progress) as ask:
        yield ask


def _made(manifest: Manifest) -> str:
    from vardag.domain.clock.deadline import STOCKHOLM

    return f"{manifest.at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S} by version {manifest.version}"


def _say(backup: Backup, seconds: float, *, has_key: bool) -> None:
    from vardag.doors.ops.starting import pending_migrations

    manifest = backup.manifest
    print(f"restored what was there {_made(manifest)}: {in_words(manifest)}")
    print(f"in {seconds:.1f} seconds. Nobody is signed in")
    for file in manifest.damaged:
        print(f"file {file} was damaged already when the backup was made")
    if manifest.log_key and not has_key:
        print("the access log's key isn't in this backup: put it back before anything is served")
    if pending_migrations():
        print("this version is newer than the backup: run `vardag migrate`")
    print("then: vardag audit verify, vardag ledger check, vardag files check")
