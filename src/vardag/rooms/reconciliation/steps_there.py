"""The steps of cases that are done in one other system, as a comparison needs them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import Exists, OuterRef, Q

from vardag.domain.case.events import Assigned, Entry, SentToClinic, Submitted
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted
from vardag.domain.clock.deadline import local_date, local_midnight
from vardag.domain.people.identity import CaseId, ClinicId, Staff
from vardag.domain.reconciliation.compared import Known, Stands
from vardag.domain.routine.document import Step
from vardag.domain.routine.way import steps_on_way
from vardag.rooms.cases.ledger import folded
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.cases.reach import may_open_at
from vardag.rooms.reconciliation.ledgers import ledgers

_AT_ONCE = 400


@dataclass(frozen=True)
class Wanted:
    """Which cases a list may be about: those it names, whose it names, what was ticked in its days."""

    cases: Collection[int]
    numbers: Collection[str]
    days: tuple[date, date] | None


def steps_there(
    system: str, wanted: Wanted, *, by: Staff, clinic: ClinicId
) -> tuple[list[Known], set[CaseId]]:
    """Return the steps in a system of the cases that are wanted, and the named ones that are there.

    Only of cases that the person may open at the clinic: those it has, and those it sent on.
    """
    ids = set(_ids(wanted, by, clinic))
    known: list[Known] = []
    for some in batched(sorted(ids), _AT_ONCE):
        rows = list(CaseRow.objects.filter(pk__in=some).select_related("patient"))
        entries = ledgers(rows)
        for row in rows:
            known += _known(row, folded(row, entries[row.pk]), entries[row.pk], system, clinic)
    return known, {CaseId(pk) for pk in ids & set(wanted.cases)}


def _ids(wanted: Wanted, by: Staff, clinic: ClinicId) -> Iterator[int]:
    theirs = CaseRow.objects.filter(may_open_at(by, clinic))
    for some in batched(sorted(wanted.cases), _AT_ONCE):
        yield from theirs.filter(pk__in=some).values_list("pk", flat=True)
    for numbers in batched(sorted(wanted.numbers), _AT_ONCE):
        rows = theirs.filter(patient__personal_number__in=numbers)
        yield from rows.values_list("pk", flat=True)
    if wanted.days:
        ticked = EventRow.objects.filter(
            case=OuterRef("pk"), kind=StepCompleted.kind, date__range=wanted.days
        )
        touched = Q(closed_at=None) | Q(closed_at__gte=local_midnight(wanted.days[0]))
        yield from theirs.filter(touched, Exists(ticked)).values_list("pk", flat=True)


def _known(
    row: CaseRow, case: Case, entries: Sequence[Entry], system: str, clinic: ClinicId
) -> Iterator[Known]:
    for step in steps_on_way(case.process, case.facts):
        if step.system == system:
            stands, done = _stands(case, step)
            yield Known(
                case=CaseId(row.pk),
                step=step.key,
                template=step.template or "",
                number=row.patient.personal_number or "",
                received=local_date(case.received_at),
                stands=stands,
                done=done,
                is_ours=_had_it(entries, step.key) == clinic,
            )


def _stands(case: Case, step: Step) -> tuple[Stands, date | None]:
    """Return how a step stands; what is left out with a reason and still open agrees with any list."""
    done, said = case.steps.get(step.key), case.accounted.get(step.key)
    if done is not None and not done.skipped:
        return Stands.DONE, local_date(done.at)
    if said is not None:
        return Stands.DONE, local_date(said.at) if said.fate is StepFate.DONE else None
    if case.is_closed:
        return Stands.LEFT_OUT, None
    return (Stands.OPEN if done is None else Stands.DONE), None


def _had_it(entries: Iterable[Entry], step: str) -> ClinicId | None:
    """Return the clinic that had a case when a step was ticked, or has it now."""
    clinic: ClinicId | None = None
    for entry in entries:
        match entry.event:
            case Submitted(clinic=at) | Assigned(clinic=at) | SentToClinic(clinic=at):
                clinic = at
            case StepCompleted(step=key) if key == step:
                return clinic
    return clinic
