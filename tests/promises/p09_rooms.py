"""P9 below the pages: what a room's own action refuses, whatever page would call it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.test import Client

from tests.doors.desk import TUESDAY
from tests.promises.p09_office import (
    DAY,
    NADJA,
    WHY,
    Things,
    all_items,
    is_allowed,
    is_here,
    things_of,
)
from tests.promises.p09_place import (
    OUTPATIENT,
    ROLES,
    Check,
    Place,
    Probe,
)
from tests.promises.p09_replies import LINK, a_draft, a_link
from vardag.domain.duty.week import Week
from vardag.domain.people.checklist import Line
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Role, Staff
from vardag.domain.refusals import NotPermitted, Refusal
from vardag.domain.rights import Deed
from vardag.rooms.cases import exceptional
from vardag.rooms.offering import actions as offering
from vardag.rooms.people.families.blocking import block, lift, pair
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.directory import current
from vardag.rooms.people.staff.grouping import set_members
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import shipped, write_checklist
from vardag.rooms.people.staff.leaving import leave, leave_everywhere
from vardag.rooms.people.staff.refreshing import refresh_at
from vardag.rooms.replies import actions as replies
from vardag.rooms.roster import actions as roster
from vardag.rooms.routines.queries import routine_on

# --- The second lock -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Lock:
    """A writer of a room, called as no page does: without the page's own question before it."""

    name: str
    deed: Deed
    call: Callable[[Place, Staff, Things, ClinicId], object]
    own: str = ""  # whose own it is, who needs no right


def _entry() -> Any:
    found = current().look_up(hsa_id(NADJA))
    assert found is not None
    return found


LOCKS = (
    Lock(
        "blocks a guardian",
        Deed.BLOCK_GUARDIAN,
        lambda place, by, __, here: block(
            child=place.desk.person("child"),
            guardian=place.desk.person("other_guardian"),
            clinic=here,
            reason=WHY,
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "finds whom to block",
        Deed.BLOCK_GUARDIAN,
        lambda _, by, of, here: pair(
            child=of.child, guardian=of.guardian, clinic=here, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "ends a block",
        Deed.BLOCK_GUARDIAN,
        lambda _, by, of, here: lift(block=of.block, clinic=here, reason=WHY, by=by, at=TUESDAY),
    ),
    Lock(
        "ends everything everywhere",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: leave_everywhere(
            person=PersonId(of.of_two_clinics), clinic=here, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "opens the inbox",
        Deed.LIST_CASES,
        lambda _, by, __, here: roster.note_opened(clinic=here, by=by, at=TUESDAY),
    ),
    Lock(
        "adds staff",
        Deed.MANAGE_STAFF,
        lambda _, by, __, here: staffing.add(_entry(), clinic=here, by=by, at=TUESDAY),
    ),
    Lock(
        "asks the directory anew",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: refresh_at(here, PersonId(of.clinician), by=by, at=TUESDAY),
    ),
    Lock(
        "gives a role",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: staffing.give(
            to=PersonId(of.nurse),
            clinic=here,
            roles=[Role.HANDLER],
            from_date=TUESDAY.date(),
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "confirms a role",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: staffing.confirm(
            grant=of.proposed_grant, clinic=here, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "ends a role",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: staffing.end(
            grant=of.grant, clinic=here, last_day=None, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "ends everything",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: leave(
            person=PersonId(of.clinician), clinic=here, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "changes a group",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: set_members(
            group=GroupId(of.group),
            clinic=here,
            members=[PersonId(of.clinician)],
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "writes an introduction",
        Deed.SET_INTRODUCTIONS,
        lambda _, by, __, here: write_checklist(
            clinic=here,
            role=Role.RECEIVER,
            lines=[Line("", "Har läst rutinen.", "")],
            seen=0,
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "introduces",
        Deed.MANAGE_STAFF,
        lambda _, by, of, here: sign_introduction(
            person=PersonId(of.newcomer),
            clinic=here,
            role=Role.RECEIVER,
            ticked=all_items(),
            seen=shipped(Role.RECEIVER).version,
            by=by,
            at=TUESDAY,
        ),
        own="newcomer",
    ),
    Lock(
        "plans a week",
        Deed.PLAN_ROSTER,
        lambda _, by, of, here: roster.plan_week(
            clinic=here, chosen={DAY: PersonId(of.nurse)}, seen={}, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "copies a week",
        Deed.PLAN_ROSTER,
        lambda _, by, __, here: roster.copy_week(
            clinic=here, week=Week.of(DAY), weeks=1, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "enters an absence",
        Deed.PLAN_ROSTER,
        lambda _, by, of, here: roster.add_absence(
            person=PersonId(of.clinician), clinic=here, from_date=DAY, until=DAY, by=by, at=TUESDAY
        ),
        own="clinician",
    ),
    Lock(
        "excepts a service",
        Deed.SET_OFFERING,
        lambda _, by, __, here: offering.except_services(
            clinic=here, services=("message",), reason=WHY, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "offers a service again",
        Deed.SET_OFFERING,
        lambda _, by, __, here: offering.offer_again(
            clinic=here, services=("message",), by=by, at=TUESDAY
        ),
    ),
    Lock(
        "writes a reply",
        Deed.MANAGE_REPLIES,
        lambda _, by, of, here: replies.add(
            clinic=here,
            draft=a_draft(of.clinician, name="Ring oss"),
            routine=routine_on(TUESDAY.date()),
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "tries a reply before it is saved",
        Deed.MANAGE_REPLIES,
        lambda _, by, of, here: replies.judge(
            clinic=here,
            draft=a_draft(of.clinician),
            routine=routine_on(TUESDAY.date()),
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "writes a reply anew",
        Deed.MANAGE_REPLIES,
        lambda _, by, of, here: replies.rewrite(
            clinic=here,
            reply=of.reply,
            draft=a_draft(of.clinician),
            seen=1,
            routine=routine_on(TUESDAY.date()),
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "withdraws a reply",
        Deed.MANAGE_REPLIES,
        lambda _, by, of, here: replies.withdraw(
            clinic=here, reply=of.reply, reason=WHY, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "sets a link",
        Deed.MANAGE_REPLIES,
        lambda _, by, of, here: replies.set_link(
            clinic=here,
            draft=a_link(of.clinician),
            routine=routine_on(TUESDAY.date()),
            by=by,
            at=TUESDAY,
        ),
    ),
    Lock(
        "takes a link away",
        Deed.MANAGE_REPLIES,
        lambda _, by, __, here: replies.take_link_away(
            clinic=here, key=LINK, routine=routine_on(TUESDAY.date()), by=by, at=TUESDAY
        ),
    ),
    Lock(
        "reads by exception",
        Deed.OPEN_BY_EXCEPTION,
        lambda _, by, of, here: exceptional.open_by_exception(
            number=of.number, clinic=here, reason=WHY, by=by, at=TUESDAY
        ),
    ),
    Lock(
        "reviews an opening",
        Deed.REVIEW_LOG,
        lambda _, by, of, here: exceptional.review(
            opening=of.opening, clinic=here, finding="Rimligt.", by=by, at=TUESDAY
        ),
    ),
)


def of_the_rooms(place: Place) -> Iterator[Probe]:
    """Everybody in staff calls every writer of the rooms, at the outpatient clinic."""
    of, here = things_of(place), ClinicId(place.clinic(OUTPATIENT))
    for lock in LOCKS:
        for who in ROLES:
            allowed = is_here(who) and is_allowed(lock.name, lock.deed, who)
            allowed = allowed or who == lock.own
            yield Probe(
                who,
                lock.deed,
                calling(place, lock, who, of, here),
                (Check(f"{lock.name}, with no page in between", said_no(not allowed)),),
                effect=None if allowed else False,
                is_write=True,
            )


def calling(
    place: Place, lock: Lock, who: str, of: Things, here: ClinicId
) -> Callable[[Client], Any]:
    def ask(_: Client) -> bool:
        by = place.desk.world.staff_member(who, on=TUESDAY.date())
        try:
            lock.call(place, by, of, here)
        except NotPermitted:
            return True
        except (Refusal, IntegrityError):  # the database is a lock of its own
            return False
        return False

    return ask


def said_no(expected: bool) -> Callable[[Any], str]:
    return lambda refused: "" if refused == expected else f"refused: {refused}"
