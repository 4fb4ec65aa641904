"""How far a long command is, on a terminal; nothing where nobody looks."""

import sys
import time

_EVERY = 0.2  # seconds
_MEGABYTE = 1_000_000


class Progress:
    """A line that is written over: what is done now, and how much of it."""

    def __init__(self) -> None:
        self.is_seen = sys.stderr.isatty()
        self.what, self.total, self.done, self.said_at = "", 0, 0, 0.0

    def begin(self, what: str, total: int = 0) -> None:
        """:param total: bytes; 0 if that isn't known"""
        self.what, self.total, self.done, self.said_at = what, total, 0, 0.0
        self._say()

    def add(self, many: int) -> None:
        self.done += many
        if time.monotonic() - self.said_at >= _EVERY:
            self._say()

    def end(self) -> None:
        """Leave an empty line for what is said next."""
        if self.is_seen:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _say(self) -> None:
        if not self.is_seen:
            return
        self.said_at = time.monotonic()
        share = f" {min(100, 100 * self.done // self.total)} %" if self.total else ""
        sys.stderr.write(f"\r\x1b[K{self.what}:{share} {self.done // _MEGABYTE} MB")
        sys.stderr.flush()
