"""Writing reminders beside the pages; sending them is another's work (see ``reactions``)."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from vardag.domain.health.work import Work
from vardag.doors.ops.beside import Wait, beside, in_rounds

type Clock = Callable[[], datetime]
_EVERY = 60.0  # seconds between two rounds
_log = logging.getLogger(__name__)


def reminding(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Write reminders in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    rounds = in_rounds(
        remind_due,
        work=Work.REMINDING,
        every=_EVERY,
        log=_log,
        trouble="reminders can't be written; trying again",
    )
    return beside(rounds, first=first)


def remind_due(wait: Wait, *, clock: Clock | None = None) -> int:
    """Write what is due at every clinic, and return how many were new; broken off when told.

    :param clock: another than this moment's
    """
    from vardag.doors.shared.moments import now
    from vardag.reactions.reminding import remind_all

    written = remind_all(at=(clock or now)(), is_over=lambda: wait(0))
    if written:
        _log.info("wrote %s reminders", written)
    return written
