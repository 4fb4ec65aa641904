"""The machine: room on its disks, who can read what lies there, and how old its time zones are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vardag.domain.health.finding import Check, Finding
from vardag.domain.words import say

_MEGABYTE = 1024 * 1024
_LITTLE, _NONE = 2048 * _MEGABYTE, 256 * _MEGABYTE
_LITTLE_SHARE = 0.05
_OLD_ZONES = 2  # years

DISK = Check("disk", say("Room on the disk"))
KEY_FILE = Check("log-key", say("The access log's key"))
DATA = Check("data-folder", say("Who can read the folder of data"))
FILES = Check("files-folder", say("The folder of files"))
ZONES = Check("time-zones", say("Time zones"))


class Seen(StrEnum):
    """Who else can read a file or a folder."""

    NOBODY = "nobody"
    GROUP = "group"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Room:
    """The room of a disk, in bytes. ``what`` names what lies there, for operations."""

    what: str
    free: int
    total: int


@dataclass(frozen=True)
class Folder:
    """A folder as the product finds it."""

    is_writable: bool = True
    read_by: Seen = Seen.NOBODY
    is_served: bool = False  # it lies where a web server, or this product, serves files from


@dataclass(frozen=True)
class Machine:
    """What was found of the machine.

    ``zones_year``: of which year the time zones' data is; None if nobody can tell.
    """

    today: date
    rooms: tuple[Room, ...] = ()
    has_key: bool = True
    key_read_by: Seen = Seen.NOBODY
    key_beside_database: bool = False
    data: Folder = Folder()
    files: Folder = Folder()
    zones_year: int | None = None


def machine_found(seen: Machine) -> Iterator[Finding]:
    """Yield what is found of the machine."""
    yield _disk(seen)
    yield _key(seen)
    yield _data(seen)
    yield _files(seen)
    yield _zones(seen)


def _disk(seen: Machine) -> Finding:
    short = [room for room in seen.rooms if room.free < _LITTLE or _share(room) < _LITTLE_SHARE]
    if not short:
        return DISK.ok(detail=", ".join(_told(room) for room in seen.rooms))
    check = DISK.wrong if any(room.free < _NONE for room in short) else DISK.warn
    found = check(
        say("There is little room left on a disk: %(free)s MB. Without room nothing can be saved."),
        say("Make room, or give it a larger disk."),
        free=min(room.free for room in short) // _MEGABYTE,
    )
    return replace(found, detail=", ".join(_told(room) for room in short))


def _share(room: Room) -> float:
    return room.free / room.total if room.total else 1.0


def _told(room: Room) -> str:
    return f"{room.what}: {room.free // _MEGABYTE} MB free of {room.total // _MEGABYTE}"


def _key(seen: Machine) -> Finding:
    if not seen.has_key:
        return KEY_FILE.wrong(
            say("The key that signs the access log is missing, so nothing may be shown."),
            say(
                "Put it back where VARDAG_LOG_KEY says. `vardag migrate` makes one for a new log only."
            ),
        )
    return _of_key(seen)


def _of_key(seen: Machine) -> Finding:
    if seen.key_read_by is Seen.EVERYBODY:
        return KEY_FILE.wrong(
            say(
                "Everybody with an account on the machine can read the key that signs the access log."
            ),
            say("Let the product's account alone read it: chmod 600."),
        )
    if seen.key_read_by is Seen.GROUP:
        return KEY_FILE.warn(
            say("A group of accounts can read the key that signs the access log."),
            say("Let the product's account alone read it: chmod 600."),
        )
    if seen.key_beside_database:
        return KEY_FILE.warn(
            say("The key lies beside the database that it signs: who takes one takes both."),
            say("Move it where the database isn't backed up, and name it in VARDAG_LOG_KEY."),
        )
    return KEY_FILE.ok()


def _data(seen: Machine) -> Finding:
    if not seen.data.is_writable:
        return DATA.wrong(
            say("The product can't write in its folder of data."),
            say("Give the folder of VARDAG_DATA to the product's account."),
        )
    if seen.data.read_by is Seen.EVERYBODY:
        return DATA.warn(
            say("Everybody with an account on the machine can read the database's file."),
            say("Let the product's account alone read it: chmod 600, and 700 for its folder."),
        )
    return DATA.ok()


def _files(seen: Machine) -> Finding:
    if not seen.files.is_writable:
        return FILES.wrong(
            say("The product can't write in its folder of files, so no files can be sent."),
            say("Give the folder of VARDAG_FILES to the product's account."),
        )
    if seen.files.is_served:
        return FILES.wrong(
            say("What families send lies in a folder from which pages are served."),
            say("Name a folder of its own in VARDAG_FILES, and move the files there."),
        )
    if seen.files.read_by is Seen.EVERYBODY:
        return FILES.warn(
            say("Everybody with an account on the machine can read what families send."),
            say("Let the product's account alone read the folder of VARDAG_FILES: chmod -R go=."),
        )
    return FILES.ok()


def _zones(seen: Machine) -> Finding:
    if seen.zones_year is None or seen.today.year - seen.zones_year <= _OLD_ZONES:
        return ZONES.ok()
    return ZONES.warn(
        say(
            "The machine's time zones are of %(year)s. If summer time has changed, dates are wrong."
        ),
        say("Bring the machine's package tzdata up to date."),
        year=seen.zones_year,
    )
