"""Hold the rows against the ledgers: fold each one anew and compare."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db.models import prefetch_related_objects

from vardag.domain.case.state import Case
from vardag.domain.identity import CaseId
from vardag.rooms.cases.ledger import BrokenLedger, folded, whole
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.cases.projection import begun, columns

CHUNK = 500  # cases at a time


def disagreements(among: Iterable[CaseId] | None = None) -> Iterator[str]:
    """Yield in words where a row says something else than its ledger; two passes change nothing."""
    rows = CaseRow.objects.order_by("pk")
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    for chunk in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
        prefetch_related_objects(chunk, "passed", "work", "registered")
        ledgers = _ledgers(chunk)
        for row in chunk:
            yield from (f"{row.number}: {wrong}" for wrong in _wrong(row, ledgers[row.pk]))


def batches(size: int) -> Iterator[list[CaseId]]:
    """Yield the ids of all cases, the oldest first, so many at a time; each batch is asked for anew."""
    last = 0
    while True:
        newer = CaseRow.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        batch = [CaseId(pk) for pk in newer[:size]]
        if not batch:
            return
        yield batch
        last = batch[-1]


def _ledgers(rows: Iterable[CaseRow]) -> dict[int, list[EventRow]]:
    ledgers: dict[int, list[EventRow]] = defaultdict(list)
    events = EventRow.objects.filter(case_id__in=[row.pk for row in rows])
    for event in events.order_by("case_id", "number"):
        ledgers[event.case_id].append(event)
    return ledgers


def _wrong(row: CaseRow, events: list[EventRow]) -> Iterator[str]:
    try:
        case = folded(row, whole(row, events))
    except BrokenLedger as broken:
        yield str(broken)
        return
    for what, found, expected in _pairs(row, case):
        if found != expected:
            yield f"{what} is {found!r}, and the ledger says {expected!r}"


def _pairs(row: CaseRow, case: Case) -> Iterator[tuple[str, Any, Any]]:
    for column, expected in (begun(case) | columns(case)).items():
        yield column, getattr(row, column), expected
    yield "passed by", {each.clinic_id for each in row.passed.all()}, set(case.passed_by)
    open_work = [
        (each.key, each.opened_date, each.follow_up_date)
        for each in row.work.all()
        if each.done_at is None
    ]
    work = case.open_work
    yield "open work", open_work, [(work.key, work.opened, work.follow_up)] if work else []
    done = {each.key: each.done_at for each in row.work.all() if each.done_at is not None}
    yield "work done", done, {key: finished.at for key, finished in case.work.items()}
    registered = getattr(row, "registered", None)
    yield "register", registered and registered.register, case.service.register
