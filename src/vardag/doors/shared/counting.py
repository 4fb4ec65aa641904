"""How many requests were answered, and how long that took: by route, and of nobody.

Counted in the memory of each process that serves, which puts its numbers into a file of its own now and
then; ``vardag metrics`` adds the files up. A process that is killed may keep its last seconds to itself.
"""

import contextlib
import json
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

UP_TO = (
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    10.0,
)  # seconds: in how many of these a request was answered
_EVERY = 10.0  # seconds between two times that they are put into the file
_KEPT = timedelta(days=7)  # the file of a process that has ended

type Key = tuple[str, str, str]  # the route by its name, the method, the kind of status: 2xx


@dataclass
class Counted:
    """The answers of one kind: how many, for how long in all, and how many within each of ``UP_TO``."""

    many: int = 0
    seconds: float = 0.0
    within: list[int] = field(default_factory=lambda: [0] * len(UP_TO))

    def add(self, other: "Counted") -> None:
        self.many += other.many
        self.seconds += other.seconds
        self.within = [one + two for one, two in zip(self.within, other.within, strict=True)]


@dataclass
class _Counting:
    file: Path
    counted: defaultdict[Key, Counted] = field(default_factory=lambda: defaultdict(Counted))
    put_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_own: _Counting | None = None


def begin(folder: Path) -> None:
    """Count in this process from now on; without it, as in a command, nothing is counted."""
    global _own  # noqa: PLW0603 - one for the process, as its name says
    folder.mkdir(exist_ok=True)
    _own = _Counting(folder / f"{os.getpid()}-{uuid4().hex[:8]}.json")


def note(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer.

    :param route: by its name; an address may hold what somebody wrote
    """
    if _own is None:
        return
    within = [int(seconds <= each) for each in UP_TO]
    with _own.lock:
        _own.counted[route, method, f"{status // 100}xx"].add(Counted(1, seconds, within))
        if time.monotonic() - _own.put_at >= _EVERY:
            _own.put_at = time.monotonic()
            with contextlib.suppress(OSError):  # a full disk must not cost anybody a page
                _put(_own)


def _put(own: _Counting) -> None:
    rows = [[*key, each.many, each.seconds, each.within] for key, each in own.counted.items()]
    unfinished = own.file.with_suffix(".new")
    unfinished.write_text(json.dumps(rows), encoding="utf-8")
    unfinished.replace(own.file)


def read(folder: Path, *, at: datetime) -> dict[Key, Counted]:
    """Return what all processes have counted; a file of long ago is removed.

    :param at: aware
    """
    total: defaultdict[Key, Counted] = defaultdict(Counted)
    for file in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError):  # it has gone, or isn't one of ours
            if at.timestamp() - file.stat().st_mtime > _KEPT.total_seconds():
                file.unlink()
                continue
            for key, each in _rows(file):
                total[key].add(each)
    return dict(sorted(total.items()))


def _rows(file: Path) -> Iterator[tuple[Key, Counted]]:
    for route, method, status, many, seconds, within in json.loads(file.read_text("utf-8")):
        yield (route, method, status), Counted(many, seconds, within)
