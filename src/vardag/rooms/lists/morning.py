"""What a clinic's lists must know of it: how many of each kind, who is gone and who on duty, days off.

One question to the database, however many cases there are: counts stop where nobody counts further.
It is written by hand, since putting it together anew for every page would take longer than
answering it does (measured: ten times). A test holds it against the rules' own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from vardag.domain.case.state import Status
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.by_hand import day, moment
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.lists.around import AROUND, Around, Row, asked, by_day, told
from vardag.rooms.people.in_force import in_force_sql
from vardag.rooms.prepared import Given

MOST = 500  # a count that reaches this is "500 or more"
_DAYS_BACK = timedelta(days=20)
_OPEN = ~Q(status=Status.CLOSED)


@dataclass(frozen=True)
class OnDuty:
    """Who is planned as 1177-responsible on a day; there is who receives then, and isn't away."""

    person: PersonId
    name: str
    is_there: bool = True


@dataclass(frozen=True, kw_only=True)
class Morning(Around):
    """A clinic on a local date. A count of ``MOST`` means that many or more."""

    flagged: int
    today: int
    new: int
    awaiting: int
    late_elsewhere: int  # of cases that were sent on: work past its date where they are now
    duty: Mapping[date, OnDuty] = field(default_factory=dict)  # today and the weeks ahead
    opened: Mapping[date, datetime] = field(default_factory=dict)  # the inbox, the first time a day
    first_opened: date | None = None  # ever
    last_event: int = 0  # of any case: what a list that is read now knows of


def open_at(clinic: ClinicId | Given) -> QuerySet[CaseRow]:
    """Return a clinic's open cases."""
    return CaseRow.objects.filter(_OPEN, clinic_id=clinic)


def flagged(on: date | Given) -> Q:
    """Return the condition of a flag from a date, other than a response that is due today."""
    return Q(attention_date__lte=on) & ~Q(response_due_date=on)


def due(on: date | Given) -> Q:
    """Return the condition of a response that is due on a local date."""
    return Q(attention_date__lte=on, response_due_date=on)


def new(on: date | Given) -> Q:
    """Return the condition of a case that nobody has touched yet, and that can wait a day."""
    return Q(attention_date__gt=on, status=Status.RECEIVED, first_response=None)


def unattended(on: date | Given) -> Q:
    """Return the condition of a case that nothing but its holder's absence flags."""
    return Q(attention_date__gt=on) | Q(attention_date=None)


# The conditions of the counts are those above. Who is there on a day of duty is ``Receiver.is_there``
# in the domain.
_MORNING = f"""
{AROUND}
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
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'flagged', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date > %(on)s AND holder_id IN (SELECT person_id FROM gone)
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'flagged', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date IS NULL AND holder_id IN (SELECT person_id FROM gone)
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'today', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date <= %(on)s AND response_due_date = %(on)s
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'new', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND attention_date > %(on)s AND status = 'received' AND first_response IS NULL
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'awaiting', count(*), NULL, '' FROM (
    SELECT 1 FROM "case" WHERE NOT status = 'closed' AND clinic_id = %(clinic)s
    AND status = 'awaiting_resident'
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'late elsewhere', count(*), NULL, '' FROM (
    SELECT 1 FROM case_work AS w WHERE w.done_at IS NULL
    AND w.follow_up_date < %(on)s AND w.clinic_id <> %(clinic)s AND EXISTS (
        SELECT 1 FROM case_passed_by AS b
        WHERE b.case_id = w.case_id AND b.clinic_id = %(clinic)s)
    LIMIT {MOST}) AS found
UNION ALL
SELECT 'event', coalesce(max(id), 0), NULL, '' FROM case_event
"""  # noqa: S608 - our own words


def morning(clinic: ClinicId, *, on: date, reader: PersonId | None = None) -> Morning:
    """Return what a clinic's lists must know on a local date.

    :param reader: a member of staff, of whom it is asked as well what is one's own
    """
    rows = asked(_MORNING, clinic, on, reader, lately=on - _DAYS_BACK)
    return Morning(
        flagged=min(_amount(rows, "flagged"), MOST),
        today=_amount(rows, "today"),
        new=_amount(rows, "new"),
        awaiting=_amount(rows, "awaiting"),
        late_elsewhere=_amount(rows, "late elsewhere"),
        duty={
            day(when): OnDuty(PersonId(person), name.strip(), is_there=what == "duty")
            for what, person, when, name in rows
            if what in ("duty", "not there") and when
        },
        opened={when: moment(at) for when, at in by_day(rows, "opened").items()},
        first_opened=min(by_day(rows, "first"), default=None),
        last_event=_amount(rows, "event"),
        **told(rows, with_habits=reader is not None),
    )


def _amount(rows: Iterable[Row], wanted: str) -> int:
    return sum(amount for what, amount, _, _ in rows if what == wanted)
