"""Disposing of closed cases: the decision first, then the cases in parts, each an entry of the log.

What is broken off has disposed of whole cases and of no half one; the same words once more dispose of
the rest, as a decision of its own number. Nothing brings back what is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vardag.domain.people.identity import PersonId
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.aside import standing_rows_aside
from vardag.rooms.audit.words import About, Result, What, Where, Who
from vardag.rooms.cases import letting_go as cases
from vardag.rooms.deliveries import actions as deliveries
from vardag.rooms.desks import actions as desks
from vardag.rooms.disposal.models import DecisionRow, DisposedRow
from vardag.rooms.disposal.queries import Closed, Scope, found, stays_among
from vardag.rooms.files import actions as files
from vardag.rooms.notices import letting_go as notices
from vardag.rooms.reconciliation import actions as reconciliation

_AT_ONCE = 100  # cases in one transaction


@dataclass(frozen=True)
class Decision:
    """Who decided, and in which words it is found again."""

    by: PersonId
    words: str


def dispose(scope: Scope, decision: Decision, *, at: datetime) -> Iterator[int]:
    """Dispose of the cases of a decision, and yield after each part how many are gone.

    What hangs on a case is asked anew when its turn comes, and it stays if something does. Where
    there is nothing to dispose of, no decision is written.

    :param at: aware
    :raises LogUnwritable: if it can't be logged; then nothing of the part at hand is gone
    """
    goes = found(scope).goes
    if not goes:
        return
    row = DecisionRow.objects.create(
        at=at,
        by_id=decision.by,
        decision=decision.words,
        clinic_id=scope.clinic,
        before_date=scope.before,
        service=scope.service,
    )
    gone = 0
    for first in range(0, len(goes), _AT_ONCE):
        gone += _let_go(goes[first : first + _AT_ONCE], row, at=at)
        yield gone


def _let_go(part: tuple[Closed, ...], decision: DecisionRow, *, at: datetime) -> int:
    """Dispose of those of some cases on which nothing hangs, and return how many they were."""
    with transaction.atomic(), standing_rows_aside(*cases.STANDING):
        stays = stays_among([each.id for each in part])
        some = [each for each in part if each.id not in stays]
        ids = [each.id for each in some]
        sent = cases.files_of(ids)
        reconciliation.let_go(ids)
        desks.let_go(ids)
        deliveries.let_go(ids)
        notices.let_go(ids)
        cases.let_go(ids)
        files.let_go(sent)
        DisposedRow.objects.bulk_create(_gone(each, decision) for each in some)
        for each in some:
            _note(each, decision, at=at)
    files.let_bytes_go(sent)
    return len(some)


def _gone(case: Closed, decision: DecisionRow) -> DisposedRow:
    return DisposedRow(
        case=case.id,
        number=case.number,
        decision=decision,
        service=case.service,
        received_date=case.received_date,
        closed_date=case.closed_date,
    )


def _note(case: Closed, decision: DecisionRow, *, at: datetime) -> None:
    note_access(
        who=Who(PersonId(decision.by_id)),
        what=What.CASE_DISPOSED,
        at=at,
        about=About(case=case.id, patient=case.patient),
        where=Where(reason=f"disposal of cases {decision.pk}"),
        result=Result.DONE,
    )
