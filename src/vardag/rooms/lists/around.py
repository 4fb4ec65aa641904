"""What stands around any list of a clinic's cases: who is gone, days off, how the reader works.

One question to the database, written by hand for ``morning``'s reason, which asks the same and more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.by_hand import day
from vardag.rooms.habits.queries import Habits, habits_from
from vardag.rooms.people.in_force import in_force_sql

type Row = tuple[str, int, date | str | None, str]

_A_YEAR = timedelta(days=366)
_DAYS_AHEAD = timedelta(days=20)  # over any holidays to the working days that follow


@dataclass(frozen=True)
class Gone:
    """Why a person is not at the clinic: left, or away, perhaps until a day (included)."""

    left: bool = False
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the rows of a clinic's lists are looked at with, on a local date."""

    gone: Mapping[PersonId, Gone]
    calendar: WorkingCalendar  # with the clinic's own closed days, from a year back to weeks ahead
    habits: Habits | None = None  # the reader's; None if there is none


# Who is gone is who was ever at the clinic, less ``people.queries.present_at``.
AROUND = f"""
WITH away AS (
    SELECT person_id, max(until_date) AS last, count(*) - count(until_date) AS for_good
    FROM person_absence
    WHERE (from_date IS NULL OR from_date <= %(on)s)
      AND (until_date IS NULL OR until_date >= %(on)s)
    GROUP BY person_id
), ever AS (
    SELECT g.person_id,
        max(CASE WHEN {in_force_sql("g", on="%(on)s")} THEN 1 ELSE 0 END) AS works
    FROM person_grant AS g
    WHERE g.clinic_id = %(clinic)s AND g.role IN ('receiver', 'handler')
    GROUP BY g.person_id
), gone AS (
    SELECT ever.person_id, away.last,
        CASE WHEN ever.works = 0 THEN 'left'
             WHEN away.for_good > 0 THEN 'for-good' ELSE 'away' END AS why
    FROM ever LEFT JOIN away ON away.person_id = ever.person_id
    WHERE ever.works = 0 OR away.person_id IS NOT NULL
)
SELECT 'gone' AS what, person_id AS amount, last AS day, why FROM gone
UNION ALL
SELECT 'closed', 0, date, reason FROM clinic_closed_day
WHERE clinic_id = %(clinic)s AND date BETWEEN %(since)s AND %(ahead)s
"""  # noqa: S608 - our own words
# What is the reader's own: how one likes to work.
_OWN = """
UNION ALL
SELECT 'habits', CASE WHEN has_keys THEN 2 ELSE 0 END + CASE WHEN goes_on THEN 1 ELSE 0 END,
    NULL, columns FROM habits WHERE person_id = %(reader)s
UNION ALL
SELECT what, v.id, NULL, CASE what WHEN 'view' THEN v.name WHEN 'address' THEN v.address
    WHEN 'is first' THEN v."of" || CASE WHEN v.is_first THEN '/first' ELSE '' END END
FROM habits_view AS v JOIN habits AS h ON h.id = v.habits_id
CROSS JOIN (SELECT 'view' AS what UNION ALL SELECT 'address' UNION ALL SELECT 'is first') AS part
WHERE h.person_id = %(reader)s AND v.clinic_id = %(clinic)s
"""


def around(clinic: ClinicId, *, on: date, reader: PersonId | None = None) -> Around:
    """Return what stands around a clinic's lists on a local date.

    :param reader: a member of staff, of whom it is asked as well what is one's own
    """
    return Around(**told(asked(AROUND, clinic, on, reader), with_habits=reader is not None))


def asked(
    sql: str, clinic: ClinicId, on: date, reader: PersonId | None, **more: date | int
) -> list[Row]:
    """Ask a question that begins with ``AROUND``, and of a reader what is the reader's own."""
    particulars: dict[str, int | date | None] = {
        "reader": reader,
        "clinic": clinic,
        "on": on,
        "since": on - _A_YEAR,
        "ahead": on + _DAYS_AHEAD,
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql if reader is None else sql + _OWN, particulars)
        return list(cursor.fetchall())


def told(rows: Iterable[Row], *, with_habits: bool) -> dict[str, Any]:
    """Return the fields of ``Around``, by what was found."""
    found = list(rows)
    return {
        "gone": {
            PersonId(person): _gone(why, last)
            for what, person, last, why in found
            if what == "gone"
        },
        "calendar": WorkingCalendar(closed=by_day(found, "closed")),
        "habits": _habits(found) if with_habits else None,
    }


def by_day(rows: Iterable[Row], wanted: str) -> dict[date, str]:
    """Return what was found of one kind, by its dates."""
    return {day(when): text for what, _, when, text in rows if what == wanted and when}


def _habits(rows: Iterable[Row]) -> Habits:
    found: dict[str, dict[int, str]] = {}
    for what, pk, _, text in rows:
        found.setdefault(what, {})[pk] = text
    names, addresses = found.get("view", {}), found.get("address", {})
    views = ((pk, name, addresses[pk], found["is first"][pk]) for pk, name in names.items())
    return habits_from(list(found.get("habits", {}).items()), views)


def _gone(why: str, last: date | str | None) -> Gone:
    if why == "left":
        return Gone(left=True)
    return Gone(until=day(last) if why == "away" and last else None)
