"""Lists of cases for staff, fifty at a time, those first that need somebody first.

The order and the limits are the database's, by the first date on which a case raises a flag
(``attention_date``). Whose cases a person sees is ``reach``'s to say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import (
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from vardag.domain.case.events import CounterQuestionAsked, InterimReplySent
from vardag.domain.case.flags import Dates, Flag, flags
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import Deadline
from vardag.domain.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.routine.document import Form, Routine, Service
from vardag.rooms.cases.ledger import BrokenLedger, deadline_of
from vardag.rooms.cases.models import CaseRow, EventRow, case_number
from vardag.rooms.cases.morning import Gone, due, flagged, new, open_at, unattended
from vardag.rooms.cases.reach import may_act_at
from vardag.rooms.routines.queries import routine

PAGE = 50
_SOONEST = F("attention_date").asc(nulls_last=True)


class Show(StrEnum):
    """Which of a clinic's open cases to show."""

    ALL = "all"
    FLAGGED = "flagged"
    TODAY = "today"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list, with what its row says of it; the fields come in the order of ``_COLUMNS``."""

    id: CaseId
    number_from: datetime
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
    first_response_at: datetime | None
    patient_name: str
    patient_family_name: str
    patient_born: date
    holder: PersonId | None
    holder_name: str | None
    holder_family_name: str | None
    group_name: str | None
    asked_on: date | None  # when the last interim reply or counter-question was sent, if it matters

    @property
    def number(self) -> str:
        return case_number(self.id, self.number_from)

    @property
    def document(self) -> Routine:
        return routine(self.routine_id)

    @property
    def service(self) -> Service:
        found = self.document.service(self.service_key)
        if found is None:
            raise BrokenLedger(f"the routine has no service {self.service_key}")
        return found

    @property
    def questions(self) -> Form:
        return self.document.form(self.service.form) or Form(self.service.form)

    @property
    def deadline(self) -> Deadline | None:
        return _deadline(self.why) if self.why else None

    def flags(self, *, on: date, gone: Mapping[PersonId, Gone]) -> tuple[Flag, ...]:
        """Return the case's flags on a local date, the gravest first."""
        dates = Dates(self.response_due, self.follow_up, self.waits_until, self.handled_since)
        is_away = self.holder in gone and self.status != Status.CLOSED
        return flags(dates, today=on, holder_is_away=is_away)


@lru_cache(maxsize=1_000)
def _deadline(stored: str) -> Deadline | None:
    return deadline_of(json.loads(stored))


@dataclass(frozen=True)
class Page:
    """Fifty cases at most, the number of this page (from 1), and whether more follow."""

    cases: tuple[Listed, ...]
    number: int = 1
    has_more: bool = False


def inbox(
    clinic: ClinicId, *, on: date, gone: Mapping[PersonId, Gone], show: Show, page: int
) -> Page:
    """Return a clinic's open cases that are the clinic's to move, or those of one kind.

    A case that waits for the resident comes when the wait is over. Who is gone leaves cases that
    no date would raise: they come first too.
    """
    wanted = open_at(clinic).filter(_KINDS[show](on))
    if gone and show in (Show.ALL, Show.FLAGGED):
        wanted = _with_those_of(gone, wanted, clinic, on=on, up_to=page * PAGE + 1)
    return _page(wanted.order_by(*_urgency(gone, on), _SOONEST, "pk"), page, on=on)


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


def held(staff: Staff, *, on: date, page: int) -> Page:
    """Return the open cases that a person holds, or a group of theirs, at all their clinics."""
    reach = Q(pk__in=())
    for clinic in staff.roles:
        reach |= may_act_at(staff, clinic)
    theirs = Q(holder=staff.id) | Q(holding_group__in=tuple(staff.groups))
    rows = CaseRow.objects.filter(theirs, reach).exclude(status=Status.CLOSED)
    return _page(rows.order_by(_SOONEST, "pk"), page, on=on)


def awaiting(clinic: ClinicId, *, on: date, page: int) -> Page:
    """Return a clinic's cases that wait for the resident, the longest wait first."""
    rows = open_at(clinic).filter(status=Status.AWAITING_RESIDENT)
    return _page(rows.order_by(_SOONEST, "pk"), page, on=on)


def closed(clinic: ClinicId, *, on: date, page: int) -> Page:
    """Return a clinic's closed cases, the last closed first."""
    rows = CaseRow.objects.filter(clinic_id=clinic, status=Status.CLOSED)
    return _page(rows.order_by("-closed_at", "-pk"), page, on=on)


def _page(rows: QuerySet[CaseRow], number: int, *, on: date) -> Page:
    start = (number - 1) * PAGE
    named = rows.annotate(stored=Cast("response_due_why", TextField()), asked_on=_asked_on(on))
    found = list(named.values_list(*_COLUMNS)[start : start + PAGE + 1])
    return Page(
        cases=tuple(Listed(*row) for row in found[:PAGE]),
        number=number,
        has_more=len(found) > PAGE,
    )


_COLUMNS = (
    "pk",
    "received_at",
    "routine_id",
    "service",
    "status",
    "clinic_id",
    "closed_at",
    "form",
    "response_due_date",
    "stored",
    "follow_up_date",
    "waits_until_date",
    "handled_since_date",
    "first_response_at",
    "patient__given_name",
    "patient__family_name",
    "patient__born",
    "holder_id",
    "holder__given_name",
    "holder__family_name",
    "holding_group__name",
    "asked_on",
)


def _asked_on(on: date) -> Any:
    """The day of the last word, where a follow-up or a wait has passed: looked up for those alone."""
    kinds = (InterimReplySent.kind, CounterQuestionAsked.kind)
    said = EventRow.objects.filter(case=OuterRef("pk"), kind__in=kinds).order_by("-number")
    passed = Q(follow_up_date__lt=on) | Q(waits_until_date__lt=on)
    return Case(When(passed, then=Subquery(said.values("date")[:1])), output_field=DateField())
