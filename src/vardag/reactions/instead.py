"""Whom of a family a notice is for instead, when whom it was for may not read the case any more.

A child has turned thirteen, a guardian is blocked, or custody has changed, between the act and the
e-mail: then the patient is told, if the patient may read it and can be reached. Otherwise nobody is,
and the case says so to its staff.
"""

from datetime import datetime

from vardag.domain.case.notices import told_instead
from vardag.domain.notices.kinds import TO_FAMILY
from vardag.domain.notices.wishes import Channel, address_by
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import OutOfReach
from vardag.reactions.still import Said, still
from vardag.rooms.cases.queries import full_case
from vardag.rooms.notices.queries import Waiting, wishes_of
from vardag.rooms.people.queries import person


def instead_of(lost: PersonId, notice: Waiting, *, at: datetime) -> PersonId | None:
    """Return who is told in somebody's place; None if nobody can be.

    :param at: aware
    """
    if notice.case is None or notice.kind not in TO_FAMILY:
        return None
    try:
        case = full_case(notice.case).case
    except OutOfReach:
        return None
    another = told_instead(case, lost=lost)
    if another is None or not isinstance(still(notice, to=another, at=at), Said):
        return None
    return another if _is_reached(another) else None


def _is_reached(somebody: PersonId) -> bool:
    wishes, row = wishes_of(somebody), person(somebody)
    if wishes.channel is Channel.NONE or row is None:
        return False
    return bool(address_by(wishes.channel, phone=wishes.phone, email=row.email))
