"""The ledger of a case: events to rows and back, and what they come to.

Only ``actions`` calls the writing half of this module.
"""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from vardag.domain.case.events import Entry, Event
from vardag.domain.case.evolve import fold
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import Routine, Service
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.prepared import Given, Prepared
from vardag.rooms.routines.queries import routine

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_LEDGER = Prepared(lambda: EventRow.objects.filter(case=Given("case")).order_by("number"))
_DEADLINE: TypeAdapter[Deadline] = TypeAdapter(Deadline)


class BrokenLedger(ValueError):
    """A ledger that does not tell a whole story; nothing may be decided on it."""


def event_data(event: Event) -> dict[str, Any]:
    """Return what an event holds beside its kind, as it is stored."""
    data: dict[str, Any] = _EVENT.dump_python(event, mode="json", exclude_defaults=True)
    return data


def event_row(case: CaseRow, entry: Entry, *, number: int) -> EventRow:
    """Return the row of one more event; it is not saved here."""
    return EventRow(
        case=case,
        number=number,
        kind=entry.event.kind,
        data=event_data(entry.event),
        by_id=entry.by,
        at=entry.at,
        date=entry.date,
    )


def entry_of(row: EventRow) -> Entry:
    """Return what a row says happened.

    :raises BrokenLedger: if the row can't be read as an event
    """
    try:
        event = _EVENT.validate_python({**row.data, "kind": row.kind})
    except ValueError as wrong:
        raise BrokenLedger(f"event {row.number} of case {row.case_id}: {wrong}") from wrong
    return Entry(event=event, by=PersonId(row.by_id), at=row.at, date=row.date)


def entries_of(case: CaseRow) -> list[Entry]:
    """Return a case's ledger, from the first event to the last.

    :raises BrokenLedger: if an event is missing or can't be read
    """
    return whole(case, _LEDGER.all(case=case.pk))


def entries_until(case: CaseRow) -> list[Entry]:
    """Return a case's ledger as it was when its row was read.

    Who reads holds no lock: what somebody wrote between the two questions comes with the next look.

    :raises BrokenLedger: if an event is missing or can't be read
    """
    return whole(case, until(case, _LEDGER.all(case=case.pk)))


def until(case: CaseRow, rows: list[EventRow]) -> list[EventRow]:
    """Return the event rows that a case had when its row was read."""
    return [row for row in rows if row.number <= case.version]


def whole(case: CaseRow, rows: list[EventRow]) -> list[Entry]:
    """Return what a case's event rows say happened, in order.

    :raises BrokenLedger: if one is missing, too many, or can't be read
    """
    if [row.number for row in rows] != list(range(1, case.version + 1)):
        raise BrokenLedger(f"case {case.pk}: the events are not 1 to {case.version}")
    return [entry_of(row) for row in rows]


def folded(case: CaseRow, entries: Iterable[Entry]) -> Case:
    """Return the case that a ledger comes to, by the routine that the case is pinned to."""
    return fold_by(routine(case.routine_id), case.service, entries)


def service_of(document: Routine, key: str) -> Service:
    """Return the service of a case by the routine that the case is pinned to.

    :raises BrokenLedger: if that routine doesn't know it
    """
    service = document.service(key)
    if service is None:
        raise BrokenLedger(f"the routine has no service {key}")
    return service


def fold_by(document: Routine, service_key: str, entries: Iterable[Entry]) -> Case:
    service = document.service(service_key)
    process = document.process(service.process) if service else None
    if service is None or process is None:
        raise BrokenLedger(f"the routine has no service {service_key}")
    return fold(entries, service=service, process=process)


def deadline_json(deadline: Deadline | None) -> dict[str, Any] | None:
    """Return a deadline with its reasons as it is stored."""
    return None if deadline is None else _DEADLINE.dump_python(deadline, mode="json")


def deadline_of(data: dict[str, Any] | None) -> Deadline | None:
    return None if data is None else _DEADLINE.validate_python(data)
