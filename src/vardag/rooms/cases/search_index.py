"""The index of cases' words: its only writer, and what it should say.

A case's words stand at the clinic that has it and at those that sent it on, which are the clinics whose
receivers may open it. They follow from its ledger: written in the transaction of the act that wrote the
text, checked by ``agreement``, and made anew by ``rebuild``.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched, product

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from vardag.domain.case.events import Entry, Event
from vardag.domain.case.said import said, said_in
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.routine.document import Form, Routine
from vardag.rooms.cases.ledger import entries_of, fold_by
from vardag.rooms.cases.models import CaseRow, WordRow
from vardag.rooms.cases.stems import stems_of
from vardag.rooms.routines.queries import routine

_CHUNK = 500  # rows of a statement, or cases at a time
_COPY = """\
INSERT INTO case_word (clinic_id, word, case_id)
SELECT %s, word, case_id FROM case_word WHERE case_id = %s AND clinic_id = %s ON CONFLICT DO NOTHING
"""


def note_words(row: CaseRow, before: Case | None, case: Case, events: Iterable[Event]) -> None:
    """Bring the index up to date with what has just happened to a case.

    :param before: None of a case that has just come
    """
    form = form_of(routine(row.routine_id), case)
    stems = stems_of(text for event in events for text in said_in(event, case.service, form))
    clinics = found_at(case)
    if before is not None:
        _move(row.pk, found_at(before), clinics)
    _insert(product(sorted(clinics), sorted(stems), (row.pk,)))


def found_at(case: Case) -> frozenset[ClinicId]:
    """Return the clinics whose receivers find a case: those who may open it."""
    return frozenset(case.passed_by) | {case.clinic}


def _move(case: int, before: Collection[ClinicId], after: Collection[ClinicId]) -> None:
    known = min(before)
    with connection.cursor() as cursor:
        for clinic in sorted(set(after) - set(before)):
            cursor.execute(_COPY, (clinic, case, known))
    gone = set(before) - set(after)
    if gone:
        WordRow.objects.filter(case=case, clinic__in=gone).delete()


def _insert(rows: Iterable[tuple[int, str, int]]) -> None:
    """Add rows; those that are there already stay. By hand: the rows of a case are many."""
    with connection.cursor() as cursor:
        for chunk in batched(rows, _CHUNK):
            places = ", ".join(["(%s, %s, %s)"] * len(chunk))
            cursor.execute(
                f"INSERT INTO case_word (clinic_id, word, case_id) VALUES {places}"  # noqa: S608
                " ON CONFLICT DO NOTHING",
                [value for row in chunk for value in row],
            )


def words_by_clinic(case: Case, entries: list[Entry], document: Routine) -> set[tuple[int, str]]:
    """Return what a ledger says that the index should hold of its case."""
    stems = stems_of(said(entries, case.service, form_of(document, case)))
    return set(product(map(int, found_at(case)), stems))


def form_of(document: Routine, case: Case) -> Form:
    """Return the questions that a case's service asks."""
    return document.form(case.service.form) or Form(case.service.form)


def rebuild(*, only_missing: bool = False) -> int:
    """Make the index anew from the ledgers, and return of how many cases.

    Can be done while people work: each case is locked while its words are written.

    :param only_missing: leave the cases that stand in the index as they are
    :raises BrokenLedger: if a ledger doesn't tell a whole story
    """
    count = 0
    for batch in _batches(only_missing=only_missing):
        with transaction.atomic():
            for row in CaseRow.objects.select_for_update().filter(pk__in=batch).order_by("pk"):
                _reindex(row)
        count += len(batch)
    return count


def _batches(*, only_missing: bool) -> Iterator[list[CaseId]]:
    rows = CaseRow.objects.order_by("pk")
    if only_missing:
        rows = rows.filter(~Exists(WordRow.objects.filter(case=OuterRef("pk"))))
    last = 0
    while batch := [
        CaseId(pk) for pk in rows.filter(pk__gt=last).values_list("pk", flat=True)[:_CHUNK]
    ]:
        yield batch
        last = batch[-1]


def _reindex(row: CaseRow) -> None:
    entries, document = entries_of(row), routine(row.routine_id)
    case = fold_by(document, row.service, entries)
    WordRow.objects.filter(case=row).delete()
    wanted = sorted(words_by_clinic(case, entries, document))
    _insert((clinic, word, row.pk) for clinic, word in wanted)
