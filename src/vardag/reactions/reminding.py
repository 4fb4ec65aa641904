"""Reminders: written when they are due, and asked when they are sent whether they are still so.

Any number of workers may do it at once, early or late: what is to be told follows from what is stored,
and the database holds each reminder to be there once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched

from vardag.domain.clock.deadline import local_date
from vardag.domain.duty.reminders import Due, Watched, due, last_morning, so_it_is
from vardag.domain.people.identity import ClinicId, PersonId, Role
from vardag.domain.rights import RIGHTS, Deed, Relation
from vardag.reactions.digest import tell_of_failed
from vardag.rooms.cases.passed import came_since, passed_dates
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import calendar_of, clinics
from vardag.rooms.lists.morning import morning
from vardag.rooms.notices.actions import Reminder, remind
from vardag.rooms.notices.queries import Waiting
from vardag.rooms.people.queries import grants
from vardag.rooms.roster.queries import roster

_AHEAD = timedelta(days=21)  # over any holidays to the working day that follows
_AT_ONCE = 200  # as many keys as either database takes in one question
_PLANS = {
    right.who
    for right in RIGHTS
    if Deed.PLAN_ROSTER in right.deeds and right.relation is Relation.AT_CLINIC
}


@dataclass(frozen=True)
class Numbers:
    """What a morning's reminder says, and nothing besides. A count stops at ``morning.MOST``."""

    came: int  # since the morning of the last working day
    due: int  # owed a response today
    flagged: int


def remind_all(*, at: datetime, is_over: Callable[[], bool] = lambda: False) -> int:
    """Write every reminder that is due, at all clinics, and return how many were new.

    :param at: aware
    :param is_over: tells, after each clinic, whether it is time to stop
    """
    written = 0
    for clinic in clinics():
        written += remind_at(clinic, at=at)
        if is_over():
            break
    return written


def remind_at(clinic: ClinicRow, *, at: datetime) -> int:
    """Write the reminders that are due at a clinic, and return how many were new.

    :param at: aware
    """
    wanted = due(_watched(clinic, on=local_date(at)), at=at)
    failed = tell_of_failed(ClinicId(clinic.pk), at=at)
    return failed + sum(remind(map(_reminder, some), at=at) for some in batched(wanted, _AT_ONCE))


def _reminder(each: Due) -> Reminder:
    return Reminder(
        to=each.to,
        kind=each.kind,
        once=each.once,
        case=each.case,
        clinic=each.clinic,
        day=each.day,
    )


def is_still_so(notice: Waiting, *, to: PersonId, at: datetime) -> bool:
    """Tell whether a reminder that is about to be sent says what is so, to somebody whom it concerns.

    :param at: aware
    """
    clinic = next(iter(clinics([notice.clinic])), None) if notice.clinic is not None else None
    if clinic is None:
        return False
    wanted = (to, notice.kind, notice.case, notice.day)
    found = so_it_is(_watched(clinic, on=local_date(at)), at=at)
    return any((each.to, each.kind, each.case, each.day) == wanted for each in found)


def numbers(clinic: ClinicId, *, at: datetime) -> Numbers:
    """Return what the morning's reminder says, as it is now.

    :param at: aware
    """
    today = local_date(at)
    found = morning(clinic, on=today)
    came = came_since(clinic, last_morning(today, calendar_of(clinic)))
    return Numbers(came=came, due=found.today, flagged=found.flagged)


def _watched(clinic: ClinicRow, *, on: date) -> Watched:
    """Return a clinic as reminders look at it. About fourteen questions to the database."""
    here = ClinicId(clinic.pk)
    found = roster(here, since=on, until=on + _AHEAD, on=on)
    return Watched(
        clinic=here,
        today=on,
        plan=found.plan,
        staffing=found.staffing,
        passed=passed_dates(here, on=on),
        managers=tuple(_with_roles(here, {Role.MANAGER}, on)),
        planners=tuple(_with_roles(here, _PLANS, on)),
        is_manned=clinic.takes_residents_cases,
    )


def _with_roles(clinic: ClinicId, roles: Iterable[str], on: date) -> Iterator[PersonId]:
    held = grants(on).filter(clinic_id=clinic, role__in=list(roles))
    for person in held.order_by("person_id").values_list("person_id", flat=True).distinct():
        yield PersonId(person)
