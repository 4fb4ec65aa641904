"""The population register, which knows who is whose guardian: the port, and which one is used.

What stands behind it is a line out of the house (``adapters/population``); the setting
``POPULATION_REGISTER`` says where it is, and ``POPULATION_REGISTER_FROM`` names the function that
makes it into a register. Without the setting the rows stand as operations have put them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vardag.domain.people.personal_number import PersonalNumber
from vardag.domain.people.protection import Protection


@dataclass(frozen=True)
class Entry:
    """A person as the register has them; ``former`` are numbers that the person had before."""

    number: PersonalNumber
    born: date
    given_name: str
    family_name: str
    died_on: date | None = None
    protection: Protection | None = None
    children: tuple["Entry", ...] = ()  # of whom the person has custody; their own aren't told
    former: tuple[str, ...] = ()
    address: tuple[str, ...] = ()  # lines below the name; told when it is used, and never kept


class RegisterAway(Exception):
    """The register can't be asked, or answers what can't be read; the text is for operations."""


class Register(Protocol):
    """Knows people by personal number."""

    def look_up(self, number: str, *, on: date) -> Entry | None:
        """Return whom a number belongs or belonged to, on a local date; None if to nobody.

        :raises RegisterAway: if that can't be found out now
        """


def current() -> Register | None:
    """Return the register that this installation uses; None if it uses none."""
    if not settings.POPULATION_REGISTER:
        return None
    make: Callable[[str], Register] = import_string(settings.POPULATION_REGISTER_FROM)
    return make(settings.POPULATION_REGISTER)
