"""SQLite: a copy by its own backup, in one step, so that no writer comes between two pages.

With a write-ahead log nobody waits for it. With the older journal (ADR-0013) writers wait for as long as
the pages take to copy, which is seconds for a gigabyte. The copy lies beside the database meanwhile,
where the same is protected in the same way, and not in the backup's folder.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from vardag.doors.ops.backup.folder import flush_folder
from vardag.doors.ops.backup.manifest import Manifest
from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.sealed import PIECE, Damaged
from vardag.doors.ops.backup.snapshot import LEFT_OUT, Ask, Snapshot, count
from vardag.doors.ops.starting import CannotStart

PART = "database.sqlite3.gz"
_BESIDE = ("-journal", "-wal", "-shm")
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
)


@contextmanager
def snapshot(database: Path, progress: Progress) -> Iterator[Snapshot]:
    """Give the database as it is now.

    :raises CannotStart: if it can't be copied, or another backup is under way
    """
    if not database.exists():
        raise CannotStart(f"there is no database at {database}")
    copy = database.with_name(f"{database.name}.being-backed-up")
    with _ours(copy):
        progress.begin("copying the database")
        try:
            _copy(database, copy)
        except (sqlite3.Error, OSError) as wrong:
            raise CannotStart(f"the database can't be copied to {copy}: {wrong}") from wrong
        with closing(sqlite3.connect(copy)) as connection:
            yield _told(connection, copy)


def _told(connection: sqlite3.Connection, copy: Path) -> Snapshot:
    ask: Ask = lambda sql: connection.execute(sql).fetchall()  # noqa: E731 - a question
    return Snapshot(
        vendor="sqlite",
        server=f"SQLite {sqlite3.sqlite_version}",
        part=PART,
        ask=ask,
        tables=lambda: [name for (name,) in ask(_TABLES)],
        sequences=list,
        pour=lambda out, progress: _pour(copy, out, progress),
    )


@contextmanager
def _ours(copy: Path) -> Iterator[None]:
    """Hold the copy's place, which a backup that was killed holds no longer; remove it afterwards."""
    handle = os.open(copy, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _claim(handle, copy)
        os.truncate(handle, 0)
        yield
        for each in ("", *_BESIDE):
            Path(f"{copy}{each}").unlink(missing_ok=True)
    finally:
        os.close(handle)


def _claim(handle: int, copy: Path) -> None:
    if os.name != "posix":  # where a file that somebody has open can't be removed
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(f"another backup is under way: it holds {copy}") from None


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # All of it is thrown away if this is broken off, so nothing need be undone.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA secure_delete = ON")
        for table in LEFT_OUT:
            target.execute(f"DELETE FROM {table}")  # noqa: S608
        target.commit()


def _pour(copy: Path, out: BinaryIO, progress: Progress) -> None:
    progress.begin("database", copy.stat().st_size)
    with copy.open("rb") as source:
        while piece := source.read(PIECE):
            out.write(piece)
            progress.add(len(piece))


# --- The way back --------------------------------------------------------------------------------


def check_empty(database: Path) -> None:
    """See that there is nothing to lose.

    :raises CannotStart: if there is a database, or what another has left and would be taken for its own
    """
    for each in ("", *_BESIDE):
        path = Path(f"{database}{each}")
        if path.exists() and (each or path.stat().st_size):
            raise CannotStart(
                f"{path} is there already. Nothing is restored over data: move it aside"
            )


@contextmanager
def restored(
    database: Path, source: BinaryIO, manifest: Manifest, progress: Progress
) -> Iterator[Ask]:
    """Restore beside the database's place, check it, and put it there when the block is left.

    :raises Damaged: if it isn't what the manifest says; nothing is there then
    """
    aside = database.with_name(f"{database.name}.being-restored")
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        _take(source, aside, progress)
        with closing(sqlite3.connect(aside)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            ask: Ask = lambda sql: connection.execute(sql).fetchall()  # noqa: E731
            progress.begin("checking the database")
            _check(ask, manifest)
            yield ask
            connection.commit()
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.rename(database)
        flush_folder(database.parent)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def _take(source: BinaryIO, aside: Path, progress: Progress) -> None:
    progress.begin("database")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        while piece := source.read(PIECE):
            out.write(piece)
            progress.add(len(piece))


def _check(ask: Ask, manifest: Manifest) -> None:
    try:
        wrong = ask("PRAGMA integrity_check") != [("ok",)] or ask("PRAGMA foreign_key_check")
        counts = {table: count(ask, table) for (table,) in ask(_TABLES)}
    except sqlite3.DatabaseError as broken:
        raise Damaged(f"the database in this backup is damaged: {broken}") from broken
    if wrong or counts != manifest.tables:
        raise Damaged("the database in this backup isn't whole")
