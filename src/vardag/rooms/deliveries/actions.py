"""Writing deliveries: with the act that causes one, by the worker that tries it, by what settles it.

The only writer of its table. ``cases.actions`` calls the first half in an act's own transaction, and the
worker the second; what a worker says counts only as long as the try is its own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from vardag.domain.clock.again import LEASE
from vardag.domain.messages.delivery import (
    OPEN,
    Next,
    State,
    Trouble,
    after_taken,
    after_trouble,
)
from vardag.domain.messages.message import Json, waits_for_a_person
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.rooms.deliveries.models import DeliveryRow

_LONGEST = 200  # characters of a complaint
_LONGEST_RECEIPT = 120


@dataclass(frozen=True)
class Try:
    """A message that one worker has to itself for a while."""

    key: UUID
    case: CaseId
    clinic: str
    system: str
    payload: Json
    state: State
    since: datetime
    heard_at: datetime | None
    number: int


def enqueue(*, case: CaseId, part: str, clinic: ClinicId, message: Json, at: datetime) -> None:
    """Put a message on its way, in the transaction of the act that causes it.

    :param message: see ``domain.messages.message``; its key is the delivery's
    :param at: aware
    """
    DeliveryRow.objects.create(
        key=UUID(message["key"]),
        case=case,
        part=part,
        clinic_id=clinic,
        system=message["system"],
        kind=message["kind"],
        payload=message,
        state=State.WAITING,
        since=at,
        due_at=at,
    )


def send_again(*, case: CaseId, part: str, at: datetime) -> None:
    """Put a message that failed on its way again, as it was and with its key.

    :param at: aware
    """
    DeliveryRow.objects.filter(case=case, part=part, state=State.FAILED).update(
        state=State.WAITING, since=at, due_at=at, heard_at=None, trouble="", complaint=""
    )


def settle(*, case: CaseId, part: str, at: datetime, receipt: str | None) -> None:
    """Say that a message needs no more sending: the system has done it, or a person has seen to it.

    The first word stands: a receipt that comes after a person's tick changes nothing.

    :param receipt: the system's word; None if a person ticked it or left it out
    """
    state = State.BY_HAND if receipt is None else State.CONFIRMED
    DeliveryRow.objects.filter(case=case, part=part, settled_at=None).update(
        state=state, settled_at=at, receipt=receipt or "", payload={}, lease_until=None
    )


def try_now(key: UUID, *, at: datetime) -> Try | None:
    """Take a message for a try of one's own; None if it isn't its turn, or another worker has it.

    :param at: aware
    """
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    mine = DeliveryRow.objects.filter(free, pk=key, state__in=OPEN, due_at__lte=at)
    if not mine.update(lease_until=at + LEASE, attempts=F("attempts") + 1):
        return None
    row = DeliveryRow.objects.select_related("clinic").get(pk=key)
    return Try(
        key=key,
        case=CaseId(row.case),
        clinic=row.clinic.key,
        system=row.system,
        payload=row.payload,
        state=State(row.state),
        since=row.since,
        heard_at=row.heard_at,
        number=row.attempts,
    )


def note_taken(mine: Try, *, at: datetime) -> State:
    """Say that a message was taken and that its receipt is waited for; return how it stands.

    :param at: aware
    """
    waits = waits_for_a_person(mine.payload)
    found = after_taken(since=mine.since, at=at, waits_for_a_person=waits)
    failed = Trouble.NO_RECEIPT if found.state is State.FAILED else None
    complaint = "no receipt in time" if failed else ""
    return _note(mine, found, trouble=failed, complaint=complaint, heard_at=at if waits else None)


def note_trouble(mine: Try, trouble: Trouble, *, complaint: str, at: datetime) -> State:
    """Say that a try came to nothing, and why; return how it stands.

    :param complaint: for operations; nothing of any patient
    :param at: aware
    """
    since = mine.heard_at or mine.since
    found = after_trouble(trouble, state=mine.state, since=since, at=at)
    return _note(mine, found, trouble=trouble, complaint=complaint, heard_at=mine.heard_at)


def _note(
    mine: Try, found: Next, *, trouble: Trouble | None, complaint: str, heard_at: datetime | None
) -> State:
    """Write how it stands, unless another's try has come after this one."""
    rows = DeliveryRow.objects.filter(pk=mine.key, attempts=mine.number, state__in=OPEN)
    rows.update(
        state=found.state,
        due_at=found.due_at,
        heard_at=heard_at,
        lease_until=None,
        trouble=trouble or "",
        complaint=complaint[:_LONGEST],
    )
    return found.state


def as_receipt(given: str) -> str:
    """Return a system's receipt as it is kept: what can be read of it, in one line, and not for ever."""
    words = "".join(each if each.isprintable() else " " for each in given)
    return " ".join(words.split())[:_LONGEST_RECEIPT]


def let_go(cases: Collection[CaseId]) -> None:
    """Remove the messages about cases that are disposed of, in the disposal's transaction."""
    DeliveryRow.objects.filter(case__in=cases).delete()
