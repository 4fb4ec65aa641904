"""Several processes that share one listening socket, for machines with more than one core."""

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from vardag.doors.ops.giving_way import GIVE_WAY, Before, GiveWay, heard_to_give_way
from vardag.doors.ops.stopping import Stopped, stoppable

_PATIENCE = 4.5  # seconds; a child ends itself a little before
_LOOKS_EVERY = 0.1  # seconds between two looks at who has ended, and at what was asked
_log = logging.getLogger(__name__)

type Mask = set[int | signal.Signals]
type Work = Callable[[], None]


def in_processes(works: Sequence[Work], *, after: Before, give_way: GiveWay) -> None:
    """Do each work in a process of its own until ``Stopped`` is raised, which ends them all.

    To be called inside ``stoppable``, and with no threads running. A process that ends by itself is
    replaced. None outlives this one, even when it is killed.

    :param after: the processes whose place these take, which are then asked to leave
    :param give_way: called when ``GIVE_WAY`` has come; returns if it can't be done, and all goes on
    """
    reads, writes = os.pipe()  # whose other end closes when this process ends, however it does
    asked = heard_to_give_way()
    children: dict[int, Work | None] = dict.fromkeys(after.children)
    try:
        for work in works:
            children[_started(work, reads, writes)] = work
        for child in after.children:
            _tell(child, GIVE_WAY)
        while True:
            if asked.is_set():
                asked.clear()
                give_way(Before(tuple(children), (*after.pipes, writes)))
            _replace_who_ended(children, reads, writes)
            time.sleep(_LOOKS_EVERY)
    finally:
        _end(children)


def _replace_who_ended(children: dict[int, Work | None], reads: int, writes: int) -> None:
    ended, status = os.waitpid(-1, os.WNOHANG)
    work = children.pop(ended, None)
    if work is not None:
        _log.error("process %d ended (%d); another takes its place", ended, status)
        time.sleep(1)  # so that one that can't begin doesn't begin a thousand times
        children[_started(work, reads, writes)] = work


def _started(work: Work, reads: int, writes: int) -> int:
    """Begin a child; a signal meanwhile waits until it is clear who is who."""
    waits = {signal.SIGINT, signal.SIGTERM, GIVE_WAY}
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, waits)
    child = os.fork()
    if not child:
        os.close(writes)
        _be_a_child(work, reads, usual)
    signal.pthread_sigmask(signal.SIG_SETMASK, usual)
    return child


def _be_a_child(work: Work, reads: int, usual: Mask) -> NoReturn:
    status = 1
    try:
        with stoppable():
            signal.signal(GIVE_WAY, signal.getsignal(signal.SIGTERM))  # unless the work has its own
            signal.pthread_sigmask(signal.SIG_SETMASK, usual)
            threading.Thread(target=_end_with_parent, args=(reads,), daemon=True).start()
            work()
        status = 0
    except Stopped:
        status = 0
    except Exception:  # noqa: BLE001 - whatever it was, it is logged and the process ends
        _log.exception("a process could not go on")
    finally:
        os._exit(status)


def _end_with_parent(reads: int) -> None:
    os.read(reads, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(begun: Iterable[int]) -> None:
    children = set(begun)
    for child in children:
        _tell(child, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while children and time.monotonic() < deadline:
        children -= {child for child in children if _is_gone(child)}
        time.sleep(0.02)
    for child in children:
        _tell(child, signal.SIGKILL)


def _tell(child: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended by itself, and been waited for
        os.kill(child, what)


def _is_gone(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] == child
    except ChildProcessError:
        return True
