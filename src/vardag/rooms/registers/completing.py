"""Rows by hand that a workbook knows to be done: which wait here, and completing many at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched

from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile
from vardag.domain.registers.table import Done, Standing
from vardag.domain.routine.document import Register
from vardag.domain.words import say
from vardag.rooms.registers.actions import COMPLETED
from vardag.rooms.registers.models import EntryRow, VersionRow
from vardag.rooms.registers.stored import columns_of, entry_said

AT_ONCE = 500
_CHANGED = ("said", "is_done", "sought", "version")


def standing(register: Register, clinic: ClinicId) -> dict[str, Standing]:
    """Return a clinic's rows by hand, also those struck out, by each mark that tells one from others.

    The mark under which a row came in a workbook is that row's, whatever others say. Of several that say
    the same, the first that isn't struck out is meant.
    """
    rows = EntryRow.objects.filter(clinic_id=clinic, register=register.key)
    found = rows.values_list(
        "pk", "fingerprint", "imported_as", "received_date", "is_done", "is_struck"
    )
    by_words: dict[str, Standing] = {}
    by_workbook: dict[str, Standing] = {}
    for pk, mark, came_as, received, is_done, is_struck in found.order_by("is_struck", "pk"):
        row = Standing(pk, received, is_open=not is_done and not is_struck)
        by_words.setdefault(mark, row)
        if came_as:
            by_workbook[came_as] = row
    return by_words | by_workbook


def complete_all(done: Sequence[Done], *, by: Staff, at: datetime) -> None:
    """Complete rows as a workbook says; each has a version for it. Its caller holds the transaction.

    :raises ChangedMeanwhile: if one of them was completed or struck out meanwhile
    """
    for some in batched(done, AT_ONCE):
        rows = list(_completed(some))
        EntryRow.objects.bulk_update(rows, _CHANGED)
        VersionRow.objects.bulk_create(
            VersionRow(
                entry=row, number=row.version, act=COMPLETED, said=row.said, by_id=by.id, at=at
            )
            for row in rows
        )


def _completed(done: Iterable[Done]) -> Iterator[EntryRow]:
    """Yield rows as they are when they are done, locked and not yet stored."""
    said = {each.id: each.entry for each in done}
    rows = EntryRow.objects.select_for_update().filter(
        pk__in=list(said), is_done=False, is_struck=False
    )
    found = list(rows.order_by("pk"))
    if len(found) != len(said):
        raise ChangedMeanwhile(
            say("Somebody else has changed a row meanwhile. Nothing was imported. Choose it again.")
        )
    for row in found:
        entry = said[row.pk]
        after = replace(entry_said(row.said), is_done=True, done=entry.done, done_by=entry.done_by)
        for name, value in columns_of(after).items():
            setattr(row, name, value)
        row.version += 1
        yield row
