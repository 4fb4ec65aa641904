"""Sending notices: gather what waits, ask anew what may be told and where to, hand over, note what came.

Nothing is sent within a transaction: a mail server takes its time, and what is sent can't be rolled
back. What goes to the log names mailings by their keys: never an address, never a word.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardag.domain.notices.addresses import mail_address, phone_number
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.notices.mailing import LeftOut, State, Trouble
from vardag.domain.notices.wishes import Channel, Wishes, address_by, earliest
from vardag.reactions.carrying import Letter, NotCarried, carrier_of, is_set_up
from vardag.reactions.instead import instead_of
from vardag.reactions.still import Said, still
from vardag.reactions.wording import Told, words
from vardag.rooms.notices.mailing import (
    Try,
    gather,
    leave_out,
    note_dropped,
    note_sent,
    note_trouble,
    pass_on,
    postpone,
    try_now,
)
from vardag.rooms.notices.queries import due, refused, to_gather, wishes_of
from vardag.rooms.people.queries import person

type Clock = Callable[[], datetime]
_AT_ONCE = 50
_log = logging.getLogger(__name__)


def send_due(wait: Callable[[float], bool], *, clock: Clock) -> int:
    """Try every mailing whose turn it is, and return how many were handed over.

    Without any way to people nothing is gathered: notices wait. Many workers may do so at once.

    :param wait: tells whether it is time to stop
    :param clock: gives the moment; aware
    """
    if not is_set_up():
        return 0
    for somebody in to_gather(at=clock(), most=_AT_ONCE):
        gather(somebody, at=clock())
    sent = 0
    for key in due(at=clock(), most=_AT_ONCE):
        sent += _tried(key, clock)
        if wait(0):
            break
    return sent


def _tried(key: UUID, clock: Clock) -> bool:
    """Try one mailing, if nobody else does, and tell whether it was handed over."""
    mine = try_now(key, at=clock())
    if mine is None:
        return False
    wishes = wishes_of(mine.to)
    if (later := earliest(clock(), wishes.quiet)) > clock():
        postpone(mine, until=later)
        return False
    to = _receiver(mine, wishes)
    told = _still_told(mine, wishes, to, at=clock())
    if not told:
        note_dropped(mine, at=clock())
        return False
    return _handed_over(mine, told, to, clock)


@dataclass(frozen=True)
class _Receiver:
    """To whom a mailing goes now: where, as somebody wrote it; empty if nobody knows."""

    address: str
    is_staff: bool
    language: str


def _receiver(mine: Try, wishes: Wishes) -> _Receiver:
    row = person(mine.to)
    address = address_by(mine.channel, phone=wishes.phone, email=row.email if row else "")
    return _Receiver(address, row is not None and row.is_staff, wishes.language)


def _still_told(mine: Try, wishes: Wishes, to: _Receiver, *, at: datetime) -> list[Told]:
    """Return what is still to be told, and leave the rest out of the mailing."""
    told: list[Told] = []
    for notice in mine.notices:
        answer = still(notice, to=mine.to, at=at)
        if wishes.channel is Channel.NONE:
            answer = LeftOut.UNWANTED
        elif isinstance(answer, Said) and not to.address:
            answer = LeftOut.NO_ADDRESS
        if isinstance(answer, Said):
            told.append((notice, answer))
        elif answer is LeftOut.NO_RIGHT and (another := instead_of(mine.to, notice, at=at)):
            pass_on(notice, to=another, at=at)
        else:
            leave_out([notice.id], why=answer)
    return told


def _handed_over(mine: Try, told: list[Told], to: _Receiver, clock: Clock) -> bool:
    try:
        said = _carried(mine, told, to, at=clock())
    except NotCarried as wrong:
        why, where = str(wrong), to.address
        state = note_trouble(mine, wrong.trouble, complaint=why, address=where, at=clock())
        level = logging.ERROR if state is State.FAILED else logging.WARNING
        _log.log(level, "mailing %s, try %s: %s", mine.key, mine.number, wrong)
        return False
    note_sent(mine, address=to.address, at=clock())
    _log.info("mailing %s, try %s: %s", mine.key, mine.number, said)
    return True


def _carried(mine: Try, told: list[Told], to: _Receiver, *, at: datetime) -> str:
    """Hand a mailing over.

    :raises NotCarried: if it isn't taken, or nobody can tell
    """
    is_trial = any(notice.kind is NoticeKind.TRIAL for notice, _ in told)
    if not is_trial and refused([mine.to]).get(mine.to) == to.address:
        raise NotCarried(Trouble.REFUSED, "the address took no mail before")
    subject, text = words(told, channel=mine.channel, is_staff=to.is_staff, language=to.language)
    plain = _checked(mine.channel, to.address)
    letter = Letter(mine.key, plain, subject, text, to.language, at)
    return _given(mine.channel, letter)


def _given(channel: Channel, letter: Letter) -> str:
    carrier = carrier_of(channel)
    try:
        return carrier.carry(letter)
    except NotCarried:
        raise
    except Exception as wrong:  # noqa: BLE001 - its words may hold the address, and one must not stop the others
        complaint = f"it broke while it was sent: {type(wrong).__name__}"
        raise NotCarried(Trouble.UNSURE, complaint) from None


def _checked(channel: Channel, address: str) -> str:
    try:
        return phone_number(address) if channel is Channel.SMS else mail_address(address)
    except ValueError as wrong:
        raise NotCarried(Trouble.REFUSED, f"the address is {wrong}") from None
