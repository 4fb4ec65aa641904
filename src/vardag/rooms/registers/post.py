"""Reading the post register: what cases sent, and what somebody wrote that was sent, as one table.

What a case sent is shown to who may open the case; rows by hand to those of
``access.may_keep_register``. Of the protected neither says a name or a number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.registers.post import POST, REGISTER
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine, Service
from vardag.domain.words import say
from vardag.rooms.lists.post import Dispatched, dispatched
from vardag.rooms.lists.registers import Show
from vardag.rooms.lists.search.of_post import AskedOfPost, rows_of_dispatches
from vardag.rooms.lists.search.statements import Part
from vardag.rooms.registers.models import VersionRow
from vardag.rooms.registers.queries import (
    PAGE,
    ByHand,
    RowId,
    by_id,
    lines_by_hand,
    rows_by_hand,
    united,
)
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Letter:
    """A row that somebody wrote, and who wrote it."""

    row: ByHand
    by: str


type Posted = Dispatched | Letter


@dataclass(frozen=True)
class PostPage:
    """Fifty rows at most, the latest first; the number of this page (from 1); whether more follow."""

    rows: tuple[Posted, ...]
    number: int
    has_more: bool


def post_page(asked: AskedOfPost, *, by: Staff, clinic: ClinicId, page: int) -> PostPage:
    """Return a page of what was sent that somebody may see, as asked for.

    :raises OutOfReach: if the person handles no cases at the clinic
    """
    found = _found(asked, by=by, clinic=clinic, most=PAGE + 1, start=(page - 1) * PAGE)
    return PostPage(tuple(_lines(found[:PAGE])), page, has_more=len(found) > PAGE)


def every_dispatch(asked: AskedOfPost, *, by: Staff, clinic: ClinicId, most: int) -> list[Posted]:
    """Return what was sent that somebody may see, as asked for: not a page of it, but so many rows.

    :raises OutOfReach: if the person handles no cases at the clinic
    """
    return list(_lines(_found(asked, by=by, clinic=clinic, most=most, start=0)))


def chosen(
    cases: Iterable[int], by_hand: Iterable[int], *, by: Staff, clinic: ClinicId
) -> list[Posted]:
    """Return these rows, by their ids, of those that somebody may see.

    :raises OutOfReach: if one isn't there, or isn't this person's to see
    """
    wanted = {*((False, pk) for pk in cases), *((True, pk) for pk in by_hand)}
    found = set(_among(wanted, by=by, clinic=clinic))
    if found != wanted:
        raise OutOfReach(say("There is no such row, or it isn't yours to see."))
    return list(_lines(sorted(found)))


def services_sending(on: date) -> tuple[Service, ...]:
    """Return the services of the routine in force of which something is sent."""
    document = routine_on(on)
    return tuple(each for each in document.services if _sends(document, each))


def _sends(document: Routine, service: Service) -> bool:
    process = document.process(service.process)
    if process is None:
        return False
    steps = (step for stage in process.stages for step in stage.steps)
    return any(step.dispatch for step in steps) or any(work.dispatch for work in process.work)


def _found(
    asked: AskedOfPost, *, by: Staff, clinic: ClinicId, most: int, start: int
) -> list[RowId]:
    if not access.may_at(by, Deed.READ_REGISTER, clinic):
        raise OutOfReach(say("There is no such register, or it isn't yours to see."))
    arms = list(_arms(asked, by=by, clinic=clinic))
    return united(arms, oldest_first=False, most=most, start=start)


def _arms(asked: AskedOfPost, *, by: Staff, clinic: ClinicId) -> Iterator[Part]:
    if asked.by_hand is not True and asked.show is not Show.STRUCK:
        yield rows_of_dispatches(asked, by=by, clinic=clinic)
    if asked.wants_by_hand and access.may_keep_register(by, clinic, POST):
        yield rows_by_hand(REGISTER, asked, clinic)


def _among(wanted: set[RowId], *, by: Staff, clinic: ClinicId) -> Iterator[RowId]:
    """Yield those of the rows that somebody may see, asked in the same way as the page asks."""
    for number, is_by_hand in enumerate((False, True)):
        ids = [pk for kind, pk in wanted if kind == is_by_hand]
        arms = list(_arms(AskedOfPost(by_hand=is_by_hand), by=by, clinic=clinic))
        if not ids or not arms:
            continue
        sql, values = arms[0]
        alias = ("d", "e")[number]
        marks = ", ".join(["%s"] * len(ids))
        narrowed: Part = (f"{sql} AND {alias}.id IN ({marks})", (*values, *ids))
        yield from united([narrowed], oldest_first=False, most=len(ids), start=0)


def _lines(found: list[RowId]) -> Iterator[Posted]:
    cases = by_id(found, False, dispatched)  # noqa: FBT003
    by_hand = by_id(found, True, lines_by_hand)  # noqa: FBT003
    writers = _writers(by_hand)
    for is_by_hand, pk in found:
        if is_by_hand and pk in by_hand:
            yield Letter(by_hand[pk], writers.get(pk, ""))
        elif not is_by_hand and pk in cases:
            yield cases[pk]


def _writers(ids: Iterable[int]) -> Mapping[int, str]:
    rows = VersionRow.objects.filter(entry__in=list(ids), number=1).select_related("by")
    return {row.entry_id: row.by.name.strip() for row in rows}
