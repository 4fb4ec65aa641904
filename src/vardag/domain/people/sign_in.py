"""Signing in: who vouches for whom, how long it lasts, and why somebody isn't let in.

The ports to identity providers are here too; ``adapters/eid`` speaks with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from vardag.domain.words import Text


class Side(StrEnum):
    """The two sides of the product; who signs in comes in on one of them."""

    RESIDENTS = "residents"
    STAFF = "staff"


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts: without anything done, and in all (T8)."""

    idle: timedelta
    in_all: timedelta


LIMITS = {
    Side.STAFF: Limits(idle=timedelta(minutes=15), in_all=timedelta(hours=10)),
    Side.RESIDENTS: Limits(idle=timedelta(minutes=20), in_all=timedelta(hours=2)),
}


class Over(StrEnum):
    """Why a sign-in has ended by itself."""

    IDLE = "idle"
    IN_ALL = "in-all"


def is_over(side: Side, *, begun: datetime, seen: datetime, at: datetime) -> Over | None:
    """Tell whether a sign-in has ended by itself, and why; a clock set back ends it as well.

    :param begun: when it began
    :param seen: when something was last done
    """
    limits = LIMITS[side]
    if not begun <= at < begun + limits.in_all:
        return Over.IN_ALL
    return None if at < seen + limits.idle else Over.IDLE


class Why(StrEnum):
    """Why somebody isn't let in: each has a page of its own words."""

    CANCELLED = "cancelled"
    PROVIDER_AWAY = "provider-away"
    NOT_TRUSTED = "not-trusted"
    TOO_LATE = "too-late"
    ANOTHER_BROWSER = "another-browser"
    TOO_WEAK = "too-weak"
    NO_NUMBER = "no-number"
    RESERVE_NUMBER = "reserve-number"
    NO_NAME = "no-name"
    ANOTHER_PERSON = "another-person"
    REGISTER_AWAY = "register-away"
    NO_LONGER = "no-longer"
    UNKNOWN_STAFF = "unknown-staff"
    NO_ROLE = "no-role"
    NO_ASSIGNMENT = "no-assignment"


class NotLetIn(Exception):
    """A sign-in that proves too little, or something else than it should. Nobody is signed in.

    ``detail`` is for the log of operations: what was wrong, never who it was.
    """

    def __init__(self, why: Why, detail: str) -> None:
        self.why, self.detail = why, detail
        super().__init__(f"{why}: {detail}")


@dataclass(frozen=True)
class Claims:
    """Which of a provider's claims say what."""

    number: tuple[str, ...]  # personal number or HSA-id; the first that is there counts
    given_name: str = "given_name"
    family_name: str = "family_name"
    assurance: str = "acr"
    assignment: str = ""  # the unit of the assignment that staff chose at the provider


@dataclass(frozen=True)
class Provider:
    """An identity provider as the installation describes it; see docs/reference/sign-in.md."""

    key: str
    side: Side
    issuer: str
    client_id: str
    name: Text
    claims: Claims
    assurance: tuple[str, ...] = ()  # the levels that are accepted
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile")
    clinics: Mapping[str, str] = field(default_factory=dict)  # an assignment's unit -> clinic's key
    asks_userinfo: bool = False


@dataclass(frozen=True)
class Started:
    """A sign-in under way, as the browser that began it keeps it until the provider has answered."""

    provider: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Verified:
    """What a provider vouches for, after every check of its answer."""

    issuer: str
    subject: str
    number: str
    given_name: str
    family_name: str
    assignment: str
    level: str = ""  # of assurance, among those that the provider's description accepts


class Line(Protocol):
    """The line to identity providers."""

    def begin(self, provider: Provider, started: Started, *, back_to: str) -> str:
        """Return the address to which the browser goes.

        :raises NotLetIn: if the provider is away, or isn't the one it should be
        """

    def finish(
        self,
        provider: Provider,
        started: Started,
        answer: Mapping[str, str],
        *,
        back_to: str,
        at: datetime,
    ) -> Verified:
        """Return whom the provider vouches for in its answer.

        :raises NotLetIn: if it doesn't, or if anything about the answer isn't as it must be
        """

    def end(self, provider: Provider, *, back_to: str) -> str:
        """Return the address at which one signs out of the provider too; empty if it has none."""
