"""Which reminders are due: worked out from stored dates and the roster, at any moment, by anybody.

A reminder follows from how things stand, never from a job having run at an hour: who works it out late
finds what is still so, and nothing that isn't. Flags are worked out elsewhere and depend on none of it.

Source: R7, R12, R13; the hours, and what counts as having acted, are our reading: ADR-0057.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.duty.concerns import Kind, concerns_on
from vardag.domain.duty.plan import Plan
from vardag.domain.duty.receiving import Staffing
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.people.identity import CaseId, ClinicId, PersonId

MORNING, NOON = time(7), time(12)  # local
_DAY = timedelta(days=1)


class Which(StrEnum):
    """Which date of a case."""

    RESPONSE = "response"
    FOLLOW_UP = "follow-up"
    WAIT = "wait"
    WORK = "work"
    INQUIRY = "inquiry"


@dataclass(frozen=True)
class Passed:
    """A case's date that has passed, and who is at it.

    ``taken_on`` is the last local date on which somebody was made to take the case on, if any.
    """

    case: CaseId
    which: Which
    day: date
    held_by: tuple[PersonId, ...] = ()
    taken_on: date | None = None


@dataclass(frozen=True)
class Watched:
    """A clinic on a local date: its roster, the dates that have passed, and who answers for it.

    ``is_manned``: whether somebody is to be 1177-responsible there on each working day.
    """

    clinic: ClinicId
    today: date
    plan: Plan
    staffing: Staffing
    passed: tuple[Passed, ...] = ()
    managers: tuple[PersonId, ...] = ()
    planners: tuple[PersonId, ...] = ()
    is_manned: bool = True

    @property
    def calendar(self) -> WorkingCalendar:
        return self.staffing.calendar


@dataclass(frozen=True)
class Due:
    """Somebody is to be reminded, from a moment on and for as long as it is so."""

    to: PersonId
    kind: NoticeKind
    clinic: ClinicId
    day: date
    since: datetime
    about: str  # what of it: which date of the case, or who should have been there
    case: CaseId | None = None

    @property
    def once(self) -> str:
        """What it is about, in letters: somebody is reminded of it once."""
        what = "-" if self.case is None else self.case
        return f"{self.kind}:{self.clinic}:{what}:{self.day}:{self.about}:{self.to}"


def due(clinic: Watched, *, at: datetime) -> Iterator[Due]:
    """Yield the reminders to write now; a second time they are the same.

    Nothing is written before seven, nor of cases on a day on which the clinic doesn't work.

    :param at: aware; its local date is the clinic's ``today``
    """
    if at < _moment(clinic.today, MORNING):
        return
    works = clinic.calendar.is_working_day(clinic.today)
    for each in so_it_is(clinic, at=at):
        if works or each.kind is NoticeKind.UNMANNED:
            yield each


def so_it_is(clinic: Watched, *, at: datetime) -> Iterator[Due]:
    """Yield every reminder that says what is so at a moment, whatever the hour.

    One that isn't among these when it is to be sent has nothing to say any more.

    :param at: aware
    """
    for found in (_morning(clinic), _late(clinic), _unhandled(clinic), _unmanned(clinic)):
        yield from (each for each in found if each.since <= at)


def _morning(clinic: Watched) -> Iterator[Due]:
    """To who is 1177-responsible, each working day: what the day brings (R7)."""
    day, person = clinic.today, clinic.plan.get(clinic.today)
    if person is None or not clinic.calendar.is_working_day(day):
        return
    if clinic.staffing.receiver(person).is_there(day):
        since = _moment(day, MORNING)
        yield Due(person, NoticeKind.MORNING, clinic.clinic, day, since, "")


def _late(clinic: Watched) -> Iterator[Due]:
    """To who holds it: a date has passed; told in the morning of the next working day."""
    for each in clinic.passed:
        since = _moment(_next(clinic, each.day), MORNING)
        for person in each.held_by:
            yield Due(
                person,
                NoticeKind.LATE,
                clinic.clinic,
                each.day,
                since,
                each.which,
                each.case,
            )


def _unhandled(clinic: Watched) -> Iterator[Due]:
    """To the managers: overdue, and by the next working noon nobody has been made to take it on.

    Whoever was has until the next working noon, too: an assignment alone answers no family.
    """
    for each in clinic.passed:
        if each.which is not Which.RESPONSE:
            continue
        last = max(each.day, each.taken_on or each.day)
        since = _moment(_next(clinic, last), NOON)
        for person in clinic.managers:
            yield Due(
                person,
                NoticeKind.UNHANDLED,
                clinic.clinic,
                each.day,
                since,
                each.which,
                each.case,
            )


def _unmanned(clinic: Watched) -> Iterator[Due]:
    """To those who plan: nobody is there on a working day, from noon of the one before (R12)."""
    for day in (clinic.today, _next(clinic, clinic.today)):
        if not _is_unmanned(clinic, day):
            continue
        since = _moment(_last_before(clinic, day), NOON)
        who = clinic.plan.get(day)
        for person in clinic.planners:
            kind = NoticeKind.UNMANNED
            yield Due(person, kind, clinic.clinic, day, since, "" if who is None else str(who))


def _is_unmanned(clinic: Watched, day: date) -> bool:
    if day not in clinic.plan and not clinic.is_manned:
        return False
    found = concerns_on(day, plan=clinic.plan, staffing=clinic.staffing)
    return any(each.kind is not Kind.NO_NURSE for each in found)


def _next(clinic: Watched, day: date) -> date:
    return clinic.calendar.working_day_after(day, count=1)


def _last_before(clinic: Watched, day: date) -> date:
    """Return the last working day before a day."""
    before = day - _DAY
    while not clinic.calendar.is_working_day(before):
        before -= _DAY
    return before


def last_morning(today: date, calendar: WorkingCalendar) -> datetime:
    """Return the morning of the last working day before a date, in UTC's terms: since then is news."""
    day = today - _DAY
    while not calendar.is_working_day(day):
        day -= _DAY
    return _moment(day, MORNING)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=STOCKHOLM)
