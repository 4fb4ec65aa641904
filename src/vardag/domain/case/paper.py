"""A case on paper: each copy has a number, is with somebody, and is accounted for in the end.

A printed paper is no place to keep a duty, nor a patient's words: it is marked on the case until
somebody says that it came back or was destroyed (R15).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vardag.domain.people.identity import PersonId


class Fate(StrEnum):
    """What became of a copy."""

    RETURNED = "returned"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Accounted:
    """Somebody said what became of a copy, at a moment (aware, in UTC)."""

    fate: Fate
    by: PersonId
    at: datetime


@dataclass(frozen=True)
class Copy:
    """One printed copy: its number in the case, from 1, and with whom it is.

    ``holder`` is for whom it was printed; who printed it for nobody in particular has it.
    """

    number: int
    holder: PersonId
    by: PersonId
    at: datetime
    accounted: Accounted | None = None

    @property
    def is_out(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.accounted is None
