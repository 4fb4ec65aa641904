"""Changing the roster, and who is away; noting that the inbox was opened."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.duty import plan as rules
from vardag.domain.duty.plan import Copied, Days
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.actions import end_absence, mark_absent
from vardag.rooms.people.models import AbsenceRow, PersonRow
from vardag.rooms.people.queries import working_at
from vardag.rooms.roster import queries
from vardag.rooms.roster.models import DutyRow, FeedRow, OpenedRow

_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=2 * 366)
_ENDS_BEFORE = say("The last day is before the first.")
_TOO_FAR = say("That is more than two years away.")


@transaction.atomic
def plan_week(*, clinic: ClinicId, chosen: Days, seen: Days, by: Staff, at: datetime) -> int:
    """Plan the days of a week as they were chosen, all or none, and return how many changed.

    :param seen: who stood there when the page was shown
    :raises NotPermitted: if the person doesn't plan there
    :raises ChangedMeanwhile, InvalidForm: see ``domain.duty.plan.planned_week``
    """
    _hold(clinic, by)
    days = sorted({*chosen, *seen, local_date(at)})
    changes = rules.planned_week(
        chosen,
        seen=seen,
        plan=queries.plan(clinic, since=days[0], until=days[-1]),
        staffing=queries.staffing(clinic, on=local_date(at)),
    )
    return _write(clinic, changes, by, at)


@transaction.atomic
def copy_week(*, clinic: ClinicId, week: Week, weeks: int, by: Staff, at: datetime) -> Copied:
    """Copy a week to those that follow it, and return what came of it.

    :raises NotPermitted: if the person doesn't plan there
    :raises InvalidForm: see ``domain.duty.plan.copied_week``
    """
    _hold(clinic, by)
    found = rules.copied_week(
        week,
        weeks=weeks,
        plan=queries.plan(clinic, since=week.monday, until=week.plus(rules.MOST_WEEKS).days[-1]),
        staffing=queries.staffing(clinic, on=local_date(at)),
    )
    _write(clinic, found.filled, by, at)
    return found


@transaction.atomic
def swap_days(
    *, clinic: ClinicId, first: date, second: date, seen: Days, by: Staff, at: datetime
) -> None:
    """Let two days change persons.

    :raises NotPermitted: if the person doesn't plan there
    :raises ChangedMeanwhile, InvalidForm: see ``domain.duty.plan.swapped_days``
    """
    _hold(clinic, by)
    changes = rules.swapped_days(
        first,
        second,
        seen=seen,
        plan=queries.plan(clinic, since=min(first, second), until=max(first, second)),
        staffing=queries.staffing(clinic, on=local_date(at)),
    )
    _write(clinic, changes, by, at)


def _hold(clinic: ClinicId, by: Staff) -> None:
    """Let in who plans the clinic, and keep others who plan it waiting until this is done."""
    access.permit_at(by, Deed.PLAN_ROSTER, clinic)
    ClinicRow.objects.select_for_update(no_key=True).get(pk=clinic)


def _write(clinic: ClinicId, changes: Days, by: Staff, at: datetime) -> int:
    for day, person in changes.items():
        DutyRow.objects.update_or_create(
            clinic_id=clinic,
            date=day,
            defaults={"person_id": person, "planned_by_id": by.id, "planned_at": at},
        )
    return len(changes)


@transaction.atomic
def add_absence(
    *,
    person: PersonId,
    clinic: ClinicId,
    from_date: date,
    until: date | None,
    by: Staff,
    at: datetime,
) -> None:
    """Mark somebody as away, on one's own account or as who plans the clinic where that person works.

    :raises NotPermitted: if it is somebody else and the person doesn't plan there
    :raises InvalidForm: if nobody of that id works there, or the dates can't be so
    """
    if person != by.id:
        access.permit_at(by, Deed.PLAN_ROSTER, clinic)
        if not working_at(clinic, on=local_date(at)).filter(pk=person).exists():
            raise InvalidForm(say("Choose somebody who works at the clinic."))
    _permit_dates(from_date, until, local_date(at))
    mark_absent(person=person, from_date=from_date, until=until)


def _permit_dates(from_date: date, until: date | None, today: date) -> None:
    problems = []
    if until is not None and until < from_date:
        problems.append(Problem("until", Sentence(_ENDS_BEFORE)))
    for field, day in (("from", from_date), ("until", until)):
        if day is not None and abs(day - today) > _FARTHEST:
            problems.append(Problem(field, Sentence(_TOO_FAR)))
    if problems:
        raise InvalidForm(say("The absence can't be like that."), problems=tuple(problems))


@transaction.atomic
def stop_absence(*, absence: int, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """End an absence the day before today; one that has not begun never will.

    :raises NotPermitted: if it is somebody else's and the person doesn't plan there
    :raises OutOfReach: if there is none of somebody who works there
    """
    row = AbsenceRow.objects.select_for_update().filter(pk=absence).first()
    today = local_date(at)
    if row is None or row.person_id != by.id:
        access.permit_at(by, Deed.PLAN_ROSTER, clinic)
    if row is None or not _is_of_theirs(row, clinic, by, today):
        raise OutOfReach(say("There is no such absence, or it isn't yours to end."))
    end_absence(absence=absence, until=min(today, row.from_date) - _DAY)


def _is_of_theirs(row: AbsenceRow, clinic: ClinicId, by: Staff, today: date) -> bool:
    is_own = row.person_id == by.id
    return is_own or working_at(clinic, on=today).filter(pk=row.person_id).exists()


def note_opened(*, clinic: ClinicId, by: Staff, at: datetime) -> None:
    """Record that a receiver opened the clinic's inbox; only the first time on a local date counts.

    :raises NotPermitted: if the person doesn't receive there
    """
    if not by.receives_at(clinic):
        raise NotPermitted(say("Cases are for those who receive or handle them at the clinic."))
    row = OpenedRow(clinic_id=clinic, date=local_date(at), person_id=by.id, at=at)
    OpenedRow.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def make_feed(*, by: Staff, language: str, at: datetime) -> str:
    """Return a new secret address for one's own days; the one before leads nowhere any more.

    It is returned only now: what is kept can't give it again.
    """
    PersonRow.objects.select_for_update(no_key=True).get(pk=by.id)
    withdraw_feed(by=by, at=at)
    address = secrets.token_urlsafe(32)
    FeedRow.objects.create(
        person_id=by.id, digest=queries.digest(address), language=language, made_at=at
    )
    return address


def withdraw_feed(*, by: Staff, at: datetime) -> None:
    """Let one's own calendar address lead nowhere, if there is one."""
    FeedRow.objects.filter(person_id=by.id, withdrawn_at=None).update(withdrawn_at=at)
