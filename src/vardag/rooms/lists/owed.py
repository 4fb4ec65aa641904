"""How many cases each clinic has open, owes a response today, and is late with: numbers, and no case."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vardag.domain.case.state import Status
from vardag.rooms.cases.models import CaseRow


@dataclass(frozen=True)
class Owed:
    """What a clinic owes. ``clinic`` is its key."""

    clinic: str
    open: int
    due_today: int
    overdue: int


def owed(*, on: date) -> tuple[Owed, ...]:
    """Return what each clinic owes on a local date, of those that have open cases. One query."""
    rows = CaseRow.objects.exclude(status=Status.CLOSED).values_list("clinic__key")
    counted = rows.annotate(
        open=Count("pk"),
        due_today=Count("pk", filter=Q(response_due_date=on)),
        overdue=Count("pk", filter=Q(response_due_date__lt=on)),
    )
    return tuple(Owed(*row) for row in counted.order_by("clinic__key"))
