"""Reading the machine: its disks, who can read what lies there, and its time zones."""

import os
import shutil
import stat
import tempfile
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection

from vardag.domain.health.machine import Folder, Machine, Room, Seen
from vardag.doors.shared.moments import today

_PACKAGE = Path(__file__).resolve().parents[3]
_SERVED = frozenset({"www", "html", "htdocs", "public_html", "wwwroot", "static"})  # as folders go
_SOME = 50  # folders of files that are looked at


def read_machine() -> Machine:
    """Return how it stands with this machine."""
    throw_away = settings.THROW_AWAY
    return Machine(
        today=today(),
        rooms=tuple(_rooms()),
        has_key=throw_away or settings.LOG_KEY_FILE.exists(),
        key_read_by=Seen.NOBODY if throw_away else read_by(settings.LOG_KEY_FILE),
        key_beside_database=not settings.DEMO and _is_beside(settings.LOG_KEY_FILE),
        data=Folder(is_writable=_is_writable(settings.DATA), read_by=_data_read_by()),
        files=Folder(
            is_writable=_is_writable(settings.FILES),
            read_by=_files_read_by(settings.FILES),
            is_served=is_served(settings.FILES),
        ),
        zones_year=_zones_year(),
    )


def _rooms() -> Iterator[Room]:
    """Yield each disk once, by what lies there first."""
    known = set()
    for what, folder in (
        ("data", settings.DATA),
        ("files", settings.FILES),
        ("temporary files", Path(tempfile.gettempdir())),
    ):
        with suppress(OSError):
            there = _nearest(folder)
            device = there.stat().st_dev
            if device not in known:
                known.add(device)
                usage = shutil.disk_usage(there)
                yield Room(what, usage.free, usage.total)


def _nearest(folder: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _is_writable(folder: Path) -> bool:
    return os.access(_nearest(folder.absolute()), os.W_OK | os.X_OK)


def read_by(path: Path) -> Seen:
    """Return who else has the right to read a file or folder; nobody where rights go otherwise."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return Seen.NOBODY
    if os.name != "posix":
        return Seen.NOBODY
    if mode & stat.S_IROTH:
        return Seen.EVERYBODY
    return Seen.GROUP if mode & stat.S_IRGRP else Seen.NOBODY


def _is_beside(key: Path) -> bool:
    file = _database_file()
    return file is not None and key.absolute().parent == file.absolute().parent


def _database_file() -> Path | None:
    return Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None


def _data_read_by() -> Seen:
    """Return who can read the database's file; a folder that nobody else may enter keeps it closed."""
    file = _database_file()
    if file is None or not _is_open(file.parent):
        return Seen.NOBODY
    return read_by(file)


def _files_read_by(root: Path) -> Seen:
    """Return who can read files: they lie in folders below, each with rights of its own."""
    if not root.is_dir() or not _is_open(root):
        return Seen.NOBODY
    with suppress(OSError), os.scandir(root) as there:
        if any(_is_open(Path(each)) for each in islice(there, _SOME) if each.is_dir()):
            return Seen.EVERYBODY
    return Seen.NOBODY


def _is_open(folder: Path) -> bool:
    """Tell whether everybody may go into a folder."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & stat.S_IXOTH)
    except OSError:
        return False


def is_served(folder: Path) -> bool:
    """Tell whether a folder lies in the program itself, or where web servers serve from."""
    there = folder.resolve()
    return there.is_relative_to(_PACKAGE) or not _SERVED.isdisjoint(there.parts)


def _zones_year() -> int | None:
    """Return of which year the time zones' data is; None if it doesn't say."""
    for folder in zoneinfo.TZPATH:
        if (Path(folder) / "Europe/Stockholm").exists():
            return _year_in(Path(folder) / "tzdata.zi")
    return int(version("tzdata")[:4])


def _year_in(file: Path) -> int | None:
    """Read a first line such as ``# version 2026b``."""
    try:
        with file.open(encoding="ascii", errors="replace") as lines:
            said = lines.readline().split()
    except OSError:
        return None
    year = said[2][:4] if len(said) > 2 and said[1] == "version" else ""
    return int(year) if year.isdigit() else None
