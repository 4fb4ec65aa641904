"""What cases sent, as somebody asks for it: a statement put together by hand.

Its rows are of the cases that its reader may open; words find them as they find the cases.
"""

from dataclasses import dataclass

from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.routine.dispatch import To
from vardag.rooms.cases.reach import may_open_sql
from vardag.rooms.lists.search import statements as sql
from vardag.rooms.lists.search.of_register import PEOPLE, Asked, dates, sought_of_cases


@dataclass(frozen=True)
class AskedOfPost(Asked):
    """Which rows of the post register somebody asks for; None for all.

    All but dates and words are of cases: a row by hand has words of its own.
    """

    service: str | None = None
    to: To | None = None
    case: int | None = None

    @property
    def wants_by_hand(self) -> bool:
        is_of_cases = any(each is not None for each in (self.service, self.to, self.case))
        return self.by_hand is not False and not is_of_cases


def rows_of_dispatches(asked: AskedOfPost, *, by: Staff, clinic: ClinicId) -> sql.Part:
    """Return the statement of what cases sent that somebody may open.

    Its columns: 0, the row's id, the date on which it was sent.
    """
    parts: list[sql.Part] = [
        may_open_sql(by, clinic),
        *dates(asked, "d.sent_date"),
        *sought_of_cases(asked.sought, clinic),
    ]
    if asked.service is not None:
        parts.append(("c.service = %s", (asked.service,)))
    if asked.case is not None:
        parts.append(("c.id = %s", (asked.case,)))
    if asked.to is not None:
        parts.append(("d.destination = %s", (asked.to.value,)))
    people = PEOPLE if asked.sought else ""
    found = (
        "SELECT 0 AS by_hand, d.id AS id, d.sent_date AS came FROM case_dispatch AS d"  # noqa: S608
        f' JOIN "case" AS c ON c.id = d.case_id {people} WHERE {" AND ".join(each for each, _ in parts)}'
    )
    return found, tuple(value for _, values in parts for value in values)
