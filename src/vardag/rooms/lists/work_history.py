"""What has been done to the work of one case, read from its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

from vardag.domain.case.events import (
    Entry,
    WorkAssigned,
    WorkCompleted,
    WorkNoted,
    WorkPutOff,
    WorkSent,
)
from vardag.domain.people.identity import CaseId, PersonId
from vardag.rooms.cases.ledger import entry_of
from vardag.rooms.cases.models import EventRow
from vardag.rooms.people.queries import people

_KINDS = tuple(each.kind for each in (WorkAssigned, WorkCompleted, WorkNoted, WorkPutOff, WorkSent))


@dataclass(frozen=True)
class WorkHistory:
    """What was done, the last first, and what those are called who did it or were given it."""

    entries: tuple[Entry, ...]
    names: Mapping[PersonId, str]


def work_history(case: CaseId) -> WorkHistory:
    """Return the history of a case's work; who may read it is asked before."""
    rows = EventRow.objects.filter(case=case, kind__in=_KINDS).order_by("-number")
    entries = tuple(entry_of(row) for row in rows)
    given = (each.event.person for each in entries if isinstance(each.event, WorkAssigned))
    named = {*(each.by for each in entries), *(person for person in given if person is not None)}
    return WorkHistory(entries, {pk: row.name.strip() for pk, row in people(named).items()})
