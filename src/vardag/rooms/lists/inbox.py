"""Lists of cases for staff, fifty at a time, those first that need somebody first.

The order and the limits are the database's, by the first date on which a case raises a flag
(``attention_date``). Whose cases a person sees is ``reach``'s to say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from math import inf

from django.db.models import Case, F, IntegerField, OrderBy, Q, QuerySet, Value, When

from vardag.domain.case.state import Status
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.rooms.by_hand import as_one, one_that
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.reach import may_act_at
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.behind import Order
from vardag.rooms.lists.filters import EVERYTHING, Only, condition
from vardag.rooms.lists.listed import Listed, fetched, those_that
from vardag.rooms.lists.morning import Morning, due, flagged, new, open_at, unattended
from vardag.rooms.prepared import Given, OneOf, Prepared

PAGE = 50
A_DAYS = 150  # what a clinic can do in a day stands on one page
_SOONEST = F("attention_date").asc(nulls_last=True)


class Show(StrEnum):
    """Which of a clinic's open cases to show."""

    ALL = "all"
    FLAGGED = "flagged"
    TODAY = "today"
    NEW = "new"


@dataclass(frozen=True)
class Page:
    """``size`` cases at most, the number of this page (from 1), and whether more follow."""

    cases: tuple[Listed, ...]
    number: int = 1
    has_more: bool = False
    size: int = PAGE


def size_of(found: Morning) -> int:
    """Return how many cases stand on a page: a day's all on one, and where it can't be done fewer."""
    in_hand = found.flagged + found.today + found.new
    return A_DAYS if in_hand <= A_DAYS else PAGE


def inbox(
    clinic: ClinicId,
    *,
    on: date,
    gone: Mapping[PersonId, Gone],
    show: Show,
    page: int,
    size: int = PAGE,
    only: Only = EVERYTHING,
) -> Page:
    """Return a clinic's open cases that are the clinic's to move, or those of one kind.

    A case that waits for the resident comes when the wait is over. Who is gone leaves cases that
    no date would raise: they come first too.
    """
    order = partial(_urgent_first, gone=gone, on=on)
    if only == EVERYTHING:
        picked = _whole(show, bool(gone), page, size).sql(clinic=clinic, on=on, gone=as_one(gone))
        return _cut(those_that(one_that("c.id", picked[0]), picked[1], on), page, order, size)
    mine = condition(only, on=on, gone=gone)
    wanted = open_at(clinic).filter(_KINDS[show](on), mine)
    if only.order is not Order.URGENT:
        return _page_by(wanted, only.order, page, on=on, size=size)
    among, theirs = open_at(clinic).filter(mine), Q(holder_id__in=list(gone)) if gone else None
    ordered = _urgent(wanted, among, theirs, show, on=on, up_to=page * size + 1)
    return _page(ordered, page, on=on, order=order, size=size)


@lru_cache(maxsize=100)
def _whole(show: Show, some_gone: bool, page: int, size: int) -> Prepared[tuple[int]]:  # noqa: FBT001 - it is what is kept
    """Return the question for a page of the inbox that no filter narrows, put into SQL once."""
    on, start = Given("on"), (page - 1) * size

    def ids() -> QuerySet[CaseRow, tuple[int]]:
        among, theirs = open_at(Given("clinic")), OneOf("holder_id", Given("gone"))
        rows = _urgent(
            among.filter(_KINDS[show](on)),
            among,
            theirs if some_gone else None,
            show,
            on=on,
            up_to=start + size + 1,
        )
        return rows.values_list("pk")[start : start + size + 1]

    return Prepared(ids)


def _unless_waiting(on: date | Given) -> Q:
    return Q(attention_date__lte=on) | ~Q(status=Status.AWAITING_RESIDENT)


_KINDS = {Show.ALL: _unless_waiting, Show.FLAGGED: flagged, Show.TODAY: due, Show.NEW: new}


def _urgent(
    wanted: QuerySet[CaseRow],
    among: QuerySet[CaseRow],
    theirs: Q | OneOf | None,
    show: Show,
    *,
    on: date | Given,
    up_to: int,
) -> QuerySet[CaseRow]:
    """Return what is wanted in its order: with what the gone hold, if anybody is gone.

    :param theirs: the condition of what the gone hold; of the rest only as many are looked at as can
        come before the page's end
    """
    if theirs is None:
        return wanted.order_by(_SOONEST, "pk")
    if show in (Show.ALL, Show.FLAGGED):
        soonest = wanted.order_by(_SOONEST, "pk").values("pk")[:up_to]
        first = CaseRow.objects.filter(pk__in=soonest).values("pk")
        left = among.filter(unattended(on), theirs).values("pk")
        wanted = CaseRow.objects.filter(pk__in=first.union(left))
    raised = When(Q(theirs) | Q(attention_date__lte=on), then=Value(0))
    slipped = Case(raised, default=Value(1), output_field=IntegerField())
    return wanted.order_by(slipped, _SOONEST, "pk")


def _rank(case: Listed, gone: Mapping[PersonId, Gone], on: date) -> int:
    """Say the same as ``_urgent``."""
    is_due = case.attention is not None and case.attention <= on
    return 0 if not gone or case.holder in gone or is_due else 1


def _urgent_first(case: Listed, *, gone: Mapping[PersonId, Gone], on: date) -> tuple[float, ...]:
    return (_rank(case, gone, on), *_soonest(case))


def held(staff: Staff, *, on: date, page: int, only: Only = EVERYTHING) -> Page:
    """Return the open cases that a person holds, or a group of theirs, at all their clinics."""
    reach = Q(pk__in=())
    for clinic in staff.roles:
        reach |= may_act_at(staff, clinic)
    theirs = Q(holder=staff.id) | Q(holding_group__in=tuple(staff.groups))
    rows = CaseRow.objects.filter(theirs, reach).exclude(status=Status.CLOSED)
    return _page_by(rows.filter(condition(only, on=on, gone=())), only.order, page, on=on)


def held_by(person: PersonId, reach: Q, *, on: date) -> Page:
    """Return the first open cases that somebody holds, of those within a reader's reach."""
    rows = CaseRow.objects.filter(reach, holder=person).exclude(status=Status.CLOSED)
    return _page(rows.order_by(_SOONEST, "pk"), 1, on=on, order=_soonest)


def awaiting(clinic: ClinicId, *, on: date, page: int, only: Only = EVERYTHING) -> Page:
    """Return a clinic's cases that wait for the resident, the longest wait first."""
    rows = open_at(clinic).filter(condition(only, on=on, gone=()), status=Status.AWAITING_RESIDENT)
    return _page_by(rows, only.order, page, on=on)


def closed(clinic: ClinicId, *, on: date, page: int, only: Only = EVERYTHING) -> Page:
    """Return a clinic's closed cases, the last closed first."""
    if (
        only.flag
    ):  # what is closed raises none: every case ever closed would be looked at for nothing
        return Page(())
    rows = CaseRow.objects.filter(
        condition(only, on=on, gone=()), clinic_id=clinic, status=Status.CLOSED
    )
    if only.order is not Order.URGENT:
        return _page_by(rows, only.order, page, on=on)
    return _page(rows.order_by("-closed_at", "-pk"), page, on=on, order=_last_closed)


type _Order = Callable[[Listed], tuple[float, ...]]


def _soonest(case: Listed) -> tuple[float, ...]:
    """Say the same as ``_SOONEST``: by the date that raises a flag, those without one last."""
    return (case.attention.toordinal() if case.attention else inf, case.id)


def _first_received(case: Listed) -> tuple[float, ...]:
    return (case.received_at.timestamp(), case.id)


def _last_received(case: Listed) -> tuple[float, ...]:
    return (-case.received_at.timestamp(), -case.id)


_ORDERS: dict[Order, tuple[tuple[OrderBy | str, ...], _Order]] = {
    Order.URGENT: ((_SOONEST, "pk"), _soonest),
    Order.OLDEST: (("received_at", "pk"), _first_received),
    Order.NEWEST: (("-received_at", "-pk"), _last_received),
}


def _page_by(
    rows: QuerySet[CaseRow], wanted: Order, number: int, *, on: date, size: int = PAGE
) -> Page:
    columns, order = _ORDERS[wanted]
    return _page(rows.order_by(*columns), number, on=on, order=order, size=size)


def _last_closed(case: Listed) -> tuple[float, ...]:
    return (-case.closed_at.timestamp() if case.closed_at else 0, -case.id)


def _page(
    rows: QuerySet[CaseRow], number: int, *, on: date, order: _Order, size: int = PAGE
) -> Page:
    start = (number - 1) * size
    return _cut(fetched(rows.values("pk")[start : start + size + 1], on), number, order, size)


def _cut(cases: Iterable[Listed], number: int, order: _Order, size: int) -> Page:
    found = sorted(cases, key=order)
    return Page(tuple(found[:size]), number=number, has_more=len(found) > size, size=size)
