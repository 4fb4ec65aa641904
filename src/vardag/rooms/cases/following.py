"""The rows that follow from an event, beside the case's own. Only ``actions`` calls this."""

from datetime import datetime
from functools import partial

from vardag.domain.case.events import (
    Event,
    ReplySent,
    WorkAssigned,
    WorkCompleted,
    WorkOpened,
    WorkPutOff,
)
from vardag.domain.case.notices import notices, told_by_name
from vardag.domain.case.posting import sent_by
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.rooms.cases.attached import record_files
from vardag.rooms.cases.delivering import record_delivery
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.cases.ledger import deadline_json
from vardag.rooms.cases.mention_rows import MentionRow
from vardag.rooms.cases.models import CaseRow, PassedRow, RegisterRow
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.notices.actions import record as record_notices
from vardag.rooms.people.queries import members_of


def record(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    """Record what an event causes: files, notices, mentions, work, registers, messages, post.

    :param case: the case as it is after the event
    """
    record_files(row, event, number=case.version, by=by, at=at)
    _record_notices(row, event, case, by=by, at=at)
    _record_mentions(row, event, case, by=by, at=at)
    _record_work(row, event, case, by=by, at=at)
    record_delivery(row, event, case, by=by, at=at)
    _record_dispatches(row, event, case, by=by, at=at)


def _record_notices(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    told = notices(event, case, by=by, members=partial(members_of, on=local_date(at)))
    record_notices(told, case=CaseId(row.pk), at=at)


def _record_mentions(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    MentionRow.objects.bulk_create(
        MentionRow(case=row, number=case.version, person_id=person, by_id=by, at=at)
        for person in told_by_name(event, by=by)
    )


def _record_work(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    match event:
        case WorkOpened(work=key, follow_up=due, owner=owner):
            WorkRow.objects.create(
                case=row,
                clinic_id=case.clinic,
                key=key,
                opened_date=due.since,
                follow_up_date=due.date,
                follow_up_why=deadline_json(due),
                owner_id=owner,
            )
        case WorkAssigned(work=key, person=person):
            WorkRow.objects.filter(case=row, key=key).update(owner=person)
        case WorkPutOff(work=key, follow_up=due):
            WorkRow.objects.filter(case=row, key=key).update(
                follow_up_date=due.date, follow_up_why=deadline_json(due)
            )
        case WorkCompleted(work=key, outcome=outcome):
            WorkRow.objects.filter(case=row, key=key).update(
                done_at=at, done_by=by, outcome=outcome or ""
            )
        case ReplySent() if case.service.register:
            RegisterRow.objects.filter(case=row).update(completed_at=at, completed_by=by)


def _record_dispatches(
    row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime
) -> None:
    DispatchRow.objects.bulk_create(
        DispatchRow(
            case=row,
            number=case.version,
            place=place,
            clinic_id=case.clinic,
            sent_date=local_date(at),
            destination=each.to,
            exemplar=each.as_,
            way=each.way,
            by_id=by,
        )
        for place, each in enumerate(sent_by(case, event))
    )


def record_passing(row: CaseRow, before: Case, after: Case) -> None:
    """Record which clinics have had the case and sent it on."""
    if before.passed_by == after.passed_by:
        return
    PassedRow.objects.filter(case=row).exclude(clinic__in=after.passed_by).delete()
    for clinic in after.passed_by - before.passed_by:
        PassedRow.objects.create(case=row, clinic_id=clinic)
