"""Which dates of a clinic's cases have passed, and who is at them: for reminders, never for flags."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache, partial

from django.db.models import Max, Q, QuerySet

from vardag.domain.case.state import Status
from vardag.domain.duty.reminders import Passed, Which
from vardag.domain.people.identity import CaseId, ClinicId, GroupId, PersonId
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.people.models import GroupRow
from vardag.rooms.people.queries import members_of
from vardag.rooms.routines.queries import routine

type _Members = Callable[[GroupId], list[PersonId]]
_TAKEN_ON = ("claimed", "assigned", "sent-to-clinic")  # R13: somebody is made to take it on
_DATES = {
    Which.RESPONSE: "response_due_date",
    Which.FOLLOW_UP: "follow_up_date",
    Which.WAIT: "waits_until_date",
}


def passed_dates(clinic: ClinicId, *, on: date) -> tuple[Passed, ...]:
    """Return the dates of a clinic's cases and work that passed before a local date.

    Four questions to the database, and one for each group that holds something.
    """
    members = cache(partial(members_of, on=on))
    return (
        *_of_cases(clinic, on, members),
        *_of_work(clinic, on, members),
        *_of_inquiries(clinic, on),
    )


def _open(clinic: ClinicId) -> QuerySet[CaseRow]:
    return CaseRow.objects.filter(clinic_id=clinic).exclude(status=Status.CLOSED)


def _of_cases(clinic: ClinicId, on: date, members: _Members) -> Iterator[Passed]:
    late = Q(response_due_date__lt=on) | Q(follow_up_date__lt=on) | Q(waits_until_date__lt=on)
    taken_on = _taken_on(clinic, on)
    for row in _open(clinic).filter(late, attention_date__lte=on).order_by("pk"):
        if row.holding_group_id is not None:
            held_by = tuple(members(GroupId(row.holding_group_id)))
        else:
            held_by = (PersonId(row.holder_id),) if row.holder_id else ()
        case = CaseId(row.pk)
        for which, column in _DATES.items():
            day: date | None = getattr(row, column)
            if day is not None and day < on:
                yield Passed(case, which, day, held_by, taken_on.get(case))


def _taken_on(clinic: ClinicId, on: date) -> dict[CaseId, date]:
    """Return when somebody was last made to take on each case that is overdue."""
    overdue = _open(clinic).filter(response_due_date__lt=on).values("pk")
    rows = EventRow.objects.filter(case__in=overdue, kind__in=_TAKEN_ON).values("case")
    return {CaseId(row["case"]): row["last"] for row in rows.annotate(last=Max("date"))}


def _of_work(clinic: ClinicId, on: date, members: _Members) -> Iterator[Passed]:
    """Yield work whose follow-up date has passed; without an owner it is for all who do it."""
    rows = WorkRow.objects.filter(clinic_id=clinic, done_at=None, follow_up_date__lt=on)
    groups = {
        key: GroupId(pk)
        for key, pk in GroupRow.objects.filter(clinic_id=clinic).values_list("key", "pk")
    }
    wanted = ("case", "follow_up_date", "owner", "case__routine", "case__service")
    for case, day, owner, document, service in rows.order_by("case").values_list(*wanted):
        group = groups.get(_work_by(document, service))
        if owner is not None:
            held_by: tuple[PersonId, ...] = (PersonId(owner),)
        else:
            held_by = tuple(members(group)) if group is not None else ()
        yield Passed(CaseId(case), Which.WORK, day, held_by)


def _work_by(document: str, service: str) -> str:
    """Return the key of the group that the case's routine gives its work; empty for none."""
    found = routine(document)
    there = found.service(service)
    process = found.process(there.process) if there else None
    return (process.work_by if process else "") or ""


def _of_inquiries(clinic: ClinicId, on: date) -> Iterator[Passed]:
    rows = _open(clinic).filter(inquiry_to__isnull=False, inquiry_due_date__lt=on).order_by("pk")
    for case, day, person in rows.values_list("pk", "inquiry_due_date", "inquiry_to"):
        if day is not None and person is not None:  # "a question to somebody has a date"
            yield Passed(CaseId(case), Which.INQUIRY, day, (PersonId(person),))


def came_since(clinic: ClinicId, moment: datetime) -> int:
    """Return how many of a clinic's cases came at a moment or later, closed ones too.

    :param moment: aware
    """
    return CaseRow.objects.filter(clinic_id=clinic, received_at__gte=moment).count()
