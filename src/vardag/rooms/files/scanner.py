"""The virus scanner, which knows harmful bytes: the port, and which one is used.

What stands behind it is a line out of the house (``adapters/scanner``); the setting ``SCANNER`` says
where it is, and ``SCANNER_FROM`` names the function that makes it into a scanner. Without one no files
are taken: they would never be known to be clean.
"""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NoVerdict(Exception):
    """The scanner is away, too slow, or answers what can't be read; the text is for operations."""


class Scanner(Protocol):
    """Knows harmful bytes."""

    def finds(self, data: bytes, *, within: float) -> str:
        """Return the name of what is harmful in these bytes; empty if nothing is.

        :param within: seconds that it may take
        :raises NoVerdict: if that can't be found out now
        """


def is_set() -> bool:
    """Tell whether files can be taken at all."""
    return bool(settings.SCANNER)


def current() -> Scanner:
    """Return the scanner that this installation uses.

    :raises NoVerdict: if none is configured
    """
    if not settings.SCANNER:
        raise NoVerdict("VARDAG_SCANNER is not set")
    make: Callable[[str], Scanner] = import_string(settings.SCANNER_FROM)
    return make(settings.SCANNER)
