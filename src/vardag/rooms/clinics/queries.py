"""Reading clinics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId
from vardag.rooms.by_hand import day
from vardag.rooms.clinics.models import ClinicRow, ClosedDayRow, LinkRow
from vardag.rooms.prepared import Given, Prepared

_CALENDAR_AND_LINKS = """
SELECT reason, '', date FROM clinic_closed_day WHERE clinic_id = %s
UNION ALL
SELECT key, address, NULL FROM clinic_link WHERE clinic_id = %s
"""
_CLOSED = Prepared(
    lambda: ClosedDayRow.objects.filter(clinic_id=Given("clinic")).values_list("date", "reason")
)
_BY_KEY = Prepared(lambda: ClinicRow.objects.filter(key=Given("key")))


def calendar_of(clinic: ClinicId) -> WorkingCalendar:
    """Return the clinic's working calendar: Swedish working days less its own closed days."""
    return WorkingCalendar(closed=dict(_CLOSED.all(clinic=clinic)))


def calendar_and_links(clinic: ClinicId) -> tuple[WorkingCalendar, dict[str, str]]:
    """Return the clinic's calendar, and the addresses it has set itself by the routine's link keys.

    Every act wants both, so they are one question.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CALENDAR_AND_LINKS, (clinic, clinic))
        found = cursor.fetchall()
    closed = {day(on): reason for reason, _, on in found if on is not None}
    return WorkingCalendar(closed), {key: address for key, address, on in found if on is None}


@dataclass(frozen=True)
class Own:
    """What a clinic has set itself: closed days with why, and addresses by the routine's link keys."""

    closed: dict[date, str]
    links: dict[str, str]


def own(clinic: ClinicId) -> Own:
    """Return what a clinic has set itself. Two queries."""
    return Own(
        closed=dict(ClosedDayRow.objects.filter(clinic_id=clinic).values_list("date", "reason")),
        links=dict(LinkRow.objects.filter(clinic_id=clinic).values_list("key", "address")),
    )


def clinics(ids: Iterable[ClinicId] | None = None) -> list[ClinicRow]:
    """Return clinics by name; all of them when no ids are given."""
    rows = ClinicRow.objects.order_by("name")
    return list(rows if ids is None else rows.filter(pk__in=list(ids)))


def clinics_for_residents() -> list[ClinicRow]:
    """Return the clinics to which residents can send cases."""
    return list(ClinicRow.objects.filter(takes_residents_cases=True).order_by("pk"))


def clinic_by_key(key: str) -> ClinicRow | None:
    return _BY_KEY.first(key=key)


def link_addresses() -> set[str]:
    """Return every address that a clinic has set as its own, of all clinics."""
    return set(LinkRow.objects.values_list("address", flat=True))
