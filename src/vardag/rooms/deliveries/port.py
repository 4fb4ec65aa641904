"""Other systems: the port, which clinic has a line to which, and what is at its end.

What stands behind it is a line out of the house (``adapters/lines``): the setting ``LINES`` says which
there are, and ``LINE_FROM`` names the function that makes one into a system. Without a line a person
does the step by hand, with the ready text.
"""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.lines import Line
from vardag.domain.messages.message import Json


class NotThrough(Exception):
    """A message didn't come through; the text is for operations, and tells nothing of any patient."""

    def __init__(self, trouble: Trouble, complaint: str) -> None:
        super().__init__(complaint)
        self.trouble = trouble


class System(Protocol):
    """A system at the end of a line."""

    def send(self, message: Json) -> str | None:
        """Hand a message over, and return the receipt; None if it is taken and the receipt comes later.

        The same message may come again, with the same key.

        :raises NotThrough: if it isn't taken, or nobody can tell
        """

    def receipt(self, message: Json) -> str | None:
        """Return the receipt of a message that was taken; None while there is none.

        :raises NotThrough: if that can't be found out, or the system has refused it meanwhile
        """


def line_of(clinic: str, system: str) -> Line | None:
    """Return the line of a clinic to a system, by their keys; None where it is done by hand."""
    lines: tuple[Line, ...] = settings.LINES
    return next((each for each in lines if (each.clinic, each.system) == (clinic, system)), None)


def system_at(line: Line) -> System:
    """Return what is at the end of a line."""
    make: Callable[[Line], System] = import_string(settings.LINE_FROM)
    return make(line)
