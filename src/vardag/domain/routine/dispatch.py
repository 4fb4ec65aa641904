"""What a routine has sent by post: which step or piece of work sends what, and to which address.

Addresses of authorities are others' facts, so each says where it comes from and as of when. A home
address stands in no routine, and is kept nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vardag.domain.words import Text

POST_REGISTER = "post"
"""The key of the register of what was sent, which every clinic has and no routine names."""


class To(StrEnum):
    """To whom something is sent."""

    AUTHORITY = "authority"  # whoever the certificate is for: an authority, or a school
    HOME = "home"  # the family


class Exemplar(StrEnum):
    """Which of the papers goes there."""

    ORIGINAL = "original"
    COPY = "copy"


class Way(StrEnum):
    """How it goes."""

    POST = "post"
    ELECTRONIC = "electronic"  # nothing to put into an envelope


@dataclass(frozen=True)
class Dispatch:
    """Something that a step or a piece of work sends, when it turned out in one of these ways."""

    to: To
    as_: Exemplar
    when: tuple[str, ...] = ()  # outcomes; none for whichever
    way: Way = Way.POST


@dataclass(frozen=True)
class Recipient:
    """Somebody outside to whom a clinic writes; ``mediates`` forwards post to the protected."""

    key: str
    name: Text
    address: tuple[str, ...]  # lines below the name
    source: str
    as_of: date
    mediates: bool = False


def sent_at(those: Iterable[Dispatch], outcome: str | None) -> tuple[Dispatch, ...]:
    """Return what is sent when a step or a piece of work turned out so."""
    return tuple(each for each in those if not each.when or outcome in each.when)
