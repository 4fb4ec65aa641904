"""A case in a list: what its row, and the people whom it names, say of it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from vardag.domain.case.flags import Dates, Flag, flags
from vardag.domain.case.state import Status, is_untouched
from vardag.domain.clock.deadline import Deadline, local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.routine.document import Form, Service
from vardag.rooms.by_hand import day_or_none, moment, moment_or_none, one_that
from vardag.rooms.cases.ledger import deadline_of, service_of
from vardag.rooms.cases.models import CaseRow, case_number
from vardag.rooms.cases.protected import PROTECTED
from vardag.rooms.lists.around import Gone
from vardag.rooms.routines.queries import routine


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
    version: int
    paper_holder_name: str | None  # with whom it is on paper, if it is
    paper_holder_family_name: str | None
    awaited_name: str | None  # a colleague who is asked, and by when an answer is expected
    awaited_family_name: str | None
    awaited_by: date | None
    has_files: bool  # never of a protected one: they are of what the family has written

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

    @property
    def counted(self) -> tuple[date, ...]:
        """The days that were counted to the response date."""
        return _counted(self.why) if self.why else ()

    @property
    def came(self) -> date:
        return local_date(self.received_at)

    @property
    def is_untouched(self) -> bool:
        return is_untouched(self.status, self.first_response_at)

    def flags(self, *, on: date, gone: Mapping[PersonId, Gone]) -> tuple[Flag, ...]:
        """Return the case's flags on a local date, the gravest first."""
        dates = Dates(self.response_due, self.follow_up, self.waits_until, self.handled_since)
        is_away = self.holder in gone and self.status != Status.CLOSED
        return flags(dates, today=on, holder_is_away=is_away)


@lru_cache(maxsize=500)
def _service_and_form(routine_id: str, key: str) -> tuple[Service, Form]:
    """Return a service with its form, by a routine that never changes."""
    document = routine(routine_id)
    service = service_of(document, key)
    return service, document.form(service.form) or Form(service.form)


@lru_cache(maxsize=1_000)
def _deadline(stored: str) -> Deadline | None:
    return deadline_of(json.loads(stored))


@lru_cache(maxsize=1_000)
def _counted(stored: str) -> tuple[date, ...]:
    found = _deadline(stored)
    return tuple(day.date for day in found.days if day.counts) if found else ()


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
    c.version, r.given_name, r.family_name,
    q.given_name, q.family_name, c.inquiry_due_date, c.has_files AND NOT {PROTECTED}
FROM "case" AS c JOIN person AS p ON p.id = c.patient_id JOIN person AS a ON a.id = c.author_id
    LEFT JOIN person AS h ON h.id = c.holder_id
    LEFT JOIN person_group AS g ON g.id = c.holding_group_id
    LEFT JOIN person AS r ON r.id = c.paper_holder_id
    LEFT JOIN person AS q ON q.id = c.inquiry_to_id
WHERE {{condition}}
"""  # noqa: S608 - our own words


def fetched(ids: QuerySet[CaseRow, Any], on: date) -> list[Listed]:
    """Return the cases that a query picks by their ids, in no order."""
    try:
        picked, particulars = ids.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can meet
        return []
    return those_that(one_that("c.id", picked), particulars, on)


def those_that(condition: str, particulars: Iterable[Any], on: date) -> list[Listed]:
    """Return the cases ``c`` that meet a condition by hand, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(condition=condition), (on, on, *particulars))
        return [_listed(row) for row in cursor.fetchall()]


def _answers(value: str | None) -> dict[str, str]:
    answers: dict[str, str] = json.loads(value) if value else {}
    return answers


_HOW: Mapping[str, Callable[[Any], Any]] = {
    "received_at": moment,
    "closed_at": moment_or_none,
    "form": _answers,
    **dict.fromkeys(("response_due", "follow_up", "waits_until", "handled_since"), day_or_none),
    **dict.fromkeys(("attention", "patient_born", "asked_on", "awaited_by"), day_or_none),
    "first_response_at": moment_or_none,
    "is_protected": bool,
    "has_files": bool,
}
# The columns of ``_LISTED`` that aren't given as ``Listed`` has them, by their places.
_READ = [(at, _HOW[each.name]) for at, each in enumerate(fields(Listed)) if each.name in _HOW]


def _listed(row: Iterable[Any]) -> Listed:
    values = list(row)
    for at, read in _READ:
        values[at] = read(values[at])
    return Listed(*values)
