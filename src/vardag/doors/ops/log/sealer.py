"""Sealing the access log beside the pages: an entry is sealed within five seconds of being written."""

import logging
import time
from contextlib import AbstractContextManager
from datetime import timedelta

from vardag.domain.health.work import Work
from vardag.doors.ops.beside import Wait, beside
from vardag.doors.ops.heart import Heart

_EVERY = 4.0  # seconds, so that with the sealing itself an entry is sealed within five
_AFTER_TROUBLE = 60.0
_SAY_THE_HEAD = 10 * 60.0  # seconds between two lines in the program's own log
_LATE = timedelta(hours=1)  # entries older than this are looked for now and then only
_LOOK_THROUGH_ALL = 6 * 60 * 60.0
_log = logging.getLogger(__name__)


def sealing(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Seal in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    return beside(keep_sealing, first=first)


def keep_sealing(wait: Wait, *, first: float = 0.0) -> None:
    """Seal, round after round, until it is time to stop; what is in the way is said and waited for."""
    from django.db import connections
    from django.db.utils import DatabaseError

    from vardag.rooms.audit.key import NoKey
    from vardag.rooms.audit.sealing import HeadDisagrees

    pause, rounds, heart = first, _Rounds(), Heart(Work.SEALING)
    while not wait(pause):
        try:
            rounds.one()
            heart.done()
            pause = _EVERY
        except (DatabaseError, HeadDisagrees, NoKey, OSError) as wrong:
            _log.error("the access log isn't sealed: %s", wrong)
            heart.fails()
            pause = _AFTER_TROUBLE
        finally:
            connections.close_all()


class _Rounds:
    """What one round must know of those before it."""

    def __init__(self) -> None:
        self._looked_through = self._said = float("-inf")

    def one(self) -> None:
        """Seal all there is; look through the whole log the first time, and every sixth hour."""
        is_thorough = time.monotonic() - self._looked_through >= _LOOK_THROUGH_ALL
        number = seal_all(thorough=is_thorough)
        if is_thorough:
            self._looked_through = time.monotonic()
        if time.monotonic() - self._said >= _SAY_THE_HEAD:
            _log.info("the access log is sealed to entry %s", number)
            self._said = time.monotonic()


def seal_all(*, thorough: bool = True) -> int:
    """Seal every entry that has no seal, and return the number of the last seal.

    :param thorough: look through the whole log, not only its last hour
    :raises HeadDisagrees, NoKey: nothing is sealed
    """
    from django.conf import settings

    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.actions import entry_id
    from vardag.rooms.audit.key import log_key
    from vardag.rooms.audit.sealing import AT_ONCE, seal

    at = now()
    from_id = 0 if thorough else entry_id(at - _LATE)
    while True:
        sealed = seal(key=log_key(), head=settings.LOG_HEAD_FILE, at=at, from_id=from_id)
        if sealed.added < AT_ONCE:
            return sealed.number
        from_id = sealed.upto
