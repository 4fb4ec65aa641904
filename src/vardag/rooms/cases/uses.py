"""Which standard replies clinics send: a row for each message that began as one.

Only ``actions`` calls the writing half of this module.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from vardag.domain.case.acts import Act, message_of
from vardag.domain.case.events import CounterQuestionAsked, Event, InterimReplySent, ReplySent
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.domain.routine.document import StandardReply
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.use_rows import ReplyUseRow
from vardag.rooms.replies.queries import in_use


def record_uses(row: CaseRow, events: Iterable[Event], *, clinic: ClinicId, at: datetime) -> None:
    """Write down which standard replies were sent, by the clinic that had the case."""
    keys = (
        event.standard_reply
        for event in events
        if isinstance(event, InterimReplySent | CounterQuestionAsked | ReplySent)
    )
    ReplyUseRow.objects.bulk_create(
        ReplyUseRow(case=row, clinic_id=clinic, key=key, at=at) for key in keys if key
    )


# What isn't a key can't be one's reply, and may be what a database doesn't even look for.
_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")


def own_reply_in(act: Act, clinic: ClinicId, *, on: date) -> dict[str, StandardReply]:
    """Return the clinic's own standard reply that an act's message began as, by key, if it is one."""
    message = message_of(act)
    if message is None or not _KEY.fullmatch(message.standard_reply or ""):
        return {}
    found = in_use(clinic, on=on, key=message.standard_reply)
    return {each.key: each.as_standard for each in found}


@dataclass(frozen=True)
class Use:
    """How often a clinic has sent a standard reply, and on which local date last."""

    count: int
    last: date


def uses(clinic: ClinicId) -> dict[str, Use]:
    """Return how often a clinic has sent each standard reply that it has sent, by key. One query."""
    rows = ReplyUseRow.objects.filter(clinic_id=clinic).values("key").order_by()
    found = rows.annotate(count=Count("pk"), last=Max("at"))
    return {row["key"]: Use(row["count"], local_date(row["last"])) for row in found}
