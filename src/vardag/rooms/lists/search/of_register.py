"""A register's rows that come with cases, as somebody asks for them: a statement put together by hand.

Words find them by the same index as they find cases; a protected case is found by its number alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.routine.document import Register
from vardag.rooms.cases.protected import PROTECTED
from vardag.rooms.cases.reach import may_open_sql
from vardag.rooms.lists.registers import Show
from vardag.rooms.lists.search import statements as sql
from vardag.rooms.lists.search.sought import Sought

PEOPLE = "JOIN person AS p ON p.id = c.patient_id JOIN person AS a ON a.id = c.author_id"
_IS_COMPLETED = {Show.OPEN: "NULL", Show.COMPLETED: "NOT NULL"}


@dataclass(frozen=True)
class Asked:
    """Which of a register's rows somebody asks for. Dates are local, and included."""

    show: Show = Show.ALL
    sought: Sought | None = None
    from_date: date | None = None
    until_date: date | None = None
    by_hand: bool | None = None  # None for both; else those by hand, or those of cases


def rows_of_cases(register: Register, asked: Asked, *, by: Staff, clinic: ClinicId) -> sql.Part:
    """Return the statement of a register's rows whose cases somebody may open, as asked for.

    Its columns: 0, the row's id, the date on which it came.
    """
    reach, whose = may_open_sql(by, clinic)
    parts: list[sql.Part] = [
        ("r.register = %s", (register.key,)),
        (reach, whose),
        *dates(asked, "r.received_date"),
        *sought_of_cases(asked.sought, clinic),
    ]
    if asked.show in _IS_COMPLETED:
        parts.append((f"r.completed_at IS {_IS_COMPLETED[asked.show]}", ()))
    people = PEOPLE if asked.sought else ""
    found = (
        "SELECT 0 AS by_hand, r.id AS id, r.received_date AS came FROM case_register AS r"  # noqa: S608
        f' JOIN "case" AS c ON c.id = r.case_id {people} WHERE {" AND ".join(each for each, _ in parts)}'
    )
    return found, tuple(value for _, values in parts for value in values)


def dates(asked: Asked, column: str) -> Iterator[sql.Part]:
    """Yield the conditions on when a row came."""
    if asked.from_date:
        yield f"{column} >= %s", (asked.from_date.isoformat(),)
    if asked.until_date:
        yield f"{column} <= %s", (asked.until_date.isoformat(),)


def sought_of_cases(wanted: Sought | None, clinic: ClinicId) -> Iterator[sql.Part]:
    """Yield the conditions of what is looked for. A protected case is found by its number alone."""
    if wanted is None:
        return
    if wanted.person:
        yield f"NOT {PROTECTED} AND p.personal_number = %s", (wanted.person,)
        return
    words = [sql.either(sql.has_word(clinic, each), sql.has_name(each)) for each in wanted.words]
    said = " AND ".join((f"NOT {PROTECTED}", *(each for each, _ in words)))
    values = tuple(value for _, each in words for value in each)
    if wanted.number is None:
        yield said, values
    elif not words:
        yield "c.id = %s", (wanted.number[1],)
    else:
        yield f"(c.id = %s OR ({said}))", (wanted.number[1], *values)
