"""Reading what came of comparing another system's list, as it stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.choices import why_not
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.reconciliation.compared import Verdict, Why
from vardag.domain.refusals import OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Step
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say
from vardag.rooms.cases.ledger import folded
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.reach import may_open_at
from vardag.rooms.clinics.queries import calendar_and_links
from vardag.rooms.reconciliation.ledgers import ledgers
from vardag.rooms.reconciliation.models import FindingRow, ListRow
from vardag.rooms.routines.queries import routine

PAGE = 50


@dataclass(frozen=True)
class AboutCase:
    """What a finding says of its case. Of a protected one nobody is told whom it is about."""

    id: CaseId
    number: str
    patient_id: PersonId
    patient: str
    is_protected: bool
    case: Case
    step: Step | None


@dataclass(frozen=True)
class Found:
    """Something that doesn't agree. ``act`` puts it right, unless ``refusal`` says why it doesn't."""

    id: int
    verdict: Verdict
    row: int | None
    day: date | None
    who: str
    why: Why | None
    about: AboutCase | None
    act: acts.Act | None
    refusal: Refusal | None


@dataclass(frozen=True)
class ComparedList:
    """What came of a list: how many rows agree, what remains, and what was put right or seen to."""

    id: UUID
    name: str
    system: str
    at: datetime
    days: tuple[date, date] | None
    agree: int
    remains: tuple[Found, ...]
    settled: int


@dataclass(frozen=True)
class Recent:
    """A list that was compared of late, as a way to what came of it."""

    id: UUID
    system: str
    at: datetime


def recent(clinic: ClinicId) -> list[Recent]:
    """Return the lists that a clinic has compared, the newest first: one for each system at most."""
    rows = ListRow.objects.filter(clinic=clinic, compared_at__isnull=False)
    found = rows.order_by("-compared_at").values_list("pk", "system", "compared_at")
    return [Recent(pk, system, at) for pk, system, at in found if at is not None]


def compared_list(key: UUID, *, by: Staff, clinic: ClinicId, at: datetime) -> ComparedList:
    """Return what came of a list, as it stands now: what was put right since is there no more.

    :raises NotPermitted: if the person doesn't receive cases there
    :raises OutOfReach: if the clinic has no such list that was compared
    """
    access.permit_at(by, Deed.RECONCILE, clinic)
    row = ListRow.objects.filter(pk=key, clinic=clinic, compared_at__isnull=False).first()
    if row is None or row.compared_at is None:
        raise OutOfReach(say("There is no such list, or it isn't yours to see."))
    findings = list(FindingRow.objects.filter(list=row).order_by("pk"))
    remains = _remaining([each for each in findings if each.seen_at is None], by, clinic, at)
    return ComparedList(
        id=row.pk,
        name=row.name,
        system=row.system,
        at=row.compared_at,
        days=(row.first_date, row.last_date) if row.first_date and row.last_date else None,
        agree=row.agree,
        remains=tuple(remains),
        settled=len(findings) - len(remains),
    )


def _remaining(rows: list[FindingRow], by: Staff, clinic: ClinicId, at: datetime) -> list[Found]:
    """Return what still doesn't agree, with what this person can do about it."""
    cases = _cases({each.case_id for each in rows if each.case_id}, by, clinic)
    calendar, links = calendar_and_links(clinic)
    remains = []
    for each in rows:
        row, case = cases.get(each.case_id or 0, (None, None))
        about = _about(row, case, each.step) if row and case else None
        if not _is_settled(each, about):
            document = routine(row.routine_id) if row else None
            now = (
                Circumstances(by=by, at=at, routine=document, calendar=calendar, links=links)
                if document
                else None
            )
            remains.append(_found(each, about, now))
    return remains


type _Cases = Mapping[int, tuple[CaseRow, Case]]


def _cases(ids: Iterable[int], by: Staff, clinic: ClinicId) -> _Cases:
    """Return the cases that somebody may open, with what their ledgers come to. Two questions."""
    rows = CaseRow.objects.filter(may_open_at(by, clinic), pk__in=set(ids))
    rows = rows.select_related("patient", "author")
    entries = ledgers(rows)
    return {row.pk: (row, folded(row, entries[row.pk])) for row in rows}


def _about(row: CaseRow, case: Case, key: str) -> AboutCase:
    hidden = is_protected(row.patient.protection, row.author.protection)
    return AboutCase(
        id=CaseId(row.pk),
        number=row.number,
        patient_id=case.patient,
        patient="" if hidden else row.patient.name.strip(),
        is_protected=hidden,
        case=case,
        step=step_on_way(case.process, case.facts, key),
    )


def _is_settled(row: FindingRow, about: AboutCase | None) -> bool:
    """Tell whether what was there alone is done here since, or said to need nothing."""
    if row.verdict != Verdict.ONLY_THERE or about is None:
        return False
    if row.step in about.case.accounted:
        return True
    return row.step in about.case.steps and not about.case.steps[row.step].skipped


def _found(row: FindingRow, about: AboutCase | None, now: Circumstances | None) -> Found:
    verdict = Verdict(row.verdict)
    act, refusal = None, None
    if verdict is Verdict.ONLY_THERE and about and now:
        act = _act(row.step, about.case)
        refusal = why_not(act, about.case, now, permit=access.permit)
    return Found(
        id=row.pk,
        verdict=verdict,
        row=row.row,
        day=row.day,
        who=row.who,
        why=Why(row.why) if row.why else None,
        about=about,
        act=act,
        refusal=refusal,
    )


def _act(step: str, case: Case) -> acts.Act:
    """Return the ordinary act that says here what the list says: of a closed case, that it is done."""
    if case.is_closed:
        return acts.AccountForStep(step, StepFate.DONE)
    return acts.CompleteStep(step)
