"""How a mailing is sent: one e-mail or text message that carries a person's waiting notices.

It is tried until it is taken or 72 hours have passed, with the same identifier each time; it is
at least once, and more than once only where nobody can tell whether it was taken (promise P2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vardag.domain.clock.again import next_try

GATHER = timedelta(minutes=1)
"""How long after a notice others may join it: ten assignments in a minute are one e-mail."""


class State(StrEnum):
    """Where a mailing is."""

    WAITING = "waiting"  # for its turn, or to be tried again
    SENT = "sent"  # handed over
    FAILED = "failed"  # nobody tries any more, and staff see it
    DROPPED = "dropped"  # when it was to be sent, nothing in it was to be told any more


class Trouble(StrEnum):
    """Why a mailing didn't come through, last."""

    AWAY = "away"  # it can't be handed over now: it surely wasn't
    UNSURE = "unsure"  # it may have been handed over, or not
    REFUSED = "refused"  # the address will not be taken, however often it comes
    BOUNCED = "bounced"  # it was handed over, and came back


class LeftOut(StrEnum):
    """Why a notice is in no mailing."""

    BEFORE = "before"  # it is from before notices were sent
    NO_RIGHT = "no-right"  # whom it was for may not read it any more
    NO_ADDRESS = "no-address"  # nobody knows where to
    UNWANTED = "unwanted"  # whom it was for wants none
    OVER = "over"  # what it would say isn't so any more


@dataclass(frozen=True)
class Next:
    """What is to become of a mailing after a try."""

    state: State
    due_at: datetime


def after_trouble(trouble: Trouble, *, since: datetime, at: datetime) -> Next:
    """Return whether and when to try again.

    :param since: when it was first due; aware, as ``at``
    """
    if trouble in {Trouble.REFUSED, Trouble.BOUNCED}:
        return Next(State.FAILED, at)
    due = next_try(since=since, at=at)
    return Next(State.FAILED, at) if due is None else Next(State.WAITING, due)


def may_join(*, attempts: int, trouble: str, is_being_tried: bool) -> bool:
    """Tell whether a waiting mailing takes more notices: only while it has surely reached nobody."""
    return not is_being_tried and (attempts == 0 or trouble == Trouble.AWAY)
