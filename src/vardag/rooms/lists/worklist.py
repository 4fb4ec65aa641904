"""Reading the work of a clinic that outlives cases, and the open cases that lead to such work.

A closed case can hide a duty: here it can't (ADR-0010). Which steps and pieces of work there are,
and whose they are, is the routine's to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from vardag.domain.case.competence import may_do_work_at
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import (
    CaseId,
    ClinicId,
    GroupId,
    PersonId,
    Profession,
    Role,
    Staff,
)
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.deliveries.queries import Delivery, of_parts, systems_at
from vardag.rooms.lists.duties import Duty, OpenCase, OpenPiece, duty, piece_of
from vardag.rooms.lists.worklist_rows import cases_with_duties, late_cases, the_clinic
from vardag.rooms.people.queries import people


@dataclass(frozen=True)
class Colleague:
    """Somebody who works with cases at the clinic; ``staff`` is that person as the rules see it."""

    id: PersonId
    name: str
    title: str
    profession: str
    staff: Staff
    is_there: bool  # no absence holds today


@dataclass(frozen=True)
class Worklist:
    """A clinic's work by follow-up date, its cases to print and to close, and who is there."""

    clinic: ClinicId
    pieces: tuple[OpenPiece, ...]
    to_print: tuple[OpenCase, ...]
    to_close: tuple[OpenCase, ...]
    colleagues: tuple[Colleague, ...]
    printed_for: Mapping[PersonId, str]  # names
    finished: int  # cases whose work was finished this month
    calendar: WorkingCalendar
    systems: frozenset[str] = frozenset()  # to which the clinic has a line
    deliveries: Mapping[CaseId, Delivery] = field(default_factory=dict)  # of its open pieces

    def workers(self, piece: OpenPiece) -> tuple[Colleague, ...]:
        """Return those to whom a piece of work may be given, whether they are there today or not."""
        process = piece.case.process
        return tuple(
            each for each in self.colleagues if may_do_work_at(each.staff, process, self.clinic)
        )

    def is_unattended(self, piece: OpenPiece) -> bool:
        """Tell whether its owner is away, has left, or may not do it any more."""
        there = {each.id for each in self.workers(piece) if each.is_there}
        return piece.owner is not None and piece.owner not in there


_ALL = Q()


def worklist(staff: Staff, clinic: ClinicId, *, on: date, among: Q = _ALL) -> Worklist:
    """Return what remains to do at a clinic, for its receivers and those in a group there.

    :param among: the cases that are wanted, such as ``of_case``; else all
    :raises OutOfReach: if the person is neither
    """
    if not has_worklist(staff, clinic):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    rows = cases_with_duties(staff, clinic, among=among)
    found = [duty(row, staff=staff, clinic=clinic) for row in rows]
    duties = [each for each in found if each is not None]
    cases = [each for each in duties if isinstance(each, OpenCase)]
    pieces = tuple(each for each in duties if isinstance(each, OpenPiece))
    there = list(the_clinic(clinic, on=on))
    colleagues = tuple(_colleague(row, clinic) for row in there)
    return Worklist(
        clinic=clinic,
        pieces=pieces,
        to_print=tuple(each for each in cases if each.step is not None),
        to_close=tuple(each for each in cases if each.step is None),
        colleagues=colleagues,
        printed_for=_names(duties, colleagues),
        finished=there[0]["finished"] if there else 0,
        calendar=_calendar(there[0]["closed"] if there else None),
        systems=systems_at(clinic),
        deliveries=of_parts((each.case.id, each.work.key) for each in pieces),
    )


def of_case(case: CaseId) -> Q:
    """Return the condition of one case."""
    return Q(pk=case)


def work_owned(person: PersonId, by: Staff, *, on: date) -> tuple[Worklist, ...]:
    """Return the open work that somebody owns, by clinic, as far as it is the reader's to do as well."""
    open_ = WorkRow.objects.filter(owner=person, done_at=None)
    theirs = CaseRow.objects.filter(pk__in=open_.values("case_id")).values("pk")
    clinics = open_.values_list("clinic_id", flat=True).distinct().order_by("clinic_id")
    return tuple(
        worklist(by, ClinicId(clinic), on=on, among=Q(pk__in=theirs))
        for clinic in clinics
        if has_worklist(by, ClinicId(clinic))
    )


@dataclass(frozen=True)
class LateElsewhere:
    """A piece of work past its date, of a case that a clinic sent on, and the clinic that has it now."""

    piece: OpenPiece
    clinic: str


def late_elsewhere(staff: Staff, clinic: ClinicId, *, on: date) -> tuple[LateElsewhere, ...]:
    """Return the late work of cases that a clinic sent on, for its receivers, who may read them.

    :raises OutOfReach: if the person doesn't receive cases there
    """
    if not staff.receives_at(clinic):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    return tuple(
        LateElsewhere(piece_of(row), row["clinic_name"]) for row in late_cases(clinic, on=on)
    )


def has_worklist(staff: Staff, clinic: ClinicId) -> bool:
    """Tell whether the page is somebody's: a receiver's there, or that of who works in a group there.

    Which group's work it is says each case's routine; who is in another finds an empty page.
    """
    in_a_group = any(at == clinic for _, at in staff.groups.values())
    return staff.receives_at(clinic) or (in_a_group and staff.works_cases_at(clinic))


def _colleague(row: Mapping[str, Any], clinic: ClinicId) -> Colleague:
    pairs = (each.split("=", 1) for each in (row["within"] or "").split())
    staff = Staff(
        id=PersonId(row["id"]),
        profession=Profession(row["profession"]),
        roles={clinic: frozenset(Role(role) for role in (row["has"] or "").split())},
        groups={GroupId(int(pk)): (key, clinic) for pk, key in pairs},
    )
    return Colleague(
        id=PersonId(row["id"]),
        name=f"{row['given_name']} {row['family_name']}".strip(),
        title=row["title"],
        profession=row["profession"],
        staff=staff,
        is_there=not row["away"],
    )


def _names(duties: Iterable[Duty], colleagues: Iterable[Colleague]) -> dict[PersonId, str]:
    """Return the names of those for whom cases were printed; only who has left is looked up."""
    names = {each.id: each.name for each in colleagues}
    wanted = {each.case.printed_for for each in duties if each.case.printed_for is not None}
    left = wanted - names.keys()
    if left:
        names |= {pk: row.name for pk, row in people(left).items()}
    return {pk: names[pk] for pk in wanted}


def _calendar(closed: str | None) -> WorkingCalendar:
    """Return the clinic's calendar as far back as a follow-up is counted; reasons aren't needed here."""
    days = (date.fromisoformat(day) for day in (closed or "").split())
    return WorkingCalendar(closed=dict.fromkeys(days, "closed"))
