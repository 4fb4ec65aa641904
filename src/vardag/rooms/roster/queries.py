"""Reading the roster: who is planned when, who can be, when the inbox was opened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from django.db.models import Min

from vardag.domain.clock.deadline import local_date
from vardag.domain.duty.opening import DAYS_BACK
from vardag.domain.duty.plan import Plan
from vardag.domain.duty.receiving import Receiver, Span, Staffing
from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role
from vardag.rooms.clinics.queries import calendar_of
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.people.queries import absences_of, ever_in_force
from vardag.rooms.roster.models import DutyRow, FeedRow, OpenedRow

_A_MONTH = timedelta(days=31)


def plan(clinic: ClinicId, *, since: date, until: date) -> Plan:
    """Return who is planned at a clinic between two dates, both included."""
    rows = DutyRow.objects.filter(clinic_id=clinic, date__range=(since, until))
    found = rows.filter(person__isnull=False).values_list("date", "person_id")
    return {day: PersonId(person) for day, person in found}


@dataclass(frozen=True)
class Roster:
    """A clinic's roster between two dates, with everybody whom it names."""

    plan: Plan
    staffing: Staffing
    people: dict[PersonId, PersonRow] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[PersonId, str]:
        return {person: row.name.strip() for person, row in self.people.items()}


def roster(
    clinic: ClinicId, *, since: date, until: date, on: date, needs_nurse: bool = False
) -> Roster:
    """Return a clinic's roster as it is found on a local date. Four queries."""
    rows = DutyRow.objects.filter(clinic_id=clinic, date__range=(since, until))
    planned = {row.date: row.person for row in rows.select_related("person") if row.person}
    people = {PersonId(person.pk): person for person in planned.values()}
    spans, receivers = _receivers(clinic)
    people |= receivers
    return Roster(
        plan={day: PersonId(person.pk) for day, person in planned.items()},
        staffing=_staffing(clinic, people, spans, on=on, needs_nurse=needs_nurse),
        people=people,
    )


def staffing(clinic: ClinicId, *, on: date) -> Staffing:
    """Return who can be planned at a clinic, as it is found on a local date."""
    spans, people = _receivers(clinic)
    return _staffing(clinic, people, spans, on=on)


type _Spans = dict[PersonId, list[Span]]


def _receivers(clinic: ClinicId) -> tuple[_Spans, dict[PersonId, PersonRow]]:
    """Return those who receive at a clinic at any time, and between which days."""
    spans: _Spans = defaultdict(list)
    people = {}
    for row in ever_in_force(clinic, Role.RECEIVER).select_related("person"):
        person = PersonId(row.person_id)
        people[person] = row.person
        spans[person].append(Span(row.from_date, _last_day(row)))
    return spans, people


def _last_day(grant: GrantRow) -> date | None:
    """Return a role's last day: before the one on which it was withdrawn, if it was."""
    if grant.withdrawn_at is None:
        return grant.until_date
    withdrawn = local_date(grant.withdrawn_at) - timedelta(days=1)
    return min(withdrawn, grant.until_date or withdrawn)


def _staffing(
    clinic: ClinicId,
    people: dict[PersonId, PersonRow],
    spans: _Spans,
    *,
    on: date,
    needs_nurse: bool = False,
) -> Staffing:
    away = _away(people, since=on - _A_MONTH)
    return Staffing(
        today=on,
        calendar=calendar_of(clinic),
        receivers={
            pk: Receiver(
                id=pk,
                is_nurse=row.profession == Profession.NURSE,
                receives=tuple(spans.get(pk, ())),
                away=tuple(away.get(pk, ())),
            )
            for pk, row in people.items()
        },
        needs_nurse=needs_nurse,
    )


def _away(people: Iterable[PersonId], *, since: date) -> _Spans:
    spans: _Spans = defaultdict(list)
    rows = absences_of(people, since=since)
    for person, first, last in rows.values_list("person_id", "from_date", "until_date"):
        spans[PersonId(person)].append(Span(first, last))
    return spans


@dataclass(frozen=True)
class Openings:
    """When a clinic's inbox was first opened, by local date, and the first day ever recorded."""

    opened: dict[date, datetime]
    first: date | None


def openings(clinic: ClinicId, *, on: date) -> Openings:
    """Return when the inbox was opened in the days before a local date that are looked back on."""
    rows = OpenedRow.objects.filter(clinic_id=clinic)
    lately = rows.filter(date__gte=on - timedelta(days=DAYS_BACK))
    return Openings(
        opened=dict(lately.values_list("date", "at")),
        first=rows.aggregate(first=Min("date"))["first"],
    )


@dataclass(frozen=True)
class OwnDay:
    """A day on which somebody is responsible, and when that was planned."""

    day: date
    clinic: str
    clinic_key: str
    planned_at: datetime


def days_of(person: PersonId, *, since: date) -> list[OwnDay]:
    """Return the days from a date on which somebody is responsible, at all clinics."""
    rows = DutyRow.objects.filter(person_id=person, date__gte=since).order_by("date", "clinic_id")
    found = rows.values_list("date", "clinic__name", "clinic__key", "planned_at")
    return [OwnDay(*row) for row in found]


def feed_of(person: PersonId) -> FeedRow | None:
    """Return somebody's calendar address, of which only the digest is known."""
    return FeedRow.objects.filter(person_id=person, withdrawn_at=None).first()


def feed_at(address: str) -> FeedRow | None:
    """Return the calendar address that these secret words are; None if they are none any more."""
    return FeedRow.objects.filter(digest=digest(address), withdrawn_at=None).first()


def digest(address: str) -> str:
    """Return what is kept of a secret address; its 256 random bits need no salt."""
    return sha256(address.encode()).hexdigest()
