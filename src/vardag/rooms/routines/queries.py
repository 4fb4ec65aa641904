"""Reading routines: the one valid on a date, and the one that a case is pinned to."""

from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from vardag.domain.routine.document import Routine
from vardag.rooms.prepared import Given, Prepared
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.reading import read_routine


class NoRoutine(LookupError):
    """No published routine has begun to hold on the date."""


def routine_id_on(day: date, *, document_id: str | None = None) -> str:
    """Return the sum of the routine in force on a local date: the newest that has begun to hold.

    One whose last day has passed goes on until the next is published: families must not be shut
    out by a date. That it has passed is warned of elsewhere.

    :raises NoRoutine: if none has begun by that date
    """
    if document_id is None:
        found = _NEWEST.first(day=day)
    else:
        found = _newest(day).filter(document_id=document_id).values_list("pk").first()
    if found is None:
        raise NoRoutine(f"no routine {document_id or ''} has begun to hold on {day}")
    return str(found[0])


def _newest(day: date | Given) -> QuerySet[RoutineRow]:
    rows = RoutineRow.objects.filter(valid_from__lte=day)
    return rows.order_by("-valid_from", "-published_at", "-pk")


_NEWEST = Prepared(lambda: _newest(Given("day")).values_list("pk")[:1])


@lru_cache(maxsize=32)
def routine(sha256: str) -> Routine:
    """Return the published routine of that sum, read once in each process: a text never changes."""
    row = RoutineRow.objects.get(pk=sha256)
    return read_routine(row.text, name=str(row))


def routine_on(day: date) -> Routine:
    """Return the routine in force on a local date.

    :raises NoRoutine: if none has begun by that date
    """
    return routine(routine_id_on(day))
