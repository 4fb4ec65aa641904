"""Whom to hand cases over to when their holder is going away, or has left: a suggestion, with its rule.

The routine says that somebody must take a case on (R13), not who. Our reading: somebody of the same
profession who is there all the time, and who has the least to do; where there is nobody, a receiver.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Profession


@dataclass(frozen=True)
class Taker:
    """Somebody who may hold cases at a clinic, and how many open ones that person holds there."""

    id: PersonId
    clinic: ClinicId
    profession: Profession
    receives: bool
    is_there: bool  # on every day of the absence
    is_cleared: bool = False  # for protected identities
    holds: int = 0


@dataclass(frozen=True)
class ToHand:
    """A case that is to be handed over. ``needs_nurse``: only a nurse may answer it."""

    case: CaseId
    clinic: ClinicId
    needs_nurse: bool = False
    is_protected: bool = False


def suggestions(
    cases: Iterable[ToHand], takers: Iterable[Taker], *, of: Profession
) -> Mapping[CaseId, PersonId | None]:
    """Return whom each case is suggested to go to; None where nobody fits.

    What is suggested counts as held, so that many cases are spread. A nurse's case goes to a nurse,
    and a protected one to who is cleared.

    :param of: the profession of who hands over
    """
    there = [each for each in takers if each.is_there]
    load = {(each.id, each.clinic): each.holds for each in there}
    found: dict[CaseId, PersonId | None] = {}
    for case in cases:
        fitting = [each for each in there if _fits(each, case, of)]
        best = min(fitting, key=lambda each: _rank(each, of, load), default=None)
        found[case.case] = best.id if best else None
        if best:
            load[best.id, best.clinic] += 1
    return found


def _fits(taker: Taker, case: ToHand, of: Profession) -> bool:
    if taker.clinic != case.clinic or (case.is_protected and not taker.is_cleared):
        return False
    if case.needs_nurse:
        return taker.profession is Profession.NURSE
    return taker.receives or taker.profession is of


def _rank(
    taker: Taker, of: Profession, load: Mapping[tuple[PersonId, ClinicId], int]
) -> tuple[bool, int, int]:
    return taker.profession is not of, load[taker.id, taker.clinic], taker.id
