"""A worker's heartbeat: that a round was done is noted, so that somebody can see when none are.

It is noted now and then only, since some rounds come every few seconds; and never in the way of the
work itself, which is done whether or not it could be noted.
"""

import logging
import time

from vardag.domain.health.work import Work

_SELDOM = 30.0  # seconds between two notes of the same
_log = logging.getLogger(__name__)


class Heart:
    """The heartbeat of one work in this process."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._noted = float("-inf")
        self._fails = False

    def done(self) -> None:
        """Note that a round was done, unless one was just now."""
        if self._fails or time.monotonic() - self._noted >= _SELDOM:
            self._fails = not _note(self._work, is_done=True)
            self._noted = time.monotonic()

    def fails(self) -> None:
        """Note that a round was broken off."""
        self._fails = True
        _note(self._work, is_done=False)


def note_all() -> None:
    """Note that every work was done, as one round of all does."""
    for work in Work:
        _note(work, is_done=True)


def _note(work: Work, *, is_done: bool) -> bool:
    """Write it down, and tell whether that was possible."""
    from django.db import DatabaseError

    from vardag.doors.shared.moments import now
    from vardag.rooms.rounds.actions import note_done, note_failing

    try:
        (note_done if is_done else note_failing)(work, at=now())
    except DatabaseError:
        _log.warning("it can't be noted that %s goes on: the database can't be reached", work)
        return False
    return True
