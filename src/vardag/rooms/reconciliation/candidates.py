"""Which of a clinic's cases may not agree, picked by the database; whether one does is the law's to say.

Each of the four conditions is met from an index of its own and holds for few; none is left out by them
that the law would name (``tests/rooms/test_reconciliation.py`` holds them against all cases).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from vardag.domain.case.state import Status
from vardag.domain.case.step_events import StepCompleted, StepSkipped
from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import ClinicId
from vardag.domain.reconciliation.mismatch import BOOKING, dispatches
from vardag.domain.routine.document import Process, Routine, Step
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.cases.work_rows import WorkRow

LOOKS_BACK = timedelta(days=90)
"""How long a closed case is looked at for what it left out; after that nobody mends a record by it."""
MOST = 500  # cases at a time; more come up as these are put right

type _Ids = QuerySet[CaseRow, Any]


def candidates(clinic: ClinicId, routines: Iterable[Routine], *, on: date) -> QuerySet[CaseRow]:
    """Return the cases of a clinic that may not agree on a local date, the oldest first.

    :param routines: all that a case may be pinned to
    """
    processes = [(each, process) for each in routines for process in each.processes]
    steps = [step for _, each in processes for stage in each.stages for step in stage.steps]
    ids = _open(clinic, steps, on=on).union(
        _on_paper(clinic),
        _with_work(clinic, _dispatching(routines), on=on),
        _closed(clinic, steps, _leaves_free(processes), on=on),
    )
    return CaseRow.objects.filter(pk__in=ids).order_by("pk")


def _open(clinic: ClinicId, steps: Iterable[Step], *, on: date) -> _Ids:
    """Pick the open cases that are handled since before today, or in which something was booked."""
    handled = Q(attention_date__lte=on, handled_since_date__lt=on)
    booking = {step.key for step in steps if step.message in BOOKING}
    booked = _events(StepCompleted.kind, booking)
    rows = CaseRow.objects.filter(handled | Q(Exists(booked)), clinic=clinic)
    return rows.exclude(status=Status.CLOSED).values("pk")


def _on_paper(clinic: ClinicId) -> _Ids:
    return CaseRow.objects.filter(clinic=clinic, copies_out__gt=0).values("pk")


def _with_work(clinic: ClinicId, keys: Iterable[str], *, on: date) -> _Ids:
    open_ = WorkRow.objects.filter(
        clinic=clinic, done_at=None, key__in=set(keys), opened_date__lt=on
    )
    return CaseRow.objects.filter(pk__in=open_.values("case_id")).values("pk")


def _closed(clinic: ClinicId, steps: Iterable[Step], free: set[str], *, on: date) -> _Ids:
    """Pick the cases closed of late that skipped a step in another system, or never had to do it."""
    elsewhere = {step.key for step in steps if step.system is not None}
    skipped = _events(StepSkipped.kind, elsewhere)
    since = local_midnight(on - LOOKS_BACK)
    rows = CaseRow.objects.filter(clinic=clinic, status=Status.CLOSED, closed_at__gte=since)
    return rows.filter(Q(Exists(skipped)) | Q(service__in=free)).values("pk")


def _events(kind: str, steps: Iterable[str]) -> QuerySet[EventRow]:
    rows = EventRow.objects.filter(case=OuterRef("pk"), kind=kind)
    return rows.annotate(of=Cast(KT("data__step"), TextField())).filter(of__in=sorted(set(steps)))


def _leaves_free(processes: Iterable[tuple[Routine, Process]]) -> set[str]:
    """Return the services whose process has a step in another system that needn't be done."""
    return {
        service.key
        for routine, process in processes
        for service in routine.services
        if service.process == process.key
        and any(
            step.system is not None and not step.required
            for stage in process.stages
            for step in stage.steps
        )
    }


def _dispatching(routines: Iterable[Routine]) -> set[str]:
    found = (
        (process, service)
        for routine in routines
        for service in routine.services
        if (process := routine.process(service.process))
    )
    return {piece.key for process, service in found for piece in dispatches(process, service)}
