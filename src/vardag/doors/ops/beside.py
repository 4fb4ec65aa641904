"""Work beside the pages: a thread that lasts as long as a block, and what it waits by."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vardag.domain.health.work import Work
from vardag.doors.ops.heart import Heart

type Wait = Callable[[float], bool]
"""Waits for so many seconds; tells whether it is time to stop."""


@contextmanager
def beside(keep_on: Callable[..., None], *, first: float) -> Iterator[None]:
    """Let something go on, round after round, in a thread of its own for as long as the block runs.

    :param keep_on: takes a ``Wait``, and ``first``: the seconds before the first round
    """
    stop = threading.Event()
    thread = threading.Thread(
        target=keep_on, args=(stop.wait,), kwargs={"first": first}, daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=1)


def in_rounds(
    do: Callable[[Wait], object], *, work: Work, every: float, log: logging.Logger, trouble: str
) -> Callable[..., None]:
    """Return what does something round after round; a database that is away is told of and waited for.

    :param work: as which a round is noted
    :param every: seconds between two rounds
    :param trouble: what the log says of a round that the database broke off
    """

    def keep_on(wait: Wait, *, first: float = 0.0) -> None:
        from django.db import connections
        from django.db.utils import DatabaseError

        pause, heart = first, Heart(work)
        while not wait(pause):
            try:
                do(wait)
                heart.done()
            except DatabaseError:
                log.exception(trouble)
                heart.fails()
            finally:
                connections.close_all()
            pause = every

    return keep_on
