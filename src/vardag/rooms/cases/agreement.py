"""Hold the rows against the ledgers: fold each one anew and compare."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db.models import prefetch_related_objects

from vardag.domain.case.events import Entry, ReplySent, Submitted, files_of
from vardag.domain.case.notices import told_by_name
from vardag.domain.case.posting import sent_by
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.ledger import BrokenLedger, folded, whole
from vardag.rooms.cases.models import CaseRow, EventRow, RegisterRow
from vardag.rooms.cases.projection import begun, columns
from vardag.rooms.cases.search_index import words_by_clinic
from vardag.rooms.routines.queries import routine

CHUNK = 500  # cases at a time

type _Pair = tuple[str, Any, Any]
"""What is compared, as a row has it, and as its ledger has it."""


def disagreements(among: Iterable[CaseId] | None = None) -> Iterator[str]:
    """Yield in words where a row says something else than its ledger; two passes change nothing."""
    rows = CaseRow.objects.order_by("pk")
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    for chunk in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
        prefetch_related_objects(
            chunk, "passed", "work", "registered", "mentions", "words", "files", "dispatches"
        )
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
        entries = whole(row, events)
        case = folded(row, entries)
    except BrokenLedger as broken:
        yield str(broken)
        return
    pairs = (
        *_case(row, case, entries),
        *_work(row, case),
        *_register(row, case, entries),
        _mentions(row, entries),
        _dispatches(row, case, entries),
        *_words(row, case, entries),
    )
    for what, found, expected in pairs:
        if found != expected:
            yield f"{what} is {found!r}, and the ledger says {expected!r}"


def _case(row: CaseRow, case: Case, entries: list[Entry]) -> Iterator[_Pair]:
    for column, expected in (begun(case) | columns(case)).items():
        yield column, getattr(row, column), expected
    yield "files", {(str(each.file_id), each.number) for each in row.files.all()}, _files(entries)
    yield "service", {row.service}, _services(entries)
    yield "passed by", {each.clinic_id for each in row.passed.all()}, set(case.passed_by)


def _files(entries: list[Entry]) -> set[tuple[str, int]]:
    """The files that each event names, with the event's number."""
    numbered = enumerate(entries, start=1)
    return {(ref.id, number) for number, entry in numbered for ref in files_of(entry.event)}


def _services(entries: list[Entry]) -> set[str]:
    return {entry.event.service for entry in entries if isinstance(entry.event, Submitted)}


def _mentions(row: CaseRow, entries: list[Entry]) -> _Pair:
    found = {(each.number, each.person_id, each.by_id, each.at) for each in row.mentions.all()}
    expected = {
        (number, person, entry.by, entry.at)
        for number, entry in enumerate(entries, start=1)
        for person in told_by_name(entry.event, by=entry.by)
    }
    return "mentions", found, expected


def _dispatches(row: CaseRow, case: Case, entries: list[Entry]) -> _Pair:
    """What was sent; the clinic is the one that had the case then, which its entries tell."""
    found = {
        (each.number, each.place, each.destination, each.exemplar, each.way, each.by_id)
        for each in row.dispatches.all()
    }
    expected = {
        (number, place, each.to, each.as_, each.way, entry.by)
        for number, entry in enumerate(entries, start=1)
        for place, each in enumerate(sent_by(case, entry.event))
    }
    return "sent", found, expected


def _work(row: CaseRow, case: Case) -> Iterator[_Pair]:
    """The work of a case, which is the work of the clinic that had it when it closed."""
    rows = list(row.work.all())
    found = [
        (each.key, each.clinic_id, each.opened_date, each.follow_up_date, each.owner_id)
        for each in rows
        if each.done_at is None
    ]
    work = case.open_work
    expected = [(work.key, case.clinic, work.opened, work.follow_up, work.owner)] if work else []
    yield "open work", found, expected
    done = {
        each.key: (each.done_at, each.done_by_id, each.outcome)
        for each in rows
        if each.done_at is not None
    }
    finished = {key: (each.at, each.by, each.outcome or "") for key, each in case.work.items()}
    yield "work done", done, finished


def _register(row: CaseRow, case: Case, entries: list[Entry]) -> Iterator[_Pair]:
    found: RegisterRow | None = getattr(row, "registered", None)
    yield "register", found and found.register, case.service.register
    if found is None:
        return
    replies = [(each.at, each.by) for each in entries if isinstance(each.event, ReplySent)]
    completed = [] if found.completed_at is None else [(found.completed_at, found.completed_by_id)]
    yield "date in the register", found.received_date, entries[0].date
    yield "completed in the register", completed, replies


def _words(row: CaseRow, case: Case, entries: list[Entry]) -> Iterator[_Pair]:
    """The words by which a search finds a case: how many, since what they are is the case's."""
    found = {(each.clinic_id, each.word) for each in row.words.all()}
    expected = words_by_clinic(case, entries, routine(row.routine_id))
    yield "words too many in the index", len(found - expected), 0
    yield "words missing in the index", len(expected - found), 0
