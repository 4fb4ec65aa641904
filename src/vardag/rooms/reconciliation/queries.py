"""Reading what doesn't agree at a clinic, for those who receive there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.choices import why_not
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.reconciliation.mismatch import (
    Kind,
    Mismatch,
    Remedy,
    mismatches,
    remedy_of,
)
from vardag.domain.refusals import Refusal
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine, Step
from vardag.rooms.cases.ledger import folded
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.queries import calendar_and_links
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import people
from vardag.rooms.reconciliation.candidates import MOST, candidates
from vardag.rooms.reconciliation.ledgers import ledgers
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.queries import routine

_WORDS = acts.Message(text="?")


@dataclass(frozen=True)
class Line:
    """A case that doesn't agree: what, since when, who did the last of it, and what puts it right.

    Of a protected one a list tells nobody whom it is about. ``refusal`` is why this person can't put it
    right; None where that can be done.
    """

    id: CaseId
    number: str
    patient_id: PersonId
    patient: str
    is_protected: bool
    case: Case
    routine: Routine
    mismatch: Mismatch
    remedy: Remedy
    step: Step | None
    who: str  # did it, or has it
    refusal: Refusal | None


@dataclass(frozen=True)
class Disagreements:
    """What doesn't agree at a clinic; ``is_all`` unless there is more than is looked at in one go."""

    lines: tuple[Line, ...]
    is_all: bool

    def of(self, kind: Kind) -> tuple[Line, ...]:
        """Return what doesn't agree in one way, the longest first."""
        return tuple(line for line in self.lines if line.mismatch.kind is kind)


def disagreements(by: Staff, clinic: ClinicId, *, at: datetime) -> Disagreements:
    """Return what doesn't agree at a clinic now. Five questions, whatever there is.

    :param at: aware
    :raises NotPermitted: if the person doesn't receive cases there
    """
    access.permit_at(by, Deed.RECONCILE, clinic)
    on = local_date(at)
    routines = [routine(pk) for pk in RoutineRow.objects.values_list("pk", flat=True)]
    rows = list(candidates(clinic, routines, on=on).select_related("patient", "author")[: MOST + 1])
    entries = ledgers(rows[:MOST])
    calendar, links = calendar_and_links(clinic)
    found = []
    for row in rows[:MOST]:
        case, document = folded(row, entries[row.pk]), routine(row.routine_id)
        now = Circumstances(by=by, at=at, routine=document, calendar=calendar, links=links)
        found += [
            (row, case, now, each)
            for each in mismatches(case, entries[row.pk], on=on, calendar=calendar)
        ]
    those = (_who(case, each) for _, case, _, each in found)
    names = people(each for each in those if each is not None)
    lines = sorted((_line(*each, names) for each in found), key=_longest_first)
    return Disagreements(tuple(lines), is_all=len(rows) <= MOST)


def _longest_first(line: Line) -> tuple[int, CaseId]:
    return line.mismatch.since.toordinal(), line.id


def _line(
    row: CaseRow,
    case: Case,
    now: Circumstances,
    found: Mismatch,
    names: Mapping[PersonId, PersonRow],
) -> Line:
    hidden = is_protected(row.patient.protection, row.author.protection)
    remedy, step = remedy_of(found, case)
    return Line(
        id=CaseId(row.pk),
        number=row.number,
        patient_id=case.patient,
        patient="" if hidden else row.patient.name.strip(),
        is_protected=hidden,
        case=case,
        routine=now.routine,
        mismatch=found,
        remedy=remedy,
        step=step,
        who=_name(names, _who(case, found)),
        refusal=_refusal(case, found, remedy, step, now),
    )


def _name(names: Mapping[PersonId, PersonRow], who: PersonId | None) -> str:
    return names[who].name.strip() if who is not None and who in names else ""


def _who(case: Case, found: Mismatch) -> PersonId | None:
    """Return who has the paper, or did what was done: the step, or the piece before the open one."""
    if found.copy is not None:
        return found.copy.holder
    if found.work is not None:
        return max(case.work.values(), key=lambda done: done.at).by
    done = case.steps.get(found.step.key) if found.step else None
    return done.by if done else case.holder


def _refusal(
    case: Case, found: Mismatch, remedy: Remedy, step: Step | None, now: Circumstances
) -> Refusal | None:
    act = _example(found, remedy, step)
    return why_not(act, case, now, permit=access.permit) if act else None


def _example(found: Mismatch, remedy: Remedy, step: Step | None) -> acts.Act | None:
    """Return a harmless example of the act that puts it right; None where the case's page says more."""
    match remedy:
        case Remedy.REPLY:
            return acts.ReplyAndClose(_WORDS)
        case Remedy.CLOSE:
            return acts.CloseWithoutReply()
        case Remedy.TICK if step:
            return acts.CompleteStep(step.key)
        case Remedy.ACCOUNT if step:
            return acts.AccountForStep(step.key, StepFate.DONE)
        case Remedy.COPY if found.copy:
            return acts.AccountForCopy(found.copy.number, Fate.RETURNED)
        case Remedy.SEND if found.work:
            outcome = found.work.outcomes[0].key if found.work.outcomes else None
            return acts.CompleteWork(found.work.key, outcome)
        case _:
            return None
