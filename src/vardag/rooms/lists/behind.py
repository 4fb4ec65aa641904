"""What follows a case in a list by moments, as a condition for the database: by where it stood.

Whoever has closed a case has taken it out of the list. What followed it is found by the moment that gave
it its place when it was opened.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from vardag.domain.people.identity import CaseId


class Order(StrEnum):
    """In which order a list stands."""

    URGENT = ""
    OLDEST = "received"
    NEWEST = "newest"


@dataclass(frozen=True)
class Stood:
    """What gave a case its place: when it was received, or in the list of closed ones, closed."""

    case: CaseId
    at: datetime


def behind(stood: Stood, order: Order) -> Q:
    """Return the condition on ``CaseRow`` of what follows; not by receipt is by when it was closed."""
    match order:
        case Order.OLDEST:
            return Q(received_at__gt=stood.at) | Q(received_at=stood.at, pk__gt=stood.case)
        case Order.NEWEST:
            return Q(received_at__lt=stood.at) | Q(received_at=stood.at, pk__lt=stood.case)
        case Order.URGENT:
            return Q(closed_at__lt=stood.at) | Q(closed_at=stood.at, pk__lt=stood.case)
