"""Staff directories: a file, or a service over HTTP. See docs/reference/staff-directory.md."""

from pathlib import Path

from vardag.adapters.asking import is_safe
from vardag.adapters.directory.file import FileDirectory
from vardag.adapters.directory.rest import RestDirectory
from vardag.rooms.people.staff.directory import Directory, DirectoryAway


def staff_directory(where: str) -> Directory:
    """Return the directory that a setting names: ``file:/path``, or an ``https://`` address.

    Plain HTTP is for a service on this machine only.

    :raises DirectoryAway: if it names neither
    """
    if where.startswith("file:"):
        return FileDirectory(Path(where.removeprefix("file:")))
    if is_safe(where):
        return RestDirectory(where)
    raise DirectoryAway(
        "VARDAG_STAFF_DIRECTORY begins neither with file: nor with https://: see "
        "docs/reference/staff-directory.md"
    )
