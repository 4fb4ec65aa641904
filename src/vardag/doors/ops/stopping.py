"""Ending on Ctrl-C and on a service manager's word: at once, in order, and in any case soon.

The first signal raises ``Stopped`` in the main thread, so that every ``finally`` on the way out is
passed; those that follow are ignored, since a terminal and ``uv run`` both pass Ctrl-C on. A program
that is held up on its way out, in a database that doesn't answer say, is ended all the same.
"""

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

AT_THE_LATEST = 4.0  # seconds from the signal
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # what there is of them on this system


class Stopped(SystemExit):
    """Somebody has asked the program to end. Its code is what a shell expects of such an end."""


@contextmanager
def stoppable(*, at_the_latest: float | None = AT_THE_LATEST) -> Iterator[None]:
    """Let signals end what is done inside, by raising ``Stopped``; from then on they are ignored.

    :param at_the_latest: seconds after which the process ends, come what may; None for no such end,
        and no thread to watch for it
    """
    ending = _Ending()
    before = {number: signal.signal(number, ending.begin) for number in _signals()}
    watch = contextlib.nullcontext() if at_the_latest is None else _watched(at_the_latest)
    with watch:
        yield
    if ending.by is not None:
        raise Stopped(128 + ending.by)  # whoever was asked has ended by itself
    for number, handler in before.items():
        signal.signal(number, handler)


@dataclass
class _Ending:
    by: int | None = None

    def begin(self, number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG002 - so handlers look
        self.by = number
        for each in _signals():
            signal.signal(each, _pass)
        raise Stopped(128 + number)


def _pass(number: int, frame: FrameType | None) -> None:
    """Let a signal pass; told to ignore it, Python would complain of one already on its way."""


def _signals() -> list[signal.Signals]:
    """Return what ends us. ``nohup`` is heeded; that a script's background job ignores Ctrl-C is not."""
    found = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    return [each for each in found if not (each.name == "SIGHUP" and _is_ignored(each))]


def _is_ignored(number: signal.Signals) -> bool:
    return signal.getsignal(number) is signal.SIG_IGN


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Let a thread see the signal even while the main thread is held up outside Python."""
    heard, tells = socket.socketpair()
    tells.setblocking(False)  # noqa: FBT003
    signal.set_wakeup_fd(tells.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_end_soon, args=(heard, seconds), daemon=True).start()
    yield
    signal.set_wakeup_fd(-1)
    tells.close()


def _end_soon(heard: socket.socket, seconds: float) -> None:
    with heard:  # kept open meanwhile: more signals may come, and each is told of
        number = heard.recv(1)
        if number:
            time.sleep(seconds)
            print("still busy, and ended all the same", file=sys.stderr, flush=True)
            os._exit(128 + number[0])
