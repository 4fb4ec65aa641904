"""Cases that belong together because a family wrote again: named only to who may open them."""

from collections.abc import Iterator
from dataclasses import dataclass

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import OutOfReach
from vardag.doors.inbox.case.desk import Desk
from vardag.rooms.cases.queries import followers_of, for_staff


@dataclass(frozen=True)
class Related:
    """Another case of the same matter."""

    id: CaseId
    number: str
    is_earlier: bool


def related(desk: Desk) -> tuple[Related, ...]:
    """Return the case that this one follows, and those that follow it."""
    return tuple(_related(desk))


def _related(desk: Desk) -> Iterator[Related]:
    others = [(desk.case.follows, True)] if desk.case.follows is not None else []
    if desk.case.is_closed:
        others += [(each, False) for each in followers_of(desk.full.id)]
    for case_id, is_earlier in others:
        number = _number(desk, case_id)
        if case_id is not None and number:
            yield Related(case_id, number, is_earlier)


def _number(desk: Desk, case_id: CaseId | None) -> str:
    if case_id is None:
        return ""
    try:
        return for_staff(case_id, by=desk.staff, at=desk.at).number
    except OutOfReach:
        return ""
