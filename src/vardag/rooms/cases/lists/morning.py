"""What a clinic's lists must know of it: how many of each kind, who is gone and who on duty, days off.

One question to the database, however many cases there are: counts stop where nobody counts further.
It is written by hand, since putting it together anew for every page would take longer than
answering it does (measured: ten times). A test holds it against the rules' own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.by_hand import day, moment
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.habits.queries import Habits, habits_from
from vardag.rooms.people.in_force import in_force_sql

type _Row = tuple[str, int, date | str | None, str]

MOST = 500  # a count that reaches this is "500 or more"
_A_YEAR = timedelta(days=366)
_DAYS_AHEAD = timedelta(days=20)  # over any holidays to the working days that follow
_DAYS_BACK = timedelta(days=20)
_OPEN = ~Q(status=Status.CLOSED)


@dataclass(frozen=True)
class Gone:
    """Why a person is not at the clinic: left, or away, perhaps until a day (included)."""

    left: bool = False
    until: date | None = None


@dataclass(frozen=True)
class OnDuty:
    """Who is planned as 1177-responsible on a day; there is who receives then, and isn't away."""

    person: PersonId
    name: str
    is_there: bool = True


@dataclass(frozen=True)
class Morning:
    """A clinic on a local date. A count of ``MOST`` means that many or more."""

    flagged: int
    today: int
    new: int
    awaiting: int
    gone: Mapping[PersonId, Gone]
    calendar: WorkingCalendar  # with the clinic's own closed days, from a year back to weeks ahead
    duty: Mapping[date, OnDuty] = field(default_factory=dict)  # today and the weeks ahead
    opened: Mapping[date, datetime] = field(default_factory=dict)  # the inbox, the first time a day
    first_opened: date | None = None  # ever
    last_event: int = 0  # of any case: what a list that is read now knows of
    habits: Habits | None = None  # the reader's; None if there is none


def open_at(clinic: ClinicId) -> QuerySet[CaseRow]:
    """Return a clinic's open cases."""
    return CaseRow.objects.filter(_OPEN, clinic_id=clinic)


def flagged(on: date) -> Q:
    """Return the condition of a flag from a date, other than a response that is due today."""
    return Q(attention_date__lte=on) & ~Q(response_due_date=on)


def due(on: date) -> Q:
    """Return the condition of a response that is due on a local date."""
    return Q(attention_date__lte=on, response_due_date=on)


def new(on: date) -> Q:
    """Return the condition of a case that nobody has touched yet, and that can wait a day."""
    return Q(attention_date__gt=on, status=Status.RECEIVED, first_response=None)


def unattended(on: date) -> Q:
    """Return the condition of a case that nothing but its holder's absence flags."""
    return Q(attention_date__gt=on) | Q(attention_date=None)


# The conditions of the counts are those above; who is gone is who was ever at the clinic, less
# ``people.queries.present_at``. Who is there on a day of duty is ``Receiver.is_there`` in the domain.
_MORNING = f"""
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
UNION ALL
SELECT CASE WHEN EXISTS (
        SELECT 1 FROM person_grant AS g
        WHERE g.person_id = d.person_id AND g.clinic_id = d.clinic_id AND g.role = 'receiver'
        AND {in_force_sql("g", on="d.date")}
    ) AND NOT EXISTS (
        SELECT 1 FROM person_absence AS a WHERE a.person_id = d.person_id
        AND (a.from_date IS NULL OR a.from_date <= d.date)
        AND (a.until_date IS NULL OR a.until_date >= d.date)
    ) THEN 'duty' ELSE 'not there' END, p.id, d.date, p.given_name || ' ' || p.family_name
FROM roster_duty AS d JOIN person AS p ON p.id = d.person_id
WHERE d.clinic_id = %(clinic)s AND d.date BETWEEN %(on)s AND %(ahead)s
UNION ALL
SELECT 'opened', 0, date, CAST(at AS varchar(40)) FROM roster_opened
WHERE clinic_id = %(clinic)s AND date BETWEEN %(lately)s AND %(on)s
UNION ALL
SELECT 'first', 0, min(date), '' FROM roster_opened WHERE clinic_id = %(clinic)s
UNION ALL
SELECT 'flagged', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date <= %(on)s AND (response_due_date IS NULL OR response_due_date <> %(on)s)
    LIMIT %(most)s) AS found
UNION ALL
SELECT 'flagged', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND (attention_date > %(on)s OR attention_date IS NULL)
    AND holder_id IN (SELECT person_id FROM gone)
    LIMIT %(most)s) AS found
UNION ALL
SELECT 'today', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date <= %(on)s AND response_due_date = %(on)s
    LIMIT %(most)s) AS found
UNION ALL
SELECT 'new', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date > %(on)s AND status = 'received' AND first_response IS NULL
    LIMIT %(most)s) AS found
UNION ALL
SELECT 'awaiting', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND status = 'awaiting_resident'
    LIMIT %(most)s) AS found
UNION ALL
SELECT 'event', coalesce(max(id), 0), NULL, '' FROM case_event
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


def morning(clinic: ClinicId, *, on: date, reader: PersonId | None = None) -> Morning:
    """Return what a clinic's lists must know on a local date.

    :param reader: a member of staff, of whom it is asked as well what is one's own
    """
    rows = _asked(clinic, on, reader)
    return Morning(
        flagged=min(_amount(rows, "flagged"), MOST),
        today=_amount(rows, "today"),
        new=_amount(rows, "new"),
        awaiting=_amount(rows, "awaiting"),
        gone={
            PersonId(person): _gone(why, last) for what, person, last, why in rows if what == "gone"
        },
        calendar=WorkingCalendar(closed=_by_day(rows, "closed")),
        duty={
            day(when): OnDuty(PersonId(person), name.strip(), is_there=what == "duty")
            for what, person, when, name in rows
            if what in ("duty", "not there") and when
        },
        opened={when: moment(at) for when, at in _by_day(rows, "opened").items()},
        first_opened=min(_by_day(rows, "first"), default=None),
        last_event=_amount(rows, "event"),
        habits=None if reader is None else _habits(rows),
    )


def _habits(rows: Iterable[_Row]) -> Habits:
    found: dict[str, dict[int, str]] = {}
    for what, pk, _, text in rows:
        found.setdefault(what, {})[pk] = text
    names, addresses = found.get("view", {}), found.get("address", {})
    views = ((pk, name, addresses[pk], found["is first"][pk]) for pk, name in names.items())
    return habits_from(list(found.get("habits", {}).items()), views)


def _asked(clinic: ClinicId, on: date, reader: PersonId | None) -> list[_Row]:
    particulars: dict[str, int | date | None] = {
        "reader": reader,
        "clinic": clinic,
        "on": on,
        "since": on - _A_YEAR,
        "lately": on - _DAYS_BACK,
        "ahead": on + _DAYS_AHEAD,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MORNING if reader is None else _MORNING + _OWN, particulars)
        return list(cursor.fetchall())


def _amount(rows: Iterable[_Row], wanted: str) -> int:
    return sum(amount for what, amount, _, _ in rows if what == wanted)


def _by_day(rows: Iterable[_Row], wanted: str) -> dict[date, str]:
    return {day(when): text for what, _, when, text in rows if what == wanted and when}


def _gone(why: str, last: date | str | None) -> Gone:
    if why == "left":
        return Gone(left=True)
    return Gone(until=day(last) if why == "away" and last else None)
