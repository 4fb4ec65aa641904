"""Lists of cases for staff, fifty at a time, those first that need somebody first.

The order and the limits are the database's, by the first date on which a case raises a flag
(``attention_date``). Whose cases a person sees is ``reach``'s to say.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache, partial
from math import inf
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from vardag.domain.case.flags import Dates, Flag, flags
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.routine.document import Form, Service
from vardag.rooms.by_hand import day_or_none, moment, moment_or_none
from vardag.rooms.cases.ledger import BrokenLedger, deadline_of
from vardag.rooms.cases.lists.morning import Gone, due, flagged, new, open_at, unattended
from vardag.rooms.cases.lists.reach import may_act_at
from vardag.rooms.cases.models import CaseRow, case_number
from vardag.rooms.cases.protected import PROTECTED
from vardag.rooms.routines.queries import routine

PAGE = 50
A_DAYS = 150  # what a clinic can do in a day stands on one page
_SOONEST = F("attention_date").asc(nulls_last=True)


class Show(StrEnum):
    """Which of a clinic's open cases to show."""

    ALL = "all"
    FLAGGED = "flagged"
    TODAY = "today"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list, with what its row says of it.

    Of a protected one a list tells neither whom it is about nor what the family has written: it goes
    by its number.
    """

    id: CaseId
    patient: PersonId
    received_at: datetime
    routine_id: str
    service_key: str
    status: str
    clinic: ClinicId
    closed_at: datetime | None
    form: Mapping[str, str]
    response_due: date | None
    why: str | None  # the response date's reasons, as they are stored
    follow_up: date | None
    waits_until: date | None
    handled_since: date | None
    attention: date | None
    first_response_at: datetime | None
    patient_name: str | None
    patient_family_name: str | None
    patient_born: date | None
    holder: PersonId | None
    holder_name: str | None
    holder_family_name: str | None
    group_name: str | None
    is_protected: bool
    asked_on: date | None  # when the last interim reply or counter-question was sent, if it matters
    paper_holder_name: str | None  # with whom it is on paper, if it is
    paper_holder_family_name: str | None

    @property
    def number(self) -> str:
        return case_number(self.id, self.received_at)

    @property
    def asked_by(self) -> tuple[Service, Form]:
        """The service, and the form that asks its questions."""
        return _service_and_form(self.routine_id, self.service_key)

    @property
    def deadline(self) -> Deadline | None:
        return _deadline(self.why) if self.why else None

    def flags(self, *, on: date, gone: Mapping[PersonId, Gone]) -> tuple[Flag, ...]:
        """Return the case's flags on a local date, the gravest first."""
        dates = Dates(self.response_due, self.follow_up, self.waits_until, self.handled_since)
        is_away = self.holder in gone and self.status != Status.CLOSED
        return flags(dates, today=on, holder_is_away=is_away)


@lru_cache(maxsize=500)
def _service_and_form(routine_id: str, key: str) -> tuple[Service, Form]:
    """Return a service with its form, by a routine that never changes."""
    document = routine(routine_id)
    service = document.service(key)
    if service is None:
        raise BrokenLedger(f"the routine has no service {key}")
    return service, document.form(service.form) or Form(service.form)


@lru_cache(maxsize=1_000)
def _deadline(stored: str) -> Deadline | None:
    return deadline_of(json.loads(stored))


@dataclass(frozen=True)
class Page:
    """``size`` cases at most, the number of this page (from 1), and whether more follow."""

    cases: tuple[Listed, ...]
    number: int = 1
    has_more: bool = False
    size: int = PAGE


def inbox(
    clinic: ClinicId,
    *,
    on: date,
    gone: Mapping[PersonId, Gone],
    show: Show,
    page: int,
    size: int = PAGE,
) -> Page:
    """Return a clinic's open cases that are the clinic's to move, or those of one kind.

    A case that waits for the resident comes when the wait is over. Who is gone leaves cases that
    no date would raise: they come first too.
    """
    wanted = open_at(clinic).filter(_KINDS[show](on))
    if gone and show in (Show.ALL, Show.FLAGGED):
        wanted = _with_those_of(gone, wanted, clinic, on=on, up_to=page * size + 1)
    ordered = wanted.order_by(*_urgency(gone, on), _SOONEST, "pk")
    order = partial(_urgent_first, gone=gone, on=on)
    return _page(ordered, page, on=on, order=order, size=size)


def _unless_waiting(on: date) -> Q:
    return Q(attention_date__lte=on) | ~Q(status=Status.AWAITING_RESIDENT)


_KINDS = {Show.ALL: _unless_waiting, Show.FLAGGED: flagged, Show.TODAY: due, Show.NEW: new}


def _with_those_of(
    gone: Mapping[PersonId, Gone],
    wanted: QuerySet[CaseRow],
    clinic: ClinicId,
    *,
    on: date,
    up_to: int,
) -> QuerySet[CaseRow]:
    """Add what the gone hold; of the rest only as many as can come before the page's end."""
    soonest = wanted.order_by(_SOONEST, "pk").values("pk")[:up_to]
    first = CaseRow.objects.filter(pk__in=soonest).values("pk")
    theirs = open_at(clinic).filter(unattended(on), holder_id__in=list(gone)).values("pk")
    return CaseRow.objects.filter(pk__in=first.union(theirs))


def _urgency(gone: Mapping[PersonId, Gone], on: date) -> list[Case]:
    """What puts the cases of the gone among the flagged ones, if anybody is gone."""
    if not gone:
        return []
    raised = When(Q(holder_id__in=list(gone)) | Q(attention_date__lte=on), then=Value(0))
    return [Case(raised, default=Value(1), output_field=IntegerField())]


def _rank(case: Listed, gone: Mapping[PersonId, Gone], on: date) -> int:
    """Say the same as ``_urgency``."""
    is_due = case.attention is not None and case.attention <= on
    return 0 if not gone or case.holder in gone or is_due else 1


def _urgent_first(case: Listed, *, gone: Mapping[PersonId, Gone], on: date) -> tuple[float, ...]:
    return (_rank(case, gone, on), *_soonest(case))


def held(staff: Staff, *, on: date, page: int) -> Page:
    """Return the open cases that a person holds, or a group of theirs, at all their clinics."""
    reach = Q(pk__in=())
    for clinic in staff.roles:
        reach |= may_act_at(staff, clinic)
    theirs = Q(holder=staff.id) | Q(holding_group__in=tuple(staff.groups))
    rows = CaseRow.objects.filter(theirs, reach).exclude(status=Status.CLOSED)
    return _page(rows.order_by(_SOONEST, "pk"), page, on=on, order=_soonest)


def held_by(person: PersonId, reach: Q, *, on: date) -> Page:
    """Return the first open cases that somebody holds, of those within a reader's reach."""
    rows = CaseRow.objects.filter(reach, holder=person).exclude(status=Status.CLOSED)
    return _page(rows.order_by(_SOONEST, "pk"), 1, on=on, order=_soonest)


def awaiting(clinic: ClinicId, *, on: date, page: int) -> Page:
    """Return a clinic's cases that wait for the resident, the longest wait first."""
    rows = open_at(clinic).filter(status=Status.AWAITING_RESIDENT)
    return _page(rows.order_by(_SOONEST, "pk"), page, on=on, order=_soonest)


def closed(clinic: ClinicId, *, on: date, page: int) -> Page:
    """Return a clinic's closed cases, the last closed first."""
    rows = CaseRow.objects.filter(clinic_id=clinic, status=Status.CLOSED)
    return _page(rows.order_by("-closed_at", "-pk"), page, on=on, order=_last_closed)


def among(rows: QuerySet[CaseRow], *, on: date) -> list[Listed]:
    """Return chosen cases as a list has them, in no order."""
    return _fetched(rows.values("pk"), on)


type _Order = Callable[[Listed], tuple[float, ...]]


def _soonest(case: Listed) -> tuple[float, ...]:
    """Say the same as ``_SOONEST``: by the date that raises a flag, those without one last."""
    return (case.attention.toordinal() if case.attention else inf, case.id)


def _last_closed(case: Listed) -> tuple[float, ...]:
    return (-case.closed_at.timestamp() if case.closed_at else 0, -case.id)


def _page(
    rows: QuerySet[CaseRow], number: int, *, on: date, order: _Order, size: int = PAGE
) -> Page:
    start = (number - 1) * size
    found = sorted(_fetched(rows.values("pk")[start : start + size + 1], on), key=order)
    return Page(tuple(found[:size]), number=number, has_more=len(found) > size, size=size)


# Names and dates of the cases that a query picks. By hand: putting it together anew for every page
# took longer than all the rest of the list (measured).
_LISTED = f"""
SELECT c.id, c.patient_id, c.received_at, c.routine_id, c.service, c.status, c.clinic_id,
    c.closed_at, CASE WHEN {PROTECTED} THEN NULL ELSE c.form END,
    c.response_due_date, c.response_due_why, c.follow_up_date, c.waits_until_date,
    c.handled_since_date, c.attention_date, c.first_response_at,
    CASE WHEN {PROTECTED} THEN NULL ELSE p.given_name END,
    CASE WHEN {PROTECTED} THEN NULL ELSE p.family_name END,
    CASE WHEN {PROTECTED} THEN NULL ELSE p.born END,
    c.holder_id, h.given_name, h.family_name, g.name, {PROTECTED},
    CASE WHEN c.follow_up_date < %s OR c.waits_until_date < %s THEN (
        SELECT e.date FROM case_event AS e
        WHERE e.case_id = c.id AND e.kind IN ('interim-reply', 'counter-question')
        ORDER BY e.number DESC LIMIT 1) END,
    r.given_name, r.family_name
FROM "case" AS c JOIN person AS p ON p.id = c.patient_id JOIN person AS a ON a.id = c.author_id
    LEFT JOIN person AS h ON h.id = c.holder_id
    LEFT JOIN person_group AS g ON g.id = c.holding_group_id
    LEFT JOIN person AS r ON r.id = c.paper_holder_id
WHERE c.id IN ({{ids}})
"""  # noqa: S608 - our own words


def _fetched(ids: QuerySet[CaseRow, Any], on: date) -> list[Listed]:
    try:
        sql, particulars = ids.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can meet
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(ids=sql), (on, on, *particulars))
        return [_listed(row) for row in cursor.fetchall()]


def _as_it_is(value: Any) -> Any:
    return value


def _answers(value: str | None) -> dict[str, str]:
    answers: dict[str, str] = json.loads(value) if value else {}
    return answers


# How each column of ``_LISTED`` becomes the field of ``Listed`` in the same place.
_READ: tuple[Callable[[Any], Any], ...] = (
    *(_as_it_is, _as_it_is, moment, _as_it_is, _as_it_is, _as_it_is, _as_it_is),
    *(moment_or_none, _answers),
    *(day_or_none, _as_it_is, day_or_none, day_or_none, day_or_none, day_or_none, moment_or_none),
    *(_as_it_is, _as_it_is, day_or_none, _as_it_is, _as_it_is, _as_it_is, _as_it_is, bool),
    *(day_or_none, _as_it_is, _as_it_is),
)


def _listed(row: Iterable[Any]) -> Listed:
    return Listed(*(read(value) for read, value in zip(_READ, row, strict=True)))
