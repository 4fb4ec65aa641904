"""What has happened to a clinic's cases since a list of them was read.

One question, which costs as much as has happened since, however many cases there are. It tells of a
case by its number in the database, who of the staff did it, and who has it now: nothing of a resident.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from vardag.domain.case.state import Status
from vardag.domain.people.identity import CaseId, ClinicId

MOST = 500  # a list so far behind is to be read anew
_OVERLAP = 100  # events that may have got their number before, and have been written after
_JUST_BEFORE = timedelta(seconds=5)

# Kinds that change what a list says of a case. Whoever wrote from home is left out here, not later.
_HAPPENED = """
SELECT e.id, e.case_id, e.kind, c.clinic_id, c.status,
    CASE WHEN e.kind IN ('submitted', 'answered') THEN '' ELSE p.given_name END,
    coalesce(h.given_name, g.name, '')
FROM case_event AS e JOIN "case" AS c ON c.id = e.case_id JOIN person AS p ON p.id = e.by_id
    LEFT JOIN person AS h ON h.id = c.holder_id
    LEFT JOIN person_group AS g ON g.id = c.holding_group_id
WHERE e.id > %(after)s AND e.at > %(at)s
    AND e.kind IN ('submitted', 'claimed', 'assigned', 'sent-to-clinic', 'returned-to-inbox',
        'interim-reply', 'counter-question', 'answered', 'reply', 'closed-without-reply')
    AND (c.clinic_id = %(clinic)s OR EXISTS (
        SELECT 1 FROM case_passed_by AS q WHERE q.case_id = c.id AND q.clinic_id = %(clinic)s))
ORDER BY e.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, and how its case is now. ``by`` is empty where a resident did it."""

    event: int
    case: CaseId
    kind: str
    is_here: bool
    is_closed: bool
    by: str
    holder: str  # a person or a group; empty for nobody


def happened(clinic: ClinicId, *, after: int, at: datetime) -> tuple[Happening, ...]:
    """Return what has happened at a clinic since a moment, oldest first; ``MOST`` at most.

    Some of what happened just before may come as well, since events aren't always written in the order
    of their numbers.

    :param after: the last event when the list was read
    :param at: aware; when it was read
    """
    particulars = {
        "after": after - _OVERLAP,
        "at": connection.ops.adapt_datetimefield_value(at - _JUST_BEFORE),
        "clinic": clinic,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, particulars)
        return tuple(_happening(row, clinic) for row in cursor.fetchall())


def _happening(row: tuple[Any, ...], clinic: ClinicId) -> Happening:
    event, case, kind, at_clinic, status, by, holder = row
    return Happening(
        event=event,
        case=CaseId(case),
        kind=kind,
        is_here=at_clinic == clinic,
        is_closed=status == Status.CLOSED,
        by=by,
        holder=holder,
    )
