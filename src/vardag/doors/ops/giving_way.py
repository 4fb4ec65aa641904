"""Giving way to another version without losing a request.

Asked by ``GIVE_WAY``, the process that a service manager knows becomes the new version (``exec``), with
the socket that it listens on and the children that it has. The new version begins children of its own on
that socket and asks the old ones to leave; they answer what has come to them, and end. Connections that
nobody has taken yet wait in the socket.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from socket import socket
from typing import NoReturn

GIVE_WAY = getattr(
    signal, "SIGUSR2", signal.SIGTERM
)  # there is none on Windows, nor ``exec`` as here
_HANDED = "VARDAG_HANDED_OVER"  # from one version to the next, and set by nobody else
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Before:
    """What was there before: children that are to leave, and the pipes by whose end they would end."""

    children: tuple[int, ...] = ()
    pipes: tuple[int, ...] = ()


type GiveWay = Callable[[Before], None]


def not_yet() -> None:
    """Let the signal wait until there is somebody to give way: its usual effect is to end us."""
    if hasattr(signal, "SIGUSR2"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {GIVE_WAY})


def heard_to_give_way() -> threading.Event:
    """Return what is set when the signal comes."""
    heard = threading.Event()
    signal.signal(GIVE_WAY, lambda *_: heard.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {GIVE_WAY})
    return heard


def when_to_leave(leave: Callable[[], None]) -> None:
    """Have a child leave at the signal; outside a main thread nobody is asked to."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and hasattr(signal, "SIGUSR2"):
        signal.signal(GIVE_WAY, lambda *_: leave())


def handed_over() -> tuple[socket, Before] | None:
    """Return the socket and the children of the version before; None for one that begins by itself."""
    told = os.environ.pop(_HANDED, "")
    if not told:
        return None
    fd, children, pipes = (tuple(map(int, part.split())) for part in told.split(","))
    listener = socket(fileno=fd[0])
    for each in (*fd, *pipes):
        os.set_inheritable(each, False)  # noqa: FBT003 - Python's own way
    return listener, Before(children, pipes)


def give_way(listener: socket, before: Before) -> None:
    """Become the version that is there now; return, with a line in the log, if it couldn't serve."""
    command = _command()
    asked = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    if asked.returncode:
        _log.error("asked to give way, and goes on: %s", asked.stderr.strip() or "no word of why")
        return
    _log.info("giving way to the version that is there now")
    _become(command, listener, before)


def _become(command: list[str], listener: socket, before: Before) -> NoReturn:
    handed = [(listener.fileno(),), before.children, before.pipes]
    os.environ[_HANDED] = ",".join(" ".join(map(str, part)) for part in handed)
    for each in (listener.fileno(), *before.pipes):
        os.set_inheritable(each, True)  # noqa: FBT003 - Python's own way
    not_yet()  # which lasts over ``exec``
    sys.stdout.flush()
    sys.stderr.flush()
    os.execvp(command[0], command)  # noqa: S606 - the command that began us


def _command() -> list[str]:
    """Return the command by which we were begun.

    A program of a file names the Python in its first line, which is another one after an upgrade: it is
    asked by its own name, which may be a link that now leads elsewhere.
    """
    if os.access(sys.argv[0], os.X_OK) and sys.argv[0] in sys.orig_argv:
        return list(sys.argv)
    return list(sys.orig_argv)
