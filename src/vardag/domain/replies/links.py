"""The addresses that replies lead to: what may be written as one, and what should be looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from vardag.domain.people.clinic import name, refuse, web_address
from vardag.domain.replies.reply import SOON
from vardag.domain.words import say

LONGEST_LINK_NAME = 80
_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
# A day as births are written, and four digits more. Reserve numbers add to the day.
_NUMBER_OF_A_PERSON = re.compile(
    r"(?<!\d)(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[1-2]\d|3[01]|[67]\d|8\d|9[01])[-+]?\d{4}(?!\d)"
)
_OF_ONE_HOUSE = ("local", "localhost", "internal", "intranet", "lan", "test", "invalid", "arpa")


class Found(StrEnum):
    """What came of asking for an address."""

    WORKS = "works"
    GONE = "gone"  # nothing is there
    FAILS = "fails"  # something is there, and answers that it can't
    SILENT = "silent"  # nobody answers
    NOT_ASKED = "not-asked"  # leads where we don't ask: inside a house, or away from HTTPS


BROKEN = frozenset({Found.GONE, Found.FAILS, Found.SILENT, Found.NOT_ASKED})


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address; ``detail`` is the status that a server gave, if one did."""

    found: Found
    detail: str = ""


class LinkConcern(StrEnum):
    """What an administrator should look at, in the order of how much it matters."""

    BROKEN = "broken"
    EXPIRED = "expired"
    OWNER_LEFT = "owner-left"
    NO_OWNER = "no-owner"
    EXPIRES_SOON = "expires-soon"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class LinkStanding:
    """What is known of a link on a local date. ``has_owner`` is of an address that the clinic set."""

    on: date
    until: date | None = None
    is_own: bool = True  # the clinic has set the address; otherwise the routine answers for it
    has_owner: bool = True
    owner_is_here: bool = True
    found: Found | None = None  # None if nobody has asked yet


def concerns(link: LinkStanding) -> Iterator[LinkConcern]:
    """Yield what should be looked at, the gravest first."""
    if link.found in BROKEN:
        yield LinkConcern.BROKEN
    if link.until is not None and link.until < link.on:
        yield LinkConcern.EXPIRED
    if link.is_own and not link.has_owner:
        yield LinkConcern.NO_OWNER
    elif link.is_own and not link.owner_is_here:
        yield LinkConcern.OWNER_LEFT
    if link.until is not None and link.on <= link.until <= link.on + SOON:
        yield LinkConcern.EXPIRES_SOON
    if link.found is None:
        yield LinkConcern.UNCHECKED


def link_key(typed: str) -> str:
    """Return the key by which texts name a link.

    :raises InvalidForm: with a problem for ``key``
    """
    found = typed.strip().lower()
    if not _KEY.fullmatch(found):
        refuse(
            "key",
            say("A link's key is small letters a to z, digits and hyphens, such as waiting-times."),
        )
    return found


def link_name(typed: str) -> str:
    """Return what a link is called.

    :raises InvalidForm: with a problem for ``name``
    """
    return name(typed, longest=LONGEST_LINK_NAME)


def public_address(typed: str) -> str:
    """Return the address of a page that a family anywhere can read.

    Over HTTPS, at a host with a name, and without anything that tells of a person: what stands in an
    address is kept by every server on the way.

    :raises InvalidForm: with a problem for ``address``
    """
    found = web_address(typed)
    parts = urlsplit(found)
    if _NUMBER_OF_A_PERSON.search(unquote(found)) or "@" in unquote(found):
        refuse(
            "address",
            say(
                "The address seems to hold a personal number or an e-mail address. Leave that out."
            ),
        )
    if (parts.hostname or "").rpartition(".")[2].lower() in _OF_ONE_HOUSE or _port(parts.port):
        refuse(
            "address",
            say("Families can't reach that address from home. Choose a page on the open web."),
        )
    return found


def _port(port: int | None) -> bool:
    """Tell whether an address names a door that isn't the web's own."""
    return port not in (None, 443)
