"""Asking clamd: the bytes go over a connection, and one line comes back.

Only the very word of a clean file is one. Whatever else comes, or doesn't in time, is no verdict.
"""

import socket
import struct
import time
from pathlib import Path

from vardag.rooms.files.scanner import NoVerdict

_PIECE = 64 * 1024
_LONGEST_ANSWER = 4_096
_CLEAN = b"stream: OK"


class Clamd:
    """A clamd at a host and port, or behind a socket in the file system."""

    def __init__(self, where: tuple[str, int] | Path) -> None:
        self._where = where

    def finds(self, data: bytes, *, within: float) -> str:
        """Return what clamd calls the harm in these bytes; see ``rooms.files.scanner.Scanner``."""
        try:
            answer = self._ask(data, time.monotonic() + within)
        except OSError as wrong:
            raise NoVerdict(f"clamd doesn't answer: {wrong}") from wrong
        if answer == _CLEAN:
            return ""
        name = answer.removeprefix(b"stream: ").removesuffix(b" FOUND")
        if answer == b"stream: " + name + b" FOUND" and name:
            return name.decode("utf-8", "replace")[:200]
        raise NoVerdict(f"clamd answers {answer[:80]!r}")

    def _ask(self, data: bytes, until: float) -> bytes:
        with self._connected(until) as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), _PIECE):
                line.settimeout(_left(until))
                piece = data[at : at + _PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            return _answer(line, until)

    def _connected(self, until: float) -> socket.socket:
        if isinstance(self._where, tuple):
            return socket.create_connection(self._where, timeout=_left(until))
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(_left(until))
            line.connect(str(self._where))
        except OSError:
            line.close()
            raise
        return line


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    return left


def _answer(line: socket.socket, until: float) -> bytes:
    """Return the one line that comes back, which ends with a zero."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            raise ConnectionError("it hung up in the middle")
        answer += more
    return answer.removesuffix(b"\0")
