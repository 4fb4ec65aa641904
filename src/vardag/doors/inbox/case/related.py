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
    earlier = () if desk.case.follows is None else (desk.case.follows,)
    later = followers_of(desk.full.id) if desk.case.is_closed else ()
    for case_id in (*earlier, *later):
        if number := _number(desk, case_id):
            yield Related(case_id, number, is_earlier=case_id in earlier)


def _number(desk: Desk, case_id: CaseId) -> str:
    try:
        return for_staff(case_id, by=desk.staff, at=desk.at).number
    except OutOfReach:
        return ""
