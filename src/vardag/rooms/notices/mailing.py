"""Writing mailings: gathered from waiting notices, tried by a worker, settled by what comes of it.

What a worker says counts only as long as the try is its own. Nothing here sends anything, and nothing
is asked of any other room than whom it is to: what may still be told is asked by ``reactions``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from vardag.domain.clock.again import LEASE
from vardag.domain.notices.mailing import LeftOut, State, Trouble, after_trouble, may_join
from vardag.domain.notices.wishes import Channel, address_by, earliest
from vardag.domain.people.identity import PersonId
from vardag.rooms.notices.models import MailingRow, NoticeRow, WishRow
from vardag.rooms.notices.queries import Waiting, waiting_in, wishes_of
from vardag.rooms.people.models import PersonRow

_LONGEST = 200  # characters of a complaint


@dataclass(frozen=True)
class Try:
    """A mailing that one worker has to itself for a while."""

    key: UUID
    to: PersonId
    channel: Channel
    since: datetime
    number: int
    notices: tuple[Waiting, ...]


@transaction.atomic
def gather(person: PersonId, *, at: datetime) -> None:
    """Put somebody's waiting notices into one mailing, or say why none will carry them.

    Two workers gather one person one after the other: the person's row is locked meanwhile.

    :param at: aware
    """
    somebody = PersonRow.objects.select_for_update(no_key=True).get(pk=person)
    waiting = NoticeRow.objects.filter(to=person, mailing=None, left_out="")
    wishes = wishes_of(person)
    if wishes.channel is Channel.NONE:
        waiting.update(left_out=LeftOut.UNWANTED)
        return
    if not address_by(wishes.channel, phone=wishes.phone, email=somebody.email):
        waiting.update(left_out=LeftOut.NO_ADDRESS)
        return
    carried = [*waiting.values_list("pk", flat=True)]
    if carried:
        mailing = _joinable(person, wishes.channel, at) or MailingRow.objects.create(
            key=uuid4(),
            to=somebody,
            channel=wishes.channel,
            state=State.WAITING,
            since=earliest(at, wishes.quiet),
            due_at=earliest(at, wishes.quiet),
        )
        NoticeRow.objects.filter(pk__in=carried).update(mailing=mailing)


def _joinable(person: PersonId, channel: Channel, at: datetime) -> MailingRow | None:
    """Return a mailing that waits and has surely reached nobody yet; none if there is no such."""
    rows = MailingRow.objects.select_for_update().filter(
        to=person, channel=channel, state=State.WAITING
    )
    for row in rows.order_by("due_at"):
        is_being_tried = row.lease_until is not None and row.lease_until > at
        if may_join(attempts=row.attempts, trouble=row.trouble, is_being_tried=is_being_tried):
            return row
    return None


def try_now(key: UUID, *, at: datetime) -> Try | None:
    """Take a mailing for a try of one's own; None if it isn't its turn, or another worker has it.

    :param at: aware
    """
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    mine = MailingRow.objects.filter(free, pk=key, state=State.WAITING, due_at__lte=at)
    if not mine.update(lease_until=at + LEASE, attempts=F("attempts") + 1, trouble=""):
        return None
    row = MailingRow.objects.get(pk=key)
    return Try(
        key=key,
        to=PersonId(row.to_id),
        channel=Channel(row.channel),
        since=row.since,
        number=row.attempts,
        notices=waiting_in(key),
    )


def postpone(mine: Try, *, until: datetime) -> None:
    """Give a mailing back untried, since its person wants quiet now.

    :param until: aware
    """
    _mine(mine).update(due_at=until, lease_until=None, trouble=Trouble.AWAY, complaint="")


def leave_out(notices: Iterable[int], *, why: LeftOut) -> None:
    """Take notices out of their mailing: when it is to be sent, they are to be told no more."""
    NoticeRow.objects.filter(pk__in=list(notices)).update(mailing=None, left_out=why)


@transaction.atomic
def pass_on(notice: Waiting, *, to: PersonId, at: datetime) -> None:
    """Have another told of what whom it was for may not read any more; once, whoever says so.

    :param at: aware
    """
    leave_out([notice.id], why=LeftOut.NO_RIGHT)
    row = NoticeRow(
        to_id=to, kind=notice.kind, case=notice.case, at=at, once=f"instead of {notice.id}"
    )
    NoticeRow.objects.bulk_create([row], ignore_conflicts=True)


def note_sent(mine: Try, *, address: str, at: datetime) -> None:
    """Say that a mailing was handed over.

    :param at: aware
    """
    _settle(mine, State.SENT, at=at, address=address)


def note_dropped(mine: Try, *, at: datetime) -> None:
    """Say that a mailing wasn't sent, since nothing in it was to be told any more.

    :param at: aware
    """
    _settle(mine, State.DROPPED, at=at)


def note_trouble(
    mine: Try, trouble: Trouble, *, complaint: str, address: str, at: datetime
) -> State:
    """Say that a try came to nothing, and why; return how it stands.

    :param complaint: for operations; nothing of anybody
    :param address: where it was to go; one that is refused is remembered as such
    :param at: aware
    """
    found = after_trouble(trouble, since=mine.since, at=at)
    if trouble is Trouble.REFUSED and address:
        refuse(mine.to, address=address, at=at)
    _mine(mine).update(
        state=found.state,
        due_at=found.due_at,
        lease_until=None,
        trouble=trouble,
        complaint=complaint[:_LONGEST],
        address=address,
        settled_at=at if found.state is State.FAILED else None,
    )
    return found.state


def note_bounced(key: UUID, *, complaint: str, at: datetime) -> bool:
    """Say that a mailing came back after it had been handed over; tell whether there was such a one.

    :param complaint: for operations; nothing of anybody
    :param at: aware
    """
    row = MailingRow.objects.filter(pk=key, state=State.SENT).first()
    if row is None:
        return False
    refuse(PersonId(row.to_id), address=row.address, at=at)
    changed = MailingRow.objects.filter(pk=key, state=State.SENT).update(
        state=State.FAILED,
        trouble=Trouble.BOUNCED,
        complaint=complaint[:_LONGEST],
        settled_at=at,
    )
    return bool(changed)


def refuse(person: PersonId, *, address: str, at: datetime) -> None:
    """Remember that an address of somebody's takes no mail; shown until there is another one.

    :param at: aware
    """
    WishRow.objects.update_or_create(
        person_id=person,
        defaults={"refused_address": address, "refused_at": at},
        create_defaults={
            "channel": Channel.EMAIL,
            "refused_address": address,
            "refused_at": at,
        },
    )


@transaction.atomic
def send_again(key: UUID, *, at: datetime) -> bool:
    """Put a mailing that failed on its way again; tell whether it had failed.

    An address that was refused is tried anew: who says this has mended it.

    :param at: aware
    """
    failed = MailingRow.objects.filter(pk=key, state=State.FAILED)
    WishRow.objects.filter(pk__in=failed.values("to")).update(refused_address="", refused_at=None)
    return bool(
        failed.update(
            state=State.WAITING,
            since=at,
            due_at=at,
            lease_until=None,
            trouble="",
            complaint="",
            settled_at=None,
        )
    )


def _settle(mine: Try, state: State, *, at: datetime, address: str = "") -> None:
    _mine(mine).update(
        state=state, settled_at=at, lease_until=None, trouble="", complaint="", address=address
    )


def _mine(mine: Try) -> QuerySet[MailingRow]:
    """Return the mailing, unless another's try has come after this one."""
    return MailingRow.objects.filter(pk=mine.key, attempts=mine.number, state=State.WAITING)
