"""What a case's page must know besides the case: names, guardians, calendar, links, who is there.

People and places are one question to the database, by hand for the reason that ``morning`` gives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from vardag.domain.case.events import Assigned, Printed, SentToClinic
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId, GroupId, PersonId
from vardag.rooms.by_hand import day
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.clinics.queries import calendar_and_links
from vardag.rooms.people.in_force import in_force_sql
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.ties import holds_sql

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
class Surroundings:
    """What stands around a case on a local date."""

    people: Mapping[PersonId, PersonRow]  # those whom case and ledger name; not to be saved
    guardians: tuple[PersonRow, ...]  # who act for the patient today
    confirmed: Mapping[PersonId, date]  # when the register last said so of each, where one is used
    blocked: tuple[PersonRow, ...]  # whom a unit manager keeps from the patient
    blocked_by: Mapping[PersonId, str]  # and the clinics at which that was decided
    clinics: Mapping[ClinicId, str]
    groups: Mapping[GroupId, Group]
    calendar: WorkingCalendar
    links: Mapping[str, str]
    holder_is_present: bool
    workers: tuple[Worker, ...] = ()  # only if asked for


def surroundings(full: FullCase, *, on: date, with_workers: bool = False) -> Surroundings:
    """Return what stands around a case on a local date.

    :param with_workers: also everybody, every group and every clinic it could be assigned to
    """
    rows = _asked(full, on, with_workers=with_workers)
    calendar, links = calendar_and_links(full.case.clinic)
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return Surroundings(
        people={PersonId(row[1]): _person(row, full) for row in found.get("person", ())},
        guardians=tuple(_kin(row, full) for row in found.get("guardian", ())),
        confirmed={
            PersonId(row[1]): date.fromisoformat(row[5])
            for row in found.get("guardian", ())
            if row[5]
        },
        blocked=tuple(dict.fromkeys(_kin(row, full) for row in found.get("blocked", ()))),
        blocked_by=_blocked_by(found.get("blocked", ())),
        clinics={ClinicId(row[1]): row[3] for row in found.get("clinic", ())},
        groups={GroupId(row[1]): _group(row) for row in found.get("group", ())},
        calendar=calendar,
        links=links,
        holder_is_present="present" in found,
        workers=_workers(found),
    )


_PEOPLE = """
SELECT 'person' AS what, id, 0 AS at, given_name AS a, family_name AS b, title AS c, born,
  profession, protection
FROM person WHERE id IN ({people})
"""
_GUARDIANS = f"""
SELECT 'guardian', p.id, 0, p.given_name, p.family_name,
  COALESCE(CAST(g.confirmed_date AS TEXT), ''), p.born, '', p.protection
FROM person AS p JOIN person_guardian AS g ON g.guardian_id = p.id
WHERE g.child_id = %s AND {holds_sql("g")}
UNION ALL
SELECT 'blocked', p.id, 0, p.given_name, p.family_name, c.name, p.born, '', p.protection
FROM person AS p JOIN person_block AS b ON b.guardian_id = p.id JOIN clinic AS c ON c.id = b.clinic_id
WHERE b.child_id = %s AND NOT EXISTS (SELECT 1 FROM person_block_lift AS l WHERE l.block_id = b.id)
"""  # noqa: S608 - our own words
_HOLDER = f"""
SELECT 'present', 0, 0, '', '', '', NULL, '', '' FROM person_grant AS g
WHERE g.person_id = %s AND g.clinic_id = %s AND g.role IN ('receiver', 'handler')
  AND {in_force_sql("g")}
  AND g.person_id NOT IN (
    SELECT person_id FROM person_absence WHERE (from_date IS NULL OR from_date <= %s)
    AND (until_date IS NULL OR until_date >= %s))
"""  # noqa: S608 - our own words
_NAMED = """
SELECT 'clinic', id, 0, name, '', '', NULL, '', '' FROM clinic WHERE id IN ({clinics})
UNION ALL
SELECT 'group', id, clinic_id, name, key, '', NULL, '', '' FROM person_group WHERE id IN ({groups})
"""
_EVERYTHING = f"""
SELECT 'clinic', id, 0, name, '', '', NULL, '', '' FROM clinic
UNION ALL
SELECT 'group', id, clinic_id, name, key, '', NULL, '', '' FROM person_group
UNION ALL
SELECT DISTINCT 'worker', p.id, g.clinic_id, p.given_name, p.family_name, p.title, p.born, '', ''
FROM person AS p JOIN person_grant AS g ON g.person_id = p.id
WHERE g.role IN ('receiver', 'handler') AND {in_force_sql("g")}
UNION ALL
SELECT 'cleared', g.person_id, g.clinic_id, '', '', '', NULL, '', '' FROM person_grant AS g
WHERE g.role = 'cleared' AND {in_force_sql("g")}
UNION ALL
SELECT 'away', person_id, 0, '', '', '', NULL, '', '' FROM person_absence
WHERE (from_date IS NULL OR from_date <= %s) AND (until_date IS NULL OR until_date >= %s)
"""  # noqa: S608 - our own words


def _asked(full: FullCase, on: date, *, with_workers: bool) -> list[_Row]:
    case, clinic = full.case, full.case.clinic
    named = _named(full)
    parts: list[tuple[str, tuple[int | date, ...]]] = [
        (_PEOPLE.format(people=_marks(named.people)), (*named.people,)),
        (_GUARDIANS, (case.patient, on, on, on, on, case.patient)),
        (_HOLDER, (case.holder or 0, clinic, on, on, on, on)),
    ]
    if with_workers:
        parts.append((_EVERYTHING, (on,) * 6))
    else:
        sql = _NAMED.format(clinics=_marks(named.clinics), groups=_marks(named.groups))
        parts.append((sql, (*named.clinics, *named.groups)))
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _ in parts),
            [each for _, particulars in parts for each in particulars],
        )
        return list(cursor.fetchall())


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


def _blocked_by(rows: Iterable[_Row]) -> dict[PersonId, str]:
    """Return by whom each is blocked: one row for each clinic that has decided so."""
    deciding: dict[PersonId, list[str]] = {}
    for row in rows:
        deciding.setdefault(PersonId(row[1]), []).append(row[5])
    return {person: ", ".join(sorted(names)) for person, names in deciding.items()}


def _group(row: _Row) -> Group:
    return Group(id=GroupId(row[1]), clinic=ClinicId(row[2]), name=row[3], key=row[4])


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
