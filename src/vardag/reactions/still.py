"""Whether a notice may still be told when it is to be sent, and what it says in numbers.

Asked anew at each try: between an act and its e-mail a right can be lost, a child turn thirteen, a
question be taken back (promise P2).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from vardag.domain import access
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.notices.mailing import LeftOut
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.reactions.digest import failed_to_tell
from vardag.reactions.reminding import is_still_so, numbers
from vardag.rooms.cases.queries import for_resident, full_case
from vardag.rooms.notices.queries import Waiting
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import resident_of
from vardag.rooms.people.somebody import somebody


@dataclass(frozen=True)
class Said:
    """A notice that is still to be told, with the numbers that its words take."""

    numbers: Mapping[str, object] = field(default_factory=dict)


type Answer = Said | LeftOut
type Still = Callable[[Waiting, Staff, datetime], Answer]
"""Whether staff are still to be told; the person has a role that day. The moment is aware."""


def still(notice: Waiting, *, to: PersonId, at: datetime) -> Answer:
    """Return what a notice says to somebody now, or why it is to be told no more.

    :param at: aware
    """
    found = somebody(to, on=local_date(at))
    if found is None:  # there is nobody any more
        return LeftOut.NO_RIGHT
    if found.staff is None:
        return _to_family(notice, found.row, at)
    if notice.kind is NoticeKind.TRIAL:
        return Said()
    if not found.staff.roles:
        return LeftOut.NO_RIGHT
    return STILL[notice.kind](notice, found.staff, at)


def _to_family(notice: Waiting, row: PersonRow, at: datetime) -> Answer:
    """Ask as the page of the case does: kin, age, blocks, what is kept from guardians, protection."""
    if notice.kind is NoticeKind.TRIAL:
        return Said()
    if notice.case is None:
        return LeftOut.NO_RIGHT
    on = local_date(at)
    try:
        for_resident(notice.case, by=resident_of(row, on=on), on=on)
    except OutOfReach:
        return LeftOut.NO_RIGHT
    return Said()


def _case(case: CaseId | None) -> Case | None:
    try:
        return None if case is None else full_case(case).case
    except OutOfReach:
        return None


def _of_a_case(
    notice: Waiting, staff: Staff, at: datetime, *, may: Callable[[Staff, Case], bool]
) -> Answer:
    del at  # the person is as on that day
    case = _case(notice.case)
    return Said() if case is not None and may(staff, case) else LeftOut.NO_RIGHT


def _may_see_what_happened(staff: Staff, case: Case) -> bool:
    """Tell whether somebody reads the case, does its work, or is asked something in it."""
    return access.may_send_post(staff, case) or access.may_answer_inquiry(staff, case)


def _unknown(notice: Waiting, staff: Staff, at: datetime) -> Answer:
    """What no reminder has been taught to ask is not told."""
    del notice, staff, at
    return LeftOut.OVER


def _reminded(notice: Waiting, staff: Staff, at: datetime) -> Answer:
    """Ask whether a reminder is still so; the morning's gets its numbers as they are now."""
    if not is_still_so(notice, to=staff.id, at=at):
        return LeftOut.OVER
    if notice.kind is not NoticeKind.MORNING or notice.clinic is None:
        return Said()
    found = numbers(notice.clinic, at=at)
    return Said({"came_in": found.came, "due": found.due, "flagged": found.flagged})


def _digest(notice: Waiting, staff: Staff, at: datetime) -> Answer:
    many = failed_to_tell(notice, to=staff, at=at)
    return Said({"many": many}) if many else LeftOut.OVER


_SEES = partial(_of_a_case, may=_may_see_what_happened)
STILL: dict[NoticeKind, Still] = {
    NoticeKind.ASSIGNED: _SEES,
    NoticeKind.ANSWERED: _SEES,
    NoticeKind.MENTIONED: _SEES,
    NoticeKind.COLLEAGUE_ANSWERED: _SEES,
    NoticeKind.ASKED: partial(_of_a_case, may=access.may_answer_inquiry),
    # To families alone; a member of staff has no right to them.
    NoticeKind.INTERIM_REPLY: _unknown,
    NoticeKind.COUNTER_QUESTION: _unknown,
    NoticeKind.CLOSED: _unknown,
    NoticeKind.POSTED: _unknown,
    NoticeKind.FAILED: _digest,
    NoticeKind.MORNING: _reminded,
    NoticeKind.LATE: _reminded,
    NoticeKind.UNHANDLED: _reminded,
    NoticeKind.UNMANNED: _reminded,
}
