"""Reading clinics."""

from collections.abc import Iterable

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.identity import ClinicId
from vardag.rooms.clinics.models import ClinicRow, ClosedDayRow, LinkRow


def calendar_of(clinic: ClinicId) -> WorkingCalendar:
    """Return the clinic's working calendar: Swedish working days less its own closed days."""
    rows = ClosedDayRow.objects.filter(clinic_id=clinic).values_list("date", "reason")
    return WorkingCalendar(closed=dict(rows))


def links_of(clinic: ClinicId) -> dict[str, str]:
    """Return the addresses that the clinic has set itself, by the routine's link keys."""
    return dict(LinkRow.objects.filter(clinic_id=clinic).values_list("key", "address"))


def clinics(ids: Iterable[ClinicId] | None = None) -> list[ClinicRow]:
    """Return clinics by name; all of them when no ids are given."""
    rows = ClinicRow.objects.order_by("name")
    return list(rows if ids is None else rows.filter(pk__in=list(ids)))


def clinics_for_residents() -> list[ClinicRow]:
    """Return the clinics to which residents can send cases."""
    return list(ClinicRow.objects.filter(takes_residents_cases=True).order_by("pk"))


def clinic_by_key(key: str) -> ClinicRow | None:
    return ClinicRow.objects.filter(key=key).first()
