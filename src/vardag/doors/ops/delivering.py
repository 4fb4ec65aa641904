"""Telling other systems what waits to be told, beside the pages.

Each message is tried outside any transaction, since a system takes its time, by one worker at a time.
What goes to the log names messages by their keys and systems by theirs: never a patient, never a text.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vardag.domain.health.work import Work
from vardag.doors.ops.beside import Wait, beside, in_rounds

if TYPE_CHECKING:
    from vardag.rooms.deliveries.actions import Try

type Clock = Callable[[], datetime]
_EVERY = 5.0  # seconds between two rounds
_AT_ONCE = 50
_log = logging.getLogger(__name__)


def delivering(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Deliver in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    rounds = in_rounds(
        deliver_due,
        work=Work.DELIVERING,
        every=_EVERY,
        log=_log,
        trouble="deliveries can't be kept up; trying again",
    )
    return beside(rounds, first=first)


def deliver_due(wait: Wait, *, clock: Clock | None = None) -> int:
    """Try every message whose turn it is, and return how many were confirmed; broken off when told.

    :param clock: another than this moment's, which a scenario has
    """
    from vardag.doors.shared.moments import now
    from vardag.rooms.deliveries.queries import due

    clock, confirmed = clock or now, 0
    for key in due(at=clock(), most=_AT_ONCE):
        confirmed += _delivered(key, clock)
        if wait(0):
            break
    return confirmed


def _delivered(key: UUID, now: Clock) -> bool:
    """Try one message, and tell whether its receipt came."""
    from vardag.domain.messages.delivery import State
    from vardag.rooms.cases.actions import confirm
    from vardag.rooms.deliveries.actions import note_taken, note_trouble, try_now
    from vardag.rooms.deliveries.port import NotThrough

    mine = try_now(key, at=now())
    if mine is None:
        return False
    try:
        receipt = _told(mine)
    except NotThrough as wrong:
        state = note_trouble(mine, wrong.trouble, complaint=str(wrong), at=now())
        level = logging.ERROR if state is State.FAILED else logging.WARNING
        _log.log(level, "message %s to %s: %s", key, mine.system, wrong)
        return False
    if receipt is None:
        note_taken(mine, at=now())
        return False
    confirm(delivery=key, receipt=receipt, at=now())
    return True


def _told(mine: "Try") -> str | None:
    """Hand a message over, or ask what became of one that was taken.

    :raises NotThrough: see ``port.System``
    """
    from vardag.domain.messages.delivery import State, Trouble
    from vardag.rooms.deliveries.port import NotThrough, line_of, system_at

    line = line_of(mine.clinic, mine.system)
    if line is None:
        raise NotThrough(Trouble.NO_LINE, "no line goes there any more")
    system = system_at(line)
    return system.receipt(mine.payload) if mine.state is State.SENT else system.send(mine.payload)
