"""Keeping a guardian from all that is about a child, and letting the guardian back.

A unit manager decides, with a reason, for as long as it stands; the other guardian isn't touched, and
who is blocked sees no trace of it: the child's cases are as if there were none (OSL chapter 12 section
3; ADR-0027). The only writer of blocks.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.people.personal_number import personal_number
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.people.block_rows import BlockRow, LiftRow
from vardag.rooms.people.families.registering import found_or_added
from vardag.rooms.people.models import PersonRow

LEAST = 10  # characters of a reason
LONGEST = 1_000


@dataclass(frozen=True)
class Block:
    """A guardian kept from a child, as a manager sees it. ``lifted_at`` is None while it stands."""

    id: int
    guardian: PersonRow
    child: PersonRow
    reason: str
    by: str
    at: datetime
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_why: str = ""


@dataclass(frozen=True)
class Pair:
    """A child, and the guardian who is to be kept from it; not to be saved."""

    guardian: PersonRow
    child: PersonRow


def pair(*, child: str, guardian: str, clinic: ClinicId, by: Staff, at: datetime) -> Pair:
    """Return two people by their numbers, whether they have been here before or the register has them.

    :param child: a number as somebody types it: spaces and hyphens are left out
    :param at: aware
    :raises NotPermitted: if no role at the clinic gives this
    :raises InvalidForm: with a problem for each field that can't be
    :raises RegisterAway: if somebody hasn't been here, and the register can't be asked
    """
    access.permit_at(by, Deed.BLOCK_GUARDIAN, clinic)
    rows, problems = {}, []
    for field, typed in (("child", child), ("guardian", guardian)):
        try:
            rows[field] = _person(typed, at)
        except InvalidForm as refusal:
            problems.append(Problem(field, refusal.sentence))
    if problems:
        raise InvalidForm(problems[0].sentence.text, problems=tuple(problems))
    if rows["child"] == rows["guardian"]:
        same = say("The guardian and the child are the same person.")
        raise InvalidForm(same, problems=(Problem("guardian", Sentence(same)),))
    return _told(rows["guardian"], rows["child"])


def _person(typed: str, at: datetime) -> PersonRow:
    number = personal_number("".join(typed.replace("-", "").split()), on=local_date(at))
    row = found_or_added(number.digits, at=at)
    if row is None:
        raise InvalidForm(say("We know of nobody with that personal number. Check it."))
    return row


@transaction.atomic
def block(
    *,
    child: PersonId,
    guardian: PersonId,
    clinic: ClinicId,
    reason: str,
    by: Staff,
    at: datetime,
) -> int:
    """Keep a guardian from all about a child, from the next request on; return the block's id.

    Each clinic decides for itself; the guardian is kept away for as long as any clinic's block stands.

    :param at: aware
    :raises NotPermitted: if no role at the clinic gives this
    :raises InvalidForm: if the reason is too short or too long to be one
    :raises ChangedMeanwhile: if a block of this clinic stands already
    """
    access.permit_at(by, Deed.BLOCK_GUARDIAN, clinic)
    why = _reason(reason)
    PersonRow.objects.select_for_update().get(pk=guardian)  # two managers don't block at once
    own = BlockRow.objects.filter(guardian=guardian, child=child, clinic=clinic)
    if own.filter(lift=None).exists():
        raise ChangedMeanwhile(say("The clinic has blocked this guardian from the child already."))
    row = BlockRow.objects.create(
        guardian_id=guardian, child_id=child, clinic_id=clinic, reason=why, by_id=by.id, at=at
    )
    return int(row.pk)


@transaction.atomic
def lift(*, block: int, clinic: ClinicId, reason: str, by: Staff, at: datetime) -> None:
    """End a clinic's block, from the next request on; what another clinic has decided stands.

    :param at: aware
    :raises NotPermitted: if no role at the clinic gives this
    :raises OutOfReach: if the clinic has decided no such block
    :raises InvalidForm: if the reason is too short or too long to be one
    :raises ChangedMeanwhile: if it has ended already
    """
    access.permit_at(by, Deed.BLOCK_GUARDIAN, clinic)
    row = BlockRow.objects.select_for_update().filter(pk=block, clinic=clinic).first()
    if row is None:
        raise OutOfReach(say("The clinic has no such block."))
    why = _reason(reason)
    if LiftRow.objects.filter(block=row).exists():
        raise ChangedMeanwhile(say("This block has ended already."))
    LiftRow.objects.create(block=row, reason=why, by_id=by.id, at=at)


def _reason(text: str) -> str:
    if visible(text) and LEAST <= len(text.strip()) <= LONGEST:
        return text.strip()
    why = Sentence(
        say("Write why, in %(least)s to %(most)s characters."), {"least": LEAST, "most": LONGEST}
    )
    raise InvalidForm(why.text, problems=(Problem("reason", why),), **why.particulars)


def blocks_of(clinic: ClinicId) -> list[Block]:
    """Return what managers of a clinic have decided: what stands first, and the newest of each."""
    rows = (
        BlockRow.objects.filter(clinic=clinic)
        .select_related("guardian", "child", "by", "lift", "lift__by")
        .order_by("-at", "-pk")
    )
    return sorted(map(_block, rows), key=lambda each: each.lifted_at is not None)


def _told(guardian: PersonRow, child: PersonRow) -> Pair:
    """Return two people as a manager is told of them: a protected family has no names."""
    if guardian.protection or child.protection:
        return Pair(guardian=guardian.without_name(), child=child.without_name())
    return Pair(guardian=guardian, child=child)


def _block(row: BlockRow) -> Block:
    ended: LiftRow | None = getattr(row, "lift", None)
    told = _told(row.guardian, row.child)
    return Block(
        id=row.pk,
        guardian=told.guardian,
        child=told.child,
        reason=row.reason,
        by=row.by.name,
        at=row.at,
        lifted_at=ended.at if ended else None,
        lifted_by=ended.by.name if ended else "",
        lifted_why=ended.reason if ended else "",
    )
