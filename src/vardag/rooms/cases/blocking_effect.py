"""What a block would change, before it is decided; and between whom there is anything to change.

A block takes two numbers. Whoever types two that have nothing to do with each other is told of neither:
else one number would be enough to look through a family (ADR-0027).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vardag.domain.people.identity import PersonId, age_on
from vardag.rooms.cases.family import cases_of
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import GuardianRow, PersonRow
from vardag.rooms.people.queries import kin_of, resident_of

type Two = tuple[PersonId, PersonId]
"""A guardian and a child."""


def tied(pairs: Iterable[Two]) -> frozenset[Two]:
    """Return those of the pairs that are tied, or once were.

    A tie is what the register says or has said of custody, or a case that the one wrote about the other.
    """
    wanted = frozenset(pairs)
    guardians = [guardian for guardian, _ in wanted]
    custody = GuardianRow.objects.filter(guardian__in=guardians).order_by()
    written = CaseRow.objects.filter(author__in=guardians).order_by()
    found = custody.values_list("guardian_id", "child_id").union(
        written.values_list("author_id", "patient_id")
    )
    return wanted & {(PersonId(guardian), PersonId(child)) for guardian, child in found}


@dataclass(frozen=True)
class Effect:
    """What a block changes: cases that the guardian would no longer read, and how many still act."""

    open: int
    closed: int
    remaining: int  # other guardians who act for the child
    child_acts_alone: bool


def effect_of_block(guardian: PersonRow, child: PersonRow, *, on: date) -> Effect | None:
    """Return what keeping a guardian from a child would change; None if nothing ties the two.

    :param on: the local date on which rights and ages are asked
    """
    patient = PersonId(child.pk)
    if not tied([(PersonId(guardian.pk), patient)]):
        return None
    readable = cases_of(resident_of(guardian, on=on), on=on)
    lost = [each for each in readable if each.patient == patient]
    guardians, _ = kin_of(patient, on=on)
    alone = _acts_alone(child, on)
    return Effect(
        open=sum(not each.is_closed for each in lost),
        closed=sum(each.is_closed for each in lost),
        remaining=0 if alone else sum(row != guardian for row in guardians),
        child_acts_alone=alone,
    )


def _acts_alone(child: PersonRow, on: date) -> bool:
    if child.born is None:
        raise ValueError(f"person {child.pk} has no birth date and is no resident")
    return age_on(on, born=child.born) >= ages_on(on).acts_alone_from
