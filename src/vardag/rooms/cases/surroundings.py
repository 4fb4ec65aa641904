"""What a case's page must know besides the case: names, guardians, calendar, links, who is there.

People and places are one question to the database, by hand for the reason that ``morning`` gives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter

from django.db import connection

from vardag.domain.case.events import (
    Assigned,
    CounterQuestionAsked,
    InterimReplySent,
    NoteAdded,
    Printed,
    ReplySent,
    SentToClinic,
    WorkAssigned,
)
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import ColleagueAsked
from vardag.domain.people.identity import ClinicId, GroupId, PersonId
from vardag.rooms.audit.receipts import READS
from vardag.rooms.by_hand import day, moment
from vardag.rooms.cases.clinics_own import ClinicsOwn, asked_of, clinics_own
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.cases.surroundings_sql import (
    EVERYTHING,
    GUARDIANS,
    HOLDER,
    NAMED,
    PEOPLE,
    READERS,
    REGISTER,
    TOLD,
)
from vardag.rooms.people.models import PersonRow

type _Row = tuple[str, int, int, str, str, str, date | str | None, str, str]


@dataclass(frozen=True)
class Group:
    """A group by its name, and its clinic."""

    id: GroupId
    key: str
    name: str
    clinic: ClinicId


@dataclass(frozen=True)
class Worker:
    """Somebody who may hold cases at a clinic today."""

    id: PersonId
    clinic: ClinicId
    name: str
    title: str
    is_away: bool
    is_cleared: bool = False  # for protected identities


@dataclass(frozen=True)
class Mention:
    """A note by name: the event's number, to whom, and when that person saw it, if so."""

    number: int
    person: PersonId
    seen_at: datetime | None


@dataclass(frozen=True)
class Custody:
    """What the population register has said of somebody as a guardian of the patient.

    ``confirmed`` is when it last said so; empty where no register is used.
    """

    who: PersonRow
    from_date: date | None
    until_date: date | None
    confirmed: date | None

    def is_over(self, on: date) -> bool:
        return self.until_date is not None and self.until_date < on


@dataclass(frozen=True)
class Surroundings:
    """What stands around a case on a local date."""

    people: Mapping[PersonId, PersonRow]  # those whom case and ledger name; not to be saved
    guardians: tuple[PersonRow, ...]  # who act for the patient today
    confirmed: Mapping[PersonId, date]  # when the register last said so of each, where one is used
    blocked: tuple[PersonRow, ...]  # whom a unit manager keeps from the patient
    blocked_by: Mapping[PersonId, str]  # and the clinics at which that was decided
    clinics: Mapping[ClinicId, str]
    groups: Mapping[GroupId, Group]
    own: ClinicsOwn  # the clinic's: calendar, links, standard replies, what it sends and takes
    holder_is_present: bool
    readers: tuple[Worker, ...] = ()  # of the staff, who may open the case today
    mentions: tuple[Mention, ...] = ()
    register: tuple[Custody, ...] = ()
    reads: tuple[
        tuple[PersonId, datetime], ...
    ] = ()  # of the thread by the family, the first first
    workers: tuple[Worker, ...] = ()  # only if asked for


def surroundings(full: FullCase, *, on: date, with_workers: bool = False) -> Surroundings:
    """Return what stands around a case on a local date.

    :param with_workers: also everybody, every group and every clinic it could be assigned to
    """
    rows = _asked(full, on, with_workers=with_workers)
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return Surroundings(
        people={PersonId(row[1]): _person(row, full) for row in found.get("person", ())},
        guardians=tuple(_kin(row, full) for row in found.get("guardian", ())),
        confirmed=_confirmed(found.get("guardian", ())),
        blocked=tuple(dict.fromkeys(_kin(row, full) for row in found.get("blocked", ()))),
        blocked_by=_blocked_by(found.get("blocked", ())),
        clinics={ClinicId(row[1]): row[3] for row in found.get("clinic", ())},
        groups={GroupId(row[1]): _group(row) for row in found.get("group", ())},
        own=clinics_own(found, on=on),
        holder_is_present="present" in found,
        readers=_workers_in(tuple(found.get("reader", ())), full.case.clinic),
        mentions=tuple(_mention(row) for row in found.get("told", ())),
        register=tuple(_custody(row, full) for row in found.get("register", ())),
        reads=_reads(found.get("read", ())),
        workers=_workers(found),
    )


def _asked(full: FullCase, on: date, *, with_workers: bool) -> list[_Row]:
    case, clinic = full.case, full.case.clinic
    named = _named(full)
    parts: list[tuple[str, tuple[int | date, ...]]] = [
        (PEOPLE.format(people=_marks(named.people)), (*named.people,)),
        (GUARDIANS, (case.patient, on, on, on, on, case.patient)),
        (HOLDER, (case.holder or 0, clinic, on, on, on, on)),
        _readers(case, on),
        (TOLD, (full.id,)),
        (REGISTER, (case.patient,)),
        *([(READS, (full.id, case.patient))] if _may_be_read(full) else []),
        *asked_of(clinic, on=on, with_replies=not case.is_closed),
    ]
    if with_workers:
        parts.append((EVERYTHING, (on,) * 6))
    else:
        sql = NAMED.format(clinics=_marks(named.clinics), groups=_marks(named.groups))
        parts.append((sql, (*named.clinics, *named.groups)))
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _ in parts),
            [each for _, particulars in parts for each in particulars],
        )
        return list(cursor.fetchall())


def _may_be_read(full: FullCase) -> bool:
    """Tell whether the clinic has written anything that the family could have read since."""
    ours = (InterimReplySent, CounterQuestionAsked, ReplySent)
    return any(isinstance(entry.event, ours) for entry in full.entries)


def _readers(case: Case, on: date) -> tuple[str, tuple[int | date, ...]]:
    clinics = (case.clinic, *case.passed_by)
    held = (case.clinic, case.holder or 0, case.holding_group or 0)
    return READERS.format(clinics=_marks(clinics)), (on, on, on, on, *clinics, *held)


@dataclass(frozen=True)
class _Named:
    people: tuple[PersonId, ...]
    clinics: tuple[ClinicId, ...]
    groups: tuple[GroupId, ...]


def _named(full: FullCase) -> _Named:
    """Return whom and what a case and its ledger name, with the clinics that sent it on."""
    case = full.case
    people: dict[PersonId | None, None] = dict.fromkeys((case.patient, case.author, case.holder))
    clinics: dict[ClinicId, None] = dict.fromkeys((case.clinic, *case.passed_by))
    groups: dict[GroupId | None, None] = {case.holding_group: None}
    for entry in full.entries:
        people[entry.by] = None
        match entry.event:
            case Assigned(clinic=clinic, person=person, group=group):
                clinics[clinic], people[person], groups[group] = None, None, None
            case SentToClinic(clinic=clinic):
                clinics[clinic] = None
            case Printed(for_=person):
                people[person] = None
            case WorkAssigned(person=person):
                people[person] = None
            case ColleagueAsked(to=person):
                people[person] = None
            case NoteAdded(to=told):
                people |= dict.fromkeys(told)
    return _Named(
        people=tuple(each for each in people if each),
        clinics=tuple(clinics),
        groups=tuple(each for each in groups if each),
    )


def _marks(ids: tuple[int, ...]) -> str:
    return ", ".join(["%s"] * len(ids)) or "NULL"


def _person(row: _Row, full: FullCase) -> PersonRow:
    _, pk, _, given, family, title, born, profession, protection = row
    found = PersonRow(
        pk=pk,
        given_name=given,
        family_name=family,
        title=title,
        born=day(born) if born else None,
        profession=profession,
        protection=protection,
    )
    return full.as_told(found)


def _kin(row: _Row, full: FullCase) -> PersonRow:
    """Return one of a family, whose row has something else where a member of staff has a title."""
    return _person((*row[:5], "", *row[6:]), full)


def _confirmed(rows: Iterable[_Row]) -> dict[PersonId, date]:
    return {PersonId(row[1]): date.fromisoformat(row[5]) for row in rows if row[5]}


def _blocked_by(rows: Iterable[_Row]) -> dict[PersonId, str]:
    """Return by whom each is blocked: one row for each clinic that has decided so."""
    deciding: dict[PersonId, list[str]] = {}
    for row in rows:
        deciding.setdefault(PersonId(row[1]), []).append(row[5])
    return {person: ", ".join(sorted(names)) for person, names in deciding.items()}


def _group(row: _Row) -> Group:
    return Group(id=GroupId(row[1]), clinic=ClinicId(row[2]), name=row[3], key=row[4])


@lru_cache(maxsize=100)
def _workers_in(rows: tuple[_Row, ...], clinic: ClinicId) -> tuple[Worker, ...]:
    """Return the readers that rows tell of. They are many, and the same in every case of a clinic."""
    return tuple(
        Worker(PersonId(pk), clinic, f"{given} {family}".strip(), title, is_away=bool(away))
        for _, pk, away, given, family, title, *_ in rows
    )


def _mention(row: _Row) -> Mention:
    seen = row[5]
    return Mention(row[2], PersonId(row[1]), seen_at=moment(seen) if seen else None)


def _reads(rows: Iterable[_Row]) -> tuple[tuple[PersonId, datetime], ...]:
    return tuple(sorted(((PersonId(row[1]), moment(row[5])) for row in rows), key=itemgetter(1)))


def _custody(row: _Row, full: FullCase) -> Custody:
    dates = (date.fromisoformat(each) if each else None for each in row[5].split("/"))
    return Custody(_kin(row, full), *dates)


def _workers(found: Mapping[str, list[_Row]]) -> tuple[Worker, ...]:
    away = {row[1] for row in found.get("away", ())}
    cleared = {row[1:3] for row in found.get("cleared", ())}
    return tuple(
        Worker(
            id=PersonId(pk),
            clinic=ClinicId(clinic),
            name=f"{given} {family}".strip(),
            title=title,
            is_away=pk in away,
            is_cleared=(pk, clinic) in cleared,
        )
        for _, pk, clinic, given, family, title, *_ in found.get("worker", ())
    )
