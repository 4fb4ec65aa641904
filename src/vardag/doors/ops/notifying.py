"""Sending notices, beside the pages: see ``reactions/notifying.py``, which does it."""

import logging
from contextlib import AbstractContextManager

from vardag.domain.health.work import Work
from vardag.doors.ops.beside import Wait, beside, in_rounds

_EVERY = 5.0  # seconds between two rounds
_log = logging.getLogger(__name__)


def notifying(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Send notices in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    rounds = in_rounds(
        notify_due,
        work=Work.MAILING,
        every=_EVERY,
        log=_log,
        trouble="notices can't be kept up; trying again",
    )
    return beside(rounds, first=first)


def notify_due(wait: Wait) -> int:
    """Try every mailing whose turn it is, and return how many were handed over."""
    from vardag.doors.shared.moments import now
    from vardag.reactions.notifying import send_due

    return send_due(wait, clock=now)
