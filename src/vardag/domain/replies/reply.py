"""A clinic's own standard reply: when it is in use, what it fits, what to look at."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from vardag.domain.gaps import links
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import StandardReply
from vardag.domain.words import Text

OWN = "own-"  # how the keys of a clinic's own replies begin, that are in no routine's place
UNUSED_AFTER = timedelta(days=183)  # half a year
SOON = timedelta(days=30)


class Act(StrEnum):
    """What a standard reply is for, by the keys that the acts have elsewhere."""

    INTERIM_REPLY = "interim-reply"
    COUNTER_QUESTION = "counter-question"
    REPLY = "reply"


class State(StrEnum):
    """Whether a reply can be used on a day."""

    IN_USE = "in-use"
    COMING = "coming"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Concern(StrEnum):
    """What an administrator should look at; in the order of how much it matters."""

    EXPIRED = "expired"
    LINK = "link"
    OWNER_LEFT = "owner-left"
    EXPIRES_SOON = "expires-soon"
    UNUSED = "unused"


@dataclass(frozen=True)
class OwnReply:
    """A version of a clinic's own standard reply. Dates are local, and both included.

    A key that the routine has means that these words stand in the place of the routine's.
    ``services`` are those that it is for; none means all.
    """

    key: str
    name: str
    text: Text
    acts: tuple[Act, ...]
    owner: PersonId
    from_date: date
    until: date | None = None
    services: tuple[str, ...] = ()
    version: int = 1

    @property
    def as_standard(self) -> StandardReply:
        """The reply as acts know it. Without English words it is Swedish to everybody."""
        text = Text(self.text.sv, self.text.en or self.text.sv)
        return StandardReply(self.key, Text(self.name, self.name), text)

    @property
    def links(self) -> tuple[str, ...]:
        """The keys of the links that it leads to."""
        return links(self.text.sv)

    def fits(self, *, service: str, act: str) -> bool:
        """Tell whether it is meant for an act in a case of that service."""
        return act in self.acts and (not self.services or service in self.services)

    def holds(self, on: date) -> bool:
        """Tell whether this version's days include a local date."""
        return self.from_date <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Standing:
    """What is known of a reply on a local date, beside its words."""

    on: date
    is_withdrawn: bool = False
    owner_is_here: bool = True
    in_use_since: date | None = None  # since when the reply, in whatever version, has been there
    last_used: date | None = None
    bad_links: tuple[str, ...] = field(default=())


def state(reply: OwnReply, now: Standing) -> State:
    """Return whether the latest version of a reply can be used."""
    if now.is_withdrawn:
        return State.WITHDRAWN
    if reply.until is not None and reply.until < now.on:
        return State.EXPIRED
    return State.IN_USE if reply.from_date <= now.on else State.COMING


def concerns(reply: OwnReply, now: Standing) -> Iterator[Concern]:
    """Yield what should be looked at, the gravest first; nothing of what is withdrawn."""
    stands = state(reply, now)
    if stands is State.WITHDRAWN:
        return
    if stands is State.EXPIRED:
        yield Concern.EXPIRED
    if now.bad_links:
        yield Concern.LINK
    if not now.owner_is_here:
        yield Concern.OWNER_LEFT
    if stands is State.IN_USE and _ends_soon(reply, now.on):
        yield Concern.EXPIRES_SOON
    if stands is State.IN_USE and _is_unused(now):
        yield Concern.UNUSED


def _ends_soon(reply: OwnReply, on: date) -> bool:
    return reply.until is not None and reply.until - on <= SOON


def _is_unused(now: Standing) -> bool:
    """Tell whether nobody has sent it for half a year, though it has been there for as long."""
    since = max((day for day in (now.in_use_since, now.last_used) if day), default=now.on)
    return now.on - since > UNUSED_AFTER


def own_key(name: str, *, taken: Collection[str]) -> str:
    """Return a key for a reply that is in no routine's place, such as ``own-tid-bokad``."""
    parted = unicodedata.normalize("NFKD", name.lower())
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(char for char in parted if char.isascii()))
    begun = f"{OWN}{plain.strip('-') or 'reply'}"[:90]
    found, nth = begun, 1
    while found in taken:
        nth += 1
        found = f"{begun}-{nth}"
    return found
