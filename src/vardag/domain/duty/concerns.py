"""What is wrong with a roster before the day comes: computed when somebody looks, never stored.

Source: the routine NU10094-2020762173-83 v3.0 makes the unit manager or team leader responsible for
the schedule (R12), and lets only a nurse answer some services (R16, R17). The nurse need not be the
one who is responsible, but there must be one to give the case to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vardag.domain.duty.plan import Plan
from vardag.domain.duty.receiving import Staffing
from vardag.domain.people.identity import PersonId

DAYS_AHEAD = 28  # four weeks


class Kind(StrEnum):
    """In which way a day is badly planned, the gravest first."""

    NOBODY = "nobody"
    AWAY = "away"
    LEFT = "left"  # the role ends before the day
    NO_ROLE = "no-role"  # the person doesn't receive cases that day
    NO_NURSE = "no-nurse"


@dataclass(frozen=True)
class Concern:
    """What is wrong with a day. ``until`` is the last day of the absence, or of the role."""

    kind: Kind
    day: date
    person: PersonId | None = None
    until: date | None = None


def concerns_on(day: date, *, plan: Plan, staffing: Staffing) -> Iterator[Concern]:
    """Yield what is wrong with a day; nothing with a day on which the clinic doesn't work."""
    if not staffing.calendar.is_working_day(day):
        return
    person = plan.get(day)
    if person is None:
        yield Concern(Kind.NOBODY, day)
    else:
        yield from _of_person(day, person, staffing)
    if staffing.needs_nurse and not staffing.has_nurse(day):
        yield Concern(Kind.NO_NURSE, day)


def _of_person(day: date, person: PersonId, staffing: Staffing) -> Iterator[Concern]:
    receiver = staffing.receiver(person)
    absence = receiver.absence_on(day)
    if not receiver.receives_on(day):
        last = receiver.left_before(day)
        yield Concern(Kind.LEFT if last else Kind.NO_ROLE, day, person, last)
    elif absence:
        yield Concern(Kind.AWAY, day, person, absence.last)


def concerns_ahead(plan: Plan, staffing: Staffing) -> list[Concern]:
    """Return what is wrong with today and the four weeks ahead, in the order of days."""
    days = (staffing.today + timedelta(days=number) for number in range(DAYS_AHEAD))
    return [concern for day in days for concern in concerns_on(day, plan=plan, staffing=staffing)]
