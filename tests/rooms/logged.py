"""Entries of the access log as tests write and read them."""

from datetime import datetime

from tests.build import MONDAY
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Role
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import About, What, Where, Who


def noted(
    *,
    person: int = 1,
    clinic: int | None = 1,
    case: int | None = 1,
    patient: int | None = 2,
    named: tuple[tuple[int, int], ...] = (),
    what: What = What.OPENED,
    at: datetime = MONDAY,
) -> int:
    """Write an entry, and return its id."""
    return note_access(
        who=Who(
            PersonId(person),
            None if clinic is None else ClinicId(clinic),
            frozenset() if clinic is None else frozenset({Role.RECEIVER}),
        ),
        what=what,
        at=at,
        about=About(
            None if case is None else CaseId(case),
            None if patient is None else PersonId(patient),
            tuple((CaseId(each), PersonId(whom)) for each, whom in named),
        ),
        where=Where(page="inbox:case", request_id="0" * 32),
    )


def log() -> list[tuple[int | None, int | None, str, str]]:
    """Return the log, sorted: who, which case, what was done, what came of it.

    Not by id: entries of one moment have theirs by chance.
    """
    rows = AccessRow.objects.values_list("person_id", "case_id", "what", "result")
    return sorted(rows, key=repr)
