"""What follows a case in a list, as a condition for the database: by where it stood, not where it is.

Whoever has answered or closed a case has moved it, or taken it out of the list. What followed it is
found by the date, or the moment, that gave it its place when it was opened.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q

from vardag.domain.people.identity import CaseId, PersonId


class Order(StrEnum):
    """In which order a list stands."""

    URGENT = ""
    OLDEST = "received"
    NEWEST = "newest"


@dataclass(frozen=True)
class Stood:
    """What gave a case its place in a list.

    :param at: when it was received, where the list stands by that; when it was closed, in that list
    :param attention: else the first date on which it raised a flag, if one did
    :param holder: who held it, for those who are gone come first
    """

    case: CaseId
    at: datetime | None = None
    attention: date | None = None
    holder: PersonId | None = None


def behind(stood: Stood, order: Order, *, on: date, gone: Collection[PersonId]) -> Q:
    """Return the condition on ``CaseRow`` of what follows in a list of this order, on a local date."""
    match order:
        case Order.OLDEST:
            return Q(received_at__gt=stood.at) | Q(received_at=stood.at, pk__gt=stood.case)
        case Order.NEWEST:
            return Q(received_at__lt=stood.at) | Q(received_at=stood.at, pk__lt=stood.case)
    if stood.at is not None:
        return Q(closed_at__lt=stood.at) | Q(closed_at=stood.at, pk__lt=stood.case)
    return _among_the_gone(stood, on=on, gone=gone) if gone else _later(stood)


def _later(stood: Stood) -> Q:
    """Return what is raised later; those that no date raises come last."""
    if stood.attention is None:
        return Q(attention_date=None, pk__gt=stood.case)
    same_day = Q(attention_date=stood.attention, pk__gt=stood.case)
    return Q(attention_date__gt=stood.attention) | same_day | Q(attention_date=None)


def _among_the_gone(stood: Stood, *, on: date, gone: Collection[PersonId]) -> Q:
    """Return what follows where the cases of the gone stand among the flagged ones."""
    raised = Q(holder__in=list(gone)) | Q(attention_date__lte=on)
    stood_first = stood.holder in gone or (stood.attention is not None and stood.attention <= on)
    rest = Q(attention_date__gt=on) | Q(attention_date=None)
    unheld = Q(holder=None) | ~Q(holder__in=list(gone))
    if not stood_first:
        return _later(stood) & rest & unheld
    return (raised & _later(stood)) | (rest & unheld)
