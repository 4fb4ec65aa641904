"""Reading how often shortcuts are used."""

from datetime import date

from django.db.models import Min

from vardag.domain.measures.shortcuts import Counted
from vardag.domain.people.identity import ClinicId
from vardag.rooms.shortcuts.models import CountRow


def counted(clinic: ClinicId, *, first: date, last: date) -> tuple[Counted, ...]:
    """Return how often a clinic's shortcuts were used on each local date, both ends included."""
    rows = CountRow.objects.filter(clinic_id=clinic, date__range=(first, last))
    return tuple(
        Counted(row.service, row.date, shown=row.shown, followed=row.followed)
        for row in rows.order_by("date", "service")
    )


def counted_since() -> date | None:
    """Return the local date of the first use that was counted, at any clinic; None if none was."""
    since: date | None = CountRow.objects.aggregate(since=Min("date"))["since"]
    return since
