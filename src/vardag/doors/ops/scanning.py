"""Asking the virus scanner about files that wait for it, beside the pages.

A scanner that is away leaves them waiting, visibly, and is asked again in a while: nothing is shown as
clean that isn't known to be. What goes to the log names files by their ids, never by their names.
"""

import logging
import random
from contextlib import AbstractContextManager
from uuid import UUID

from vardag.domain.health.work import Work
from vardag.doors.ops.beside import Wait, beside, in_rounds

_EVERY = 20.0  # seconds between two rounds
_AT_ONCE = 100
_AWAY = 3  # as many in a row without a verdict, and the scanner is away
_log = logging.getLogger(__name__)


def scanning(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Ask in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    rounds = in_rounds(
        scan_awaiting,
        work=Work.SCANNING,
        every=_EVERY,
        log=_log,
        trouble="the scanner's verdicts can't be kept; trying again",
    )
    return beside(rounds, first=first)


def scan_awaiting(wait: Wait) -> int:
    """Ask about those that wait, and return how many verdicts came; broken off if none come."""
    from vardag.rooms.files.queries import awaiting

    files = awaiting(most=_AT_ONCE)
    random.shuffle(
        files
    )  # lest one about which nothing is said stand in the way of others for ever
    verdicts = without = 0
    for file in files:
        came = _judged(file)
        verdicts, without = (verdicts + 1, 0) if came else (verdicts, without + 1)
        if without == _AWAY:
            _log.warning("the virus scanner gives no verdict; files wait")
        if without == _AWAY or wait(0):
            break
    return verdicts


def _judged(file: UUID) -> bool:
    """Ask about one, and tell whether there was a verdict."""
    from vardag.domain.case.files import Verdict
    from vardag.doors.shared.moments import now
    from vardag.rooms.files.actions import judge

    try:
        verdict = judge(file, at=now())
    except FileNotFoundError:
        _log.error("file %s can't be scanned: its bytes are gone, or are others", file)
        return False
    if verdict is Verdict.REFUSED:
        _log.warning("file %s is harmful: its bytes are set apart, and it stands as stopped", file)
    return verdict is not Verdict.AWAITING
