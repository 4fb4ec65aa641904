"""The ledgers of several cases in one question."""

from collections import defaultdict
from collections.abc import Iterable

from vardag.domain.case.events import Entry
from vardag.rooms.cases.ledger import until, whole
from vardag.rooms.cases.models import CaseRow, EventRow


def ledgers(rows: Iterable[CaseRow]) -> dict[int, list[Entry]]:
    """Return the ledgers of cases by their ids.

    :raises BrokenLedger: if one isn't whole
    """
    cases = {row.pk: row for row in rows}
    events: dict[int, list[EventRow]] = defaultdict(list)
    for event in EventRow.objects.filter(case__in=cases).order_by("case_id", "number"):
        events[event.case_id].append(event)
    return {pk: whole(row, until(row, events[pk])) for pk, row in cases.items()}
