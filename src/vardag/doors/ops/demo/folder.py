"""The folder of a demonstration's data: where it lies, whose it is, and who is using it.

A folder that isn't a demonstration's is left alone: the mark in it, which is the demonstration's
secret key, is made only beside a database that isn't there yet.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vardag.doors.ops.demo.behind import Behind
from vardag.doors.ops.starting import CannotStart

if sys.platform != "win32":  # where a file in use can't be removed anyway
    import fcntl

_MARK, _LOCK = "demonstration.key", "demonstration.lock"
_DATABASE = "vardag.sqlite3"
_BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_FILES = "files"  # which its people sent
_MAIL = "mail"  # notices, which are sent to nobody
_HEAD = "access-log.head"  # how far the log of that database reached


def usual_folder(*, monday: bool = False) -> Path:
    """Return the folder that is used, and found again, when none is named."""
    return _users_data() / "vardag" / ("monday" if monday else "demo")


def has_data(folder: Path) -> bool:
    """Tell whether a demonstration's data is there, or was begun."""
    return (folder / _DATABASE).exists()


def clock_of(folder: Path) -> Behind:
    """Return where it is kept how far the clock of the data is behind."""
    return Behind(folder / "demonstration.clock")


def _users_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")


def claim(folder: Path) -> str:
    """Make the folder if need be, and return its demonstration's secret key.

    :raises CannotStart: if it can't be used, or holds what is no demonstration
    """
    mark = folder / _MARK
    if folder.exists() and not folder.is_dir():
        raise CannotStart(f"{folder} is a file and no folder. Name another: --data DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not mark.exists():
            if (folder / _DATABASE).exists():
                raise CannotStart(
                    f"{folder} holds a database that is no demonstration's. Name another folder: "
                    "--data DIR"
                )
            _write_once(mark, secrets.token_urlsafe(48))
        return mark.read_text(encoding="ascii")
    except OSError as wrong:
        raise CannotStart(
            f"the folder {folder} can't be used: {wrong.strerror}. Name another: --data DIR"
        ) from wrong


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner can read; one that somebody else wrote meanwhile stands."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, encoding="ascii")
    if not path.exists():
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Remove the demonstration's database, and the files of its people.

    :raises CannotStart: if something keeps it from being removed
    """
    try:
        for suffix in _BESIDE:
            (folder / f"{_DATABASE}{suffix}").unlink(missing_ok=True)
        (folder / _HEAD).unlink(missing_ok=True)
        for each in (_FILES, _MAIL):
            if (folder / each).exists():
                shutil.rmtree(folder / each)
    except OSError as wrong:
        raise CannotStart(f"{wrong.filename} can't be removed: {wrong.strerror}") from wrong


@contextmanager
def prepared(folder: Path) -> Iterator["Preparing"]:
    """Hold the folder while its data is made; ``share`` it as soon as that is done."""
    with (folder / _LOCK).open("a") as file:
        yield Preparing(file.fileno())


class Preparing:
    """A hold on the folder. Only who is alone there may make its data, or make it anew."""

    def __init__(self, lock: int) -> None:
        self._lock = lock
        self.is_alone = self._have_it_alone()

    def _have_it_alone(self) -> bool:
        if sys.platform != "win32":
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def share(self) -> None:
        """Let others in; waits first until whoever is alone there has made the data."""
        if sys.platform != "win32":
            fcntl.flock(self._lock, fcntl.LOCK_SH)
