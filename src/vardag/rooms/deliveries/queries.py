"""Reading deliveries: what is due, how it stands with those of a case, which have failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q

from vardag.domain.health.work import Queue
from vardag.domain.messages.delivery import OPEN, State, Trouble
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.deliveries.models import DeliveryRow

MOST = 200  # failed ones in a list


@dataclass(frozen=True)
class Delivery:
    """How it stands with a message."""

    key: UUID
    case: CaseId
    part: str  # the step, or the piece of work
    system: str
    state: State
    since: datetime
    due_at: datetime
    attempts: int
    trouble: Trouble | None
    complaint: str
    receipt: str


def due(*, at: datetime, most: int) -> list[UUID]:
    """Return the messages whose turn it is, the longest due first."""
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    rows = DeliveryRow.objects.filter(free, state__in=OPEN, due_at__lte=at)
    return list(rows.order_by("due_at").values_list("key", flat=True)[:most])


def delivery(key: UUID) -> Delivery | None:
    """Return how it stands with a message; None where there is no such one."""
    row = DeliveryRow.objects.filter(pk=key).first()
    return None if row is None else _delivery(row)


def of_case(case: CaseId) -> dict[str, Delivery]:
    """Return how it stands with the messages of a case, by the key of the step or piece of work."""
    return {row.part: _delivery(row) for row in DeliveryRow.objects.filter(case=case)}


def unsettled_of(cases: Iterable[CaseId]) -> set[CaseId]:
    """Return which of some cases have a message that isn't done: it waits, or has failed."""
    rows = DeliveryRow.objects.filter(case__in=list(cases), settled_at=None)
    return {CaseId(case) for case in rows.values_list("case", flat=True)}


def of_parts(parts: Iterable[tuple[CaseId, str]]) -> dict[CaseId, Delivery]:
    """Return how it stands with one message of each case; asks only where there are lines at all.

    :param parts: each case with the step or piece of work that is meant
    """
    wanted = dict(parts)
    if not settings.LINES or not wanted:
        return {}
    rows = (_delivery(row) for row in DeliveryRow.objects.filter(case__in=wanted))
    return {each.case: each for each in rows if each.part == wanted[each.case]}


def in_vain(case: CaseId) -> frozenset[str]:
    """Return the steps and pieces of work of a case of which a system was told in vain."""
    failed = DeliveryRow.objects.filter(case=case, state=State.FAILED)
    return frozenset(failed.values_list("part", flat=True))


def failed_at(clinic: ClinicId) -> list[Delivery]:
    """Return the failed deliveries of a clinic, the oldest first; the first two hundred."""
    rows = DeliveryRow.objects.filter(clinic=clinic, state=State.FAILED)
    return [_delivery(row) for row in rows.order_by("since", "key")[:MOST]]


def count_failed(clinic: ClinicId) -> int:
    """Return how many deliveries of a clinic have failed; asks only where there are lines at all."""
    if not settings.LINES:
        return 0
    return DeliveryRow.objects.filter(clinic=clinic, state=State.FAILED).count()


def systems_at(clinic: ClinicId) -> frozenset[str]:
    """Return the systems to which a clinic has a line; asks only where there are lines at all."""
    if not settings.LINES:
        return frozenset()
    key = ClinicRow.objects.filter(pk=clinic).values_list("key", flat=True).first()
    return frozenset(each.system for each in settings.LINES if each.clinic == key)


def has_lines(clinics: Iterable[str]) -> bool:
    """Tell whether one of these clinics, by key, has a line to a system."""
    return not {each.clinic for each in settings.LINES}.isdisjoint(clinics)


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        key=row.key,
        case=CaseId(row.case),
        part=row.part,
        system=row.system,
        state=State(row.state),
        since=row.since,
        due_at=row.due_at,
        attempts=row.attempts,
        trouble=Trouble(row.trouble) if row.trouble else None,
        complaint=row.complaint,
        receipt=row.receipt,
    )


def waiting(*, at: datetime) -> Queue:
    """Return how many messages should have been told to other systems by now, and since when."""
    rows = DeliveryRow.objects.filter(state__in=OPEN, due_at__lte=at)
    return Queue(**rows.aggregate(many=Count("pk"), since=Min("due_at")))


def failed() -> dict[ClinicId, Queue]:
    """Return how many messages came through in vain, by clinic, and since when."""
    rows = DeliveryRow.objects.filter(state=State.FAILED).values_list("clinic")
    found = rows.annotate(Count("pk"), Min("since")).order_by("clinic")
    return {ClinicId(clinic): Queue(many, since) for clinic, many, since in found}
