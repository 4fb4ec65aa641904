"""When a role holds, and who may give one.

A role is given by somebody with the right to manage the clinic's staff, never to oneself. The four
that could be used to give oneself others, to look into the log, or to see protected identities take
two persons: one proposes, another confirms. No role holds before its introduction is signed by both
who gave it and who had it (R2, R3). A role ends on its last day, or at once.

That these take two is our choice, as is that an older version of an introduction warns and doesn't
stop: ADR-0022, ADR-0028.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vardag.domain.people.identity import PersonId, Role
from vardag.domain.refusals import NeedsAnother, OwnRole
from vardag.domain.words import say

TAKES_TWO = frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.LOG_REVIEWER, Role.CLEARED})


class Standing(StrEnum):
    """What holds of a role on a date."""

    ENDED = "ended"
    PROPOSED = "proposed"  # awaits a second person
    NOT_INTRODUCED = "not-introduced"  # awaits signatures
    TO_COME = "to-come"
    IN_FORCE = "in-force"


@dataclass(frozen=True)
class Grant:
    """A role at a clinic, from a local date on and perhaps until one; both included."""

    from_date: date
    until_date: date | None
    is_confirmed: bool
    is_introduced: bool
    is_withdrawn: bool


def standing(grant: Grant, *, on: date) -> Standing:
    """Return how a role stands on a local date; only what is in force gives any right."""
    if grant.is_withdrawn or (grant.until_date is not None and grant.until_date < on):
        return Standing.ENDED
    if not grant.is_confirmed:
        return Standing.PROPOSED
    if not grant.is_introduced:
        return Standing.NOT_INTRODUCED
    return Standing.TO_COME if grant.from_date > on else Standing.IN_FORCE


def takes_two(role: Role) -> bool:
    """Tell whether a role holds only when a second person has confirmed it."""
    return role in TAKES_TWO


def permit_giving(*, to: PersonId, by: PersonId) -> None:
    """Refuse to let anybody give a role to oneself.

    :raises OwnRole: if it is one's own
    """
    if to == by:
        raise OwnRole(say("Nobody gives a role to oneself. Ask a colleague."))


def permit_confirming(*, to: PersonId, given_by: PersonId | None, by: PersonId) -> None:
    """Refuse a confirmation that isn't a second person's.

    :raises OwnRole: if the role would be one's own
    :raises NeedsAnother: if one gave it oneself
    """
    if to == by:
        raise OwnRole(say("Nobody confirms a role of one's own. Ask a colleague."))
    if given_by == by:
        raise NeedsAnother(say("You proposed this yourself. Another person must confirm it."))


class Introduction(StrEnum):
    """How far somebody's introduction to a role at a clinic has come."""

    LACKING = "lacking"
    HALF = "half"  # one of the two has signed
    SIGNED = "signed"
    OUT_OF_DATE = "out-of-date"  # an older version is signed: warned of, and still good


class Part(StrEnum):
    """As what somebody signs an introduction."""

    INTRODUCER = "introducer"
    NEWCOMER = "newcomer"


def introduction(signed: Collection[tuple[int, Part]], *, version: int) -> Introduction:
    """Return how far an introduction has come.

    :param signed: the signatures, each by its version and part
    :param version: the checklist's version today
    """
    whole = {number for number, _ in signed if {(number, part) for part in Part} <= set(signed)}
    if version in whole:
        return Introduction.SIGNED
    if whole:
        return Introduction.OUT_OF_DATE
    return Introduction.HALF if signed else Introduction.LACKING
