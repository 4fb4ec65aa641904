"""Which cases of a list somebody wants to see, as a condition and an order for the database.

A filter only takes away: whose cases a person sees is ``reach``'s to say. What stands of age leaves out
protected cases, so that no filter tells what a list doesn't.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from vardag.domain.case.flags import Flag
from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import GroupId, PersonId
from vardag.rooms.lists.behind import Order, Stood, behind


class Ages(StrEnum):
    """The patient's age in whole years."""

    CHILD = "0-12"
    YOUTH = "13-17"
    ADULT = "18-"


@dataclass(frozen=True)
class Only:
    """What is wanted; what isn't said is any.

    :param since: the first local date of receipt, and ``until`` the last
    :param held: by whom; nobody if ``is_free``
    :param behind: only what follows a case that stood there, whether it still does or not
    """

    service: str = ""
    flag: Flag | None = None
    held: PersonId | GroupId | None = None
    by_group: bool = False
    is_free: bool = False
    since: date | None = None
    until: date | None = None
    ages: Ages | None = None
    order: Order = Order.URGENT
    behind: Stood | None = None


EVERYTHING = Only()


def condition(only: Only, *, on: date, gone: Collection[PersonId]) -> Q:
    """Return the condition on ``CaseRow`` of what is wanted on a local date."""
    found = behind(only.behind, only.order) if only.behind else Q()
    if only.service:
        found &= Q(service=only.service)
    if only.flag:
        found &= _flag(only.flag, on, gone)
    if only.is_free:
        found &= Q(holder=None, holding_group=None)
    if only.held is not None:
        found &= Q(holding_group=only.held) if only.by_group else Q(holder=only.held)
    if only.since and only.since > date.min:
        found &= Q(received_at__gte=local_midnight(only.since))
    if only.until and only.until < date.max:
        found &= Q(received_at__lt=local_midnight(only.until + timedelta(days=1)))
    return found & _aged(only.ages, on) if only.ages else found


def _flag(flag: Flag, on: date, gone: Collection[PersonId]) -> Q:
    if flag is Flag.UNATTENDED:
        return Q(holder__in=list(gone))
    return (
        Q(attention_date__lte=on)
        & {
            Flag.OVERDUE: Q(response_due_date__lt=on),
            Flag.DUE_TODAY: Q(response_due_date=on),
            Flag.FOLLOW_UP_DUE: Q(follow_up_date__lt=on),
            Flag.NO_ANSWER: Q(waits_until_date__lt=on),
            Flag.HANDLED_NOT_CLOSED: Q(handled_since_date__lt=on),
        }[flag]
    )


def _aged(ages: Ages, on: date) -> Q:
    unprotected = Q(patient__protection="", author__protection="")
    thirteen, adult = _born_by(13, on), _born_by(18, on)
    match ages:
        case Ages.CHILD:
            return unprotected & Q(patient__born__gt=thirteen)
        case Ages.YOUTH:
            return unprotected & Q(patient__born__lte=thirteen, patient__born__gt=adult)
        case Ages.ADULT:
            return unprotected & Q(patient__born__lte=adult)


def _born_by(years: int, on: date) -> date:
    """Return the last day on which one who is that old on a date was born: as ``age_on`` counts."""
    next_day = on + timedelta(days=1)
    if (next_day.month, next_day.day) == (3, 1):
        return date(on.year - years, 3, 1) - timedelta(days=1)
    return on.replace(year=on.year - years)
