"""How a message is delivered: at least once, with the same key, until somebody says that it came.

A receiver that keeps the key does what a message says once, however often it comes. What isn't taken is
tried again after growing pauses for 72 hours; then it has failed, visibly, and a person sends it again
or does it by hand. What a person there is to do, such as sign, may take the time it takes: then only a
system that isn't heard of for 72 hours has failed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vardag.domain.clock.again import GIVE_UP_AFTER, next_try

_ASK_AGAIN, _ASK_SELDOM = timedelta(minutes=5), timedelta(hours=1)


class State(StrEnum):
    """Where a message is."""

    WAITING = "waiting"  # for its turn, or to be tried again
    SENT = "sent"  # taken; the receipt is waited for
    CONFIRMED = "confirmed"  # the system says that it is done
    FAILED = "failed"  # nobody tries any more
    BY_HAND = "by-hand"  # a person ticked or left out the step


OPEN = (State.WAITING, State.SENT)
"""The states in which a worker has something to do."""


class Trouble(StrEnum):
    """Why a message didn't come through, last."""

    AWAY = "away"  # nobody answers, or says that it can't now
    REFUSED = "refused"  # it will not be taken, however often it comes
    UNSURE = "unsure"  # what is answered isn't about this message
    NO_RECEIPT = "no-receipt"  # it was taken, and nothing more was heard
    NO_LINE = "no-line"  # nothing says any more where the system is


@dataclass(frozen=True)
class Next:
    """What is to become of a message after a try."""

    state: State
    due_at: datetime


def after_trouble(trouble: Trouble, *, state: State, since: datetime, at: datetime) -> Next:
    """Return whether and when to try again: each pause is as long as one has tried until now.

    :param state: in which it was: one that was taken is asked about, not sent again
    :param since: when it was sent, or sent again, by a person; aware, as ``at``
    """
    if trouble is Trouble.REFUSED:
        return Next(State.FAILED, at)
    due = next_try(since=since, at=at)
    return Next(State.FAILED, at) if due is None else Next(state, due)


def after_taken(*, since: datetime, at: datetime, waits_for_a_person: bool = False) -> Next:
    """Return when to ask for the receipt of a message that was taken; none in 72 hours has failed.

    :param waits_for_a_person: then it is asked for seldomer and seldomer, for as long as it takes
    """
    if waits_for_a_person:
        return Next(State.SENT, at + min(max(at - since, _ASK_AGAIN), _ASK_SELDOM))
    if at >= since + GIVE_UP_AFTER:
        return Next(State.FAILED, at)
    return Next(State.SENT, at + _ASK_AGAIN)
