"""The other cases about the same patient, as far as who reads one may open them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from vardag.domain.case.events import ReplySent
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.routine.document import Form, Service
from vardag.rooms.by_hand import moment, moment_or_none
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.models import case_number
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.cases.reach import may_open_sql
from vardag.rooms.routines.queries import routine

MOST = 20


@dataclass(frozen=True)
class Earlier:
    """Another case about the patient: what, when, from whom, and how it ended if it is closed."""

    id: CaseId
    number: str
    received_at: datetime
    service: Service
    form: Form
    answers: Mapping[str, str]
    author: PersonId
    author_name: str
    is_closed: bool
    closed_at: datetime | None
    with_reply: bool

    @property
    def received_date(self) -> date:
        return local_date(self.received_at)


def earlier(full: FullCase, *, by: Staff) -> tuple[Earlier, ...]:
    """Return the other cases about a case's patient that its reader may open, the newest first.

    Of the clinics that have, or have had, the case; no more than twenty. None of a protected patient,
    since one case would tell whom another is about (ADR-0028), nor for who reads by way of exception,
    who chose to read one.
    """
    if full.is_protected or full.exception is not None:
        return ()
    clinics = sorted({full.case.clinic, *full.case.passed_by})
    parts = [may_open_sql(by, clinic) for clinic in clinics]
    sql = _EARLIER.format(reach=" OR ".join(part for part, _ in parts))
    reached = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [full.case.patient, full.id, *reached, MOST])
        return tuple(_earlier(*row) for row in cursor.fetchall())


# By hand, for the reason that ``morning`` gives. The last column is the event that closed the case.
_EARLIER = """
SELECT c.id, c.received_at, c.routine_id, c.service, c.form, c.status, c.closed_at,
  c.author_id, a.given_name, a.family_name, (
    SELECT e.kind FROM case_event AS e
    WHERE e.case_id = c.id AND e.kind IN ('reply', 'closed-without-reply')
    ORDER BY e.number DESC LIMIT 1)
FROM "case" AS c JOIN person AS a ON a.id = c.author_id
WHERE c.patient_id = %s AND c.id <> %s AND a.protection = '' AND ({reach})
ORDER BY c.received_at DESC, c.id DESC LIMIT %s
"""


def _earlier(*row: Any) -> Earlier:
    pk, received, routine_id, key, form, status, closed_at, author, given, family, ended = row
    document, received_at = routine(routine_id), moment(received)
    service = service_of(document, key)
    return Earlier(
        id=CaseId(pk),
        number=case_number(pk, received_at),
        received_at=received_at,
        service=service,
        form=document.form(service.form) or Form(service.form),
        answers=json.loads(form),
        author=PersonId(author),
        author_name=f"{given} {family}".strip(),
        is_closed=status == Status.CLOSED,
        closed_at=moment_or_none(closed_at),
        with_reply=ended == ReplySent.kind,
    )
