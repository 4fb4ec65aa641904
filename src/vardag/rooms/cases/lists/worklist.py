"""Reading the work of a clinic that outlives cases, and the open cases that lead to such work.

A closed case can hide a duty: here it can't (ADR-0010). Which steps and pieces of work there are,
and whose they are, is the routine's to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.rooms.cases.lists.duties import Duty, OpenCase, OpenPiece, duty
from vardag.rooms.cases.lists.worklist_rows import cases_with_duties, the_clinic
from vardag.rooms.people.queries import people


@dataclass(frozen=True)
class Colleague:
    """Somebody at the clinic for whom a case can be printed."""

    id: PersonId
    name: str
    title: str
    profession: str


@dataclass(frozen=True)
class Worklist:
    """A clinic's work by follow-up date, its cases to print and to close, and who is there."""

    pieces: tuple[OpenPiece, ...]
    to_print: tuple[OpenCase, ...]
    to_close: tuple[OpenCase, ...]
    colleagues: tuple[Colleague, ...]
    printed_for: Mapping[PersonId, str]  # names
    finished: int  # cases whose work was finished this month
    calendar: WorkingCalendar


def worklist(staff: Staff, clinic: ClinicId, *, on: date) -> Worklist:
    """Return what remains to do at a clinic, for its receivers and those in a group there.

    :raises OutOfReach: if the person is neither
    """
    if not has_worklist(staff, clinic):
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    found = [duty(row, staff=staff, clinic=clinic) for row in cases_with_duties(staff, clinic)]
    duties = [each for each in found if each is not None]
    cases = [each for each in duties if isinstance(each, OpenCase)]
    there = list(the_clinic(clinic, on=on))
    colleagues = tuple(_colleague(row) for row in there)
    return Worklist(
        pieces=tuple(each for each in duties if isinstance(each, OpenPiece)),
        to_print=tuple(each for each in cases if each.step is not None),
        to_close=tuple(each for each in cases if each.step is None),
        colleagues=colleagues,
        printed_for=_names(duties, colleagues),
        finished=there[0]["finished"] if there else 0,
        calendar=_calendar(there[0]["closed"] if there else None),
    )


def has_worklist(staff: Staff, clinic: ClinicId) -> bool:
    """Tell whether the page is somebody's: a receiver's there, or that of who works in a group there.

    Which group's work it is says each case's routine; who is in another finds an empty page.
    """
    in_a_group = any(at == clinic for _, at in staff.groups.values())
    return staff.receives_at(clinic) or (in_a_group and staff.works_cases_at(clinic))


def _colleague(row: Mapping[str, Any]) -> Colleague:
    return Colleague(
        id=PersonId(row["id"]),
        name=f"{row['given_name']} {row['family_name']}".strip(),
        title=row["title"],
        profession=row["profession"],
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
