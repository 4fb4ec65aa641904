"""Who somebody is on a date: the person, and for staff every role, clinic and group of that day.

Asked at every request before anything else, so it is one question, and written by hand: putting it
together anew each time would take longer than answering it does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Profession, Role, Staff
from vardag.rooms.by_hand import day_or_none
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.in_force import in_force_sql
from vardag.rooms.people.models import PersonRow

# A role that isn't in force (``c`` is empty beside it) says only that the person is awaited.
_ASKED = f"""
SELECT p.given_name, p.family_name, p.hsa_id, p.personal_number, p.born, p.profession, p.title,
  g.role, c.id, c.key, c.name, c.short_name, c.phone, c.takes_residents_cases,
  k.id, k.key, k.clinic_id, {{also}}p.protection
FROM person AS p
LEFT JOIN person_grant AS g ON g.person_id = p.id
  AND g.withdrawn_at IS NULL AND (g.until_date IS NULL OR g.until_date >= %s)
LEFT JOIN clinic AS c ON c.id = g.clinic_id AND {in_force_sql("g")}
LEFT JOIN person_in_group AS m ON m.personrow_id = p.id
LEFT JOIN person_group AS k ON k.id = m.grouprow_id
WHERE p.id = %s AND p.died_on IS NULL ORDER BY c.id
"""  # noqa: S608 - our own words
_PERSON = (
    "given_name",
    "family_name",
    "hsa_id",
    "personal_number",
    "born",
    "profession",
    "title",
    "protection",
)
_CLINIC = ("id", "key", "name", "short_name", "phone", "takes_residents_cases")


@dataclass(frozen=True)
class Somebody:
    """A person on a date; ``staff`` is None for a resident."""

    row: PersonRow
    staff: Staff | None = None
    clinics: tuple[ClinicRow, ...] = ()  # where staff have a role, in the order of their ids
    is_awaited: bool = False  # some role may yet come into force
    also: tuple[int, ...] = ()  # what was asked for besides


@cache
def _asked(also: tuple[str, ...]) -> str:
    return _ASKED.format(also="".join(f"({each}), " for each in also))


def somebody(person: PersonId, *, on: date, also: tuple[str, ...] = ()) -> Somebody | None:
    """Return who somebody is on a local date; None if there is no such person alive.

    :param also: numbers that other rooms know of the person ``p``, as they say them in SQL
    """
    with connection.cursor() as cursor:
        cursor.execute(_asked(also), (on, on, on, person))
        found = cursor.fetchall()
    if not found:
        return None
    row = _person(person, found[0])
    if not row.is_staff:
        return Somebody(row)
    is_awaited = any(role is not None and clinic is None for role, clinic in _roles(found))
    return Somebody(
        row, _staff(row, found), tuple(_clinics(found)), is_awaited, also=found[0][17:-1]
    )


def _roles(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, Any]]:
    """Yield each role with the clinic at which it is in force, if it is."""
    return ((each[7], each[8]) for each in found)


def _person(person: PersonId, found: tuple[Any, ...]) -> PersonRow:
    row = PersonRow.from_db(None, ("id", *_PERSON), (person, *found[:7], found[-1]))
    row.born = day_or_none(row.born)
    return row


def _staff(row: PersonRow, found: Iterable[tuple[Any, ...]]) -> Staff:
    roles: dict[ClinicId, frozenset[Role]] = {}
    groups: dict[GroupId, tuple[str, ClinicId]] = {}
    for each in found:
        role, clinic, group, key, where = each[7], each[8], *each[14:17]
        if clinic is not None:
            roles[clinic] = roles.get(clinic, frozenset()) | {Role(role)}
        if group is not None:
            groups[group] = (key, where)
    return Staff(
        id=PersonId(row.pk), profession=Profession(row.profession), roles=roles, groups=groups
    )


def _clinics(found: Iterable[tuple[Any, ...]]) -> list[ClinicRow]:
    rows = {each[8]: each[8:14] for each in found if each[8] is not None}
    return [ClinicRow.from_db(None, _CLINIC, row) for row in rows.values()]
