"""The staff directory, which knows who an HSA-id belongs to: the port, and which one is used.

What stands behind it is a line out of the house (``adapters/directory``); the setting
``STAFF_DIRECTORY`` says where it is, and ``STAFF_DIRECTORY_FROM`` names the function that makes it
into a directory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vardag.domain.people.hsa import HsaId
from vardag.domain.people.identity import Profession


@dataclass(frozen=True)
class Entry:
    """A person as the directory has them. ``title`` is in the directory's own words."""

    hsa_id: HsaId
    given_name: str
    family_name: str
    title: str
    profession: Profession


class DirectoryAway(Exception):
    """The directory can't be asked, or answers what can't be read; the text is for operations."""


class Directory(Protocol):
    """Knows people by HSA-id."""

    def look_up(self, hsa_id: HsaId) -> Entry | None:
        """Return whom an HSA-id belongs to; None if to nobody.

        :raises DirectoryAway: if that can't be found out now
        """


def current() -> Directory:
    """Return the directory that this installation uses.

    :raises DirectoryAway: if none is configured
    """
    if not settings.STAFF_DIRECTORY:
        raise DirectoryAway("VARDAG_STAFF_DIRECTORY is not set")
    make: Callable[[str], Directory] = import_string(settings.STAFF_DIRECTORY_FROM)
    return make(settings.STAFF_DIRECTORY)
