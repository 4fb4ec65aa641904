"""Where a case stands in the list that it was opened from, as its address says it.

It says what gave the case its place there, which the reader has seen in the row, and nothing besides: a
date and who holds the case, or the moment by which the list stands.
"""

from contextlib import suppress
from datetime import UTC, date, datetime

from django.http import QueryDict

from vardag.domain.case.flags import dates_of
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.shared.ids import as_id
from vardag.rooms.cases.lists.behind import Order, Stood

_NONE = "-"


def standing(word: str, case: Case) -> str:
    """Return where a case stands in the list that a word names; empty if it doesn't stand there."""
    is_of_closed = _key(word) == "closed"
    if (case.closed_at is not None) is not is_of_closed:
        return ""
    if order_of(word) is not Order.URGENT:
        return case.received_at.isoformat()
    if case.closed_at is not None:
        return case.closed_at.isoformat()
    attention = dates_of(case).attention
    return f"{attention or _NONE}.{case.holder or _NONE}"


def stood(word: str, case: CaseId, said: str) -> Stood | None:
    """Return what ``standing`` has said of a case; None of anything else."""
    with suppress(ValueError, OverflowError):
        if order_of(word) is Order.URGENT and _key(word) != "closed":
            attention, _, holder = said.partition(".")
            day = None if attention == _NONE else date.fromisoformat(attention)
            return Stood(case, attention=day, holder=_person(holder))
        at = datetime.fromisoformat(said)
        # A moment that no database can hold, before its zone is taken off, overflows here.
        return Stood(case, at=at.astimezone(UTC)) if at.tzinfo else None
    return None


def order_of(word: str) -> Order:
    """Return the order of the list that a word names; that of urgency if it says none that is known."""
    wanted = QueryDict(word.partition("?")[2]).get("order", "")
    return Order(wanted) if wanted in Order else Order.URGENT


def _key(word: str) -> str:
    return word.partition("?")[0]


def _person(text: str) -> PersonId | None:
    pk = as_id(text)
    return None if pk is None else PersonId(pk)
