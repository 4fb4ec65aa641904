"""What stands around the weeks for whoever plans: days missed, what copying left empty, who is away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vardag.domain.clock.deadline import local_date
from vardag.domain.duty.opening import missed_days
from vardag.domain.duty.plan import MOST_WEEKS, copied_week
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm
from vardag.domain.routine.document import NURSE
from vardag.doors.office.roster import words
from vardag.doors.office.roster.forms import as_number
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.offering.queries import excepted_at
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import absences_of, working_at
from vardag.rooms.roster.queries import Roster, openings, plan
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Away:
    """An absence that is or comes: whose, and between which days."""

    id: int
    name: str
    first: str
    last: str  # empty until further notice
    has_begun: bool


def nurses_services(clinic: ClinicRow, on: date) -> list[str]:
    """Return the services that the clinic offers and only a nurse may answer."""
    if not clinic.takes_residents_cases:
        return []
    excepted = excepted_at(ClinicId(clinic.pk))
    return [
        in_words(service.list_name)
        for service in routine_on(on).services
        if service.received_by == NURSE and service.key not in excepted
    ]


def for_planners(request: StaffRequest, roster: Roster, *, at: datetime) -> dict[str, Any]:
    """Return what only those who plan are shown."""
    clinic, on = ClinicId(request.clinic.pk), local_date(at)
    people = list(working_at(clinic, on=on))
    return {
        "missed": _missed(request.clinic, roster, at),
        "left_empty": _left_empty(request, roster),
        "people": [(person.pk, person.name.strip()) for person in people],
        "away": away(people, on),
    }


def _missed(clinic: ClinicRow, roster: Roster, at: datetime) -> list[str]:
    if not clinic.takes_residents_cases:
        return []
    on = local_date(at)
    found = openings(ClinicId(clinic.pk), on=on)
    days = missed_days(found.opened, first=found.first, at=at, calendar=roster.staffing.calendar)
    return words.missed(days, on)


def _left_empty(request: StaffRequest, roster: Roster) -> list[str]:
    """Return which days a copy left empty, as the address says what was copied: found out anew."""
    weeks = as_number(request.GET.get("weeks", ""))
    try:
        source = Week.read(request.GET.get("copied", ""))
        found = copied_week(
            source,
            weeks=weeks,
            plan=plan(
                ClinicId(request.clinic.pk),
                since=source.monday,
                until=source.plus(MOST_WEEKS).days[-1],
            ),
            staffing=roster.staffing,
        )
    except (ValueError, InvalidForm):
        return []
    return words.left_empty(found.left, roster.names, roster.staffing.today)


def away(people: list[PersonRow], on: date) -> list[Away]:
    """Return the absences of some people that are or come."""
    names = {person.pk: person.name.strip() for person in people}
    rows = absences_of([PersonId(pk) for pk in names], since=on)
    return [
        Away(
            id=row.pk,
            name=names[row.person_id],
            first=short_date(row.from_date, on=on),
            last=short_date(row.until_date, on=on) if row.until_date else "",
            has_begun=row.from_date <= on,
        )
        for row in rows
    ]
