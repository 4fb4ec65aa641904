"""Cases on paper: those to print, as a list needs them, and the copies that nobody has accounted for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from vardag.domain.case.events import CopyAccountedFor, Printed
from vardag.domain.case.state import Status
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.routine.document import Service
from vardag.rooms.cases.ledger import service_of
from vardag.rooms.cases.models import CaseRow, EventRow, case_number
from vardag.rooms.cases.reach import may_act_at, may_open_at
from vardag.rooms.people.queries import people, working
from vardag.rooms.routines.queries import routine

MOST = 50


@dataclass(frozen=True)
class Printable:
    """A case that somebody may open, as a list to print from needs it.

    Of a protected one nothing tells whom it is about.
    """

    id: CaseId
    number: str
    service: Service
    patient_id: PersonId
    patient: str
    born: date | None
    is_protected: bool
    clinic: ClinicId
    is_closed: bool
    may_act: bool
    copies_out: int
    paper_holder: str


@dataclass(frozen=True)
class CopyOut:
    """A printed copy that nobody has accounted for."""

    case: Printable
    number: int
    holder: str
    by: str
    at: datetime


def printable(cases: Collection[CaseId], *, by: Staff) -> tuple[Printable, ...]:
    """Return those of the cases that somebody may open, in the order in which they were asked for."""
    found = {each.id: each for each in _listed(_opened(by).filter(pk__in=list(cases)), by)}
    return tuple(found[case] for case in cases if case in found)


def copies_out(clinic: ClinicId, *, by: Staff) -> tuple[CopyOut, ...]:
    """Return the copies out of a clinic's cases that somebody may act on: of closed cases first.

    Three questions at most, and no more than fifty cases.
    """
    rows = CaseRow.objects.filter(may_act_at(by, clinic), copies_out__gt=0)
    ordered = sorted(_listed(rows, by), key=lambda case: (not case.is_closed, case.id))
    return tuple(_copies(ordered))


def _copies(cases: Collection[Printable]) -> Iterable[CopyOut]:
    if not cases:
        return
    copies = _still_out(cases)
    those = {pk for found in copies.values() for row in found.values() for pk in _people_of(row)}
    names = {pk: row.name.strip() for pk, row in people(those).items()}
    for case in cases:
        for number, row in copies.get(case.id, {}).items():
            holder, by = _people_of(row)
            yield CopyOut(case, number, holder=names[holder], by=names[by], at=row.at)


def _people_of(row: EventRow) -> tuple[PersonId, PersonId]:
    """Return with whom a printed copy is, and who printed it."""
    return PersonId(row.data.get("for_") or row.by_id), PersonId(row.by_id)


def _still_out(cases: Iterable[Printable]) -> dict[CaseId, dict[int, EventRow]]:
    """Return the prints of cases by their number, without those that are accounted for."""
    events = EventRow.objects.filter(
        case__in=[case.id for case in cases], kind__in=(Printed.kind, CopyAccountedFor.kind)
    )
    out: dict[CaseId, dict[int, EventRow]] = {}
    printed: dict[CaseId, int] = {}
    for row in events.order_by("case_id", "number"):
        case = CaseId(row.case_id)
        if row.kind == Printed.kind:
            printed[case] = printed.get(case, 0) + 1
            out.setdefault(case, {})[printed[case]] = row
        else:
            out[case].pop(row.data["number"], None)
    return out


def colleagues(clinics: Iterable[ClinicId], *, on: date) -> dict[ClinicId, tuple[Any, ...]]:
    """Return those who work at each clinic on a local date, for any of whom a case can be printed."""
    grants = working(on).filter(clinic__in=set(clinics)).select_related("person")
    there: dict[ClinicId, dict[int, Any]] = {}
    for grant in grants.order_by("person__given_name", "person__family_name"):
        there.setdefault(ClinicId(grant.clinic_id), {})[grant.person_id] = grant.person
    return {clinic: tuple(rows.values()) for clinic, rows in there.items()}


def _opened(by: Staff) -> QuerySet[CaseRow]:
    reach = Q(pk__in=())
    for clinic in by.roles:
        reach |= may_open_at(by, clinic)
    return CaseRow.objects.filter(reach)


def _listed(rows: QuerySet[CaseRow], by: Staff) -> list[Printable]:
    act = Q(pk__in=())
    for clinic in by.roles:
        act |= may_act_at(by, clinic)
    found = rows.order_by("pk").values(
        *("id", "received_at", "service", "status", "clinic_id", "patient_id", "copies_out"),
        *("patient__given_name", "patient__family_name", "patient__born", "patient__protection"),
        *("author__protection", "paper_holder__given_name", "paper_holder__family_name"),
        routine_sum=F("routine__sha256"),
        may_act=ExpressionWrapper(act, output_field=BooleanField()),
    )
    return [_printable(row) for row in found[:MOST]]


def _printable(row: Any) -> Printable:
    hidden = is_protected(row["patient__protection"], row["author__protection"])
    return Printable(
        id=CaseId(row["id"]),
        number=case_number(row["id"], row["received_at"]),
        service=service_of(routine(row["routine_sum"]), row["service"]),
        patient_id=PersonId(row["patient_id"]),
        patient="" if hidden else _name(row, "patient"),
        born=None if hidden else row["patient__born"],
        is_protected=hidden,
        clinic=ClinicId(row["clinic_id"]),
        is_closed=row["status"] == Status.CLOSED,
        may_act=bool(row["may_act"]),
        copies_out=row["copies_out"],
        paper_holder=_name(row, "paper_holder"),
    )


def _name(row: Any, who: str) -> str:
    return f"{row[f'{who}__given_name'] or ''} {row[f'{who}__family_name'] or ''}".strip()
