"""Which closed cases may be disposed of when a decision says so, and why others stay (ADR-0059).

The decision is people's: no period stands here. What stays does so because something still hangs on it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.people.identity import CaseId


class Stays(StrEnum):
    """Why a closed case stays for now."""

    WORK = "work"  # work that outlives it isn't done
    PAPER = "paper"  # a printout is out with somebody
    DELIVERY = "delivery"  # a system hasn't been told yet, or hasn't taken it
    OPENING = "opening"  # somebody read it by way of exception, and nobody has followed that up
    FOLLOWED = "followed"  # the family wrote of it again, in a case that stays


@dataclass(frozen=True)
class Loose:
    """What may hang on a closed case."""

    case: CaseId
    has_open_work: bool = False
    is_on_paper: bool = False
    has_open_delivery: bool = False
    has_open_review: bool = False

    @property
    def why(self) -> Stays | None:
        """Return the first thing that hangs on it; None for none."""
        found = (
            (self.has_open_work, Stays.WORK),
            (self.is_on_paper, Stays.PAPER),
            (self.has_open_delivery, Stays.DELIVERY),
            (self.has_open_review, Stays.OPENING),
        )
        return next((why for hangs, why in found if hangs), None)


def what_stays(
    found: Iterable[Loose], followers: Mapping[CaseId, Collection[CaseId]]
) -> dict[CaseId, Stays]:
    """Return which of some closed cases stay, and why.

    :param followers: by case, those in which the family wrote of it again; they came after it
    """
    cases = {each.case: each for each in found}
    stays: dict[CaseId, Stays] = {}
    for case in sorted(cases, reverse=True):  # those that follow before what they follow
        is_followed = any(each not in cases or each in stays for each in followers.get(case, ()))
        why = cases[case].why or (Stays.FOLLOWED if is_followed else None)
        if why is not None:
            stays[case] = why
    return stays
