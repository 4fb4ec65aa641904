"""Where nothing is learned from which branches are taken, they are not counted: it takes its time."""

from collections.abc import Iterator
from contextlib import contextmanager

from coverage import Coverage


@contextmanager
def unmeasured() -> Iterator[None]:
    """Stop whatever measures coverage in this process, and let it go on afterwards."""
    paused = []
    while measuring := Coverage.current():  # a worker has one of its own and one of its start
        measuring.stop()
        paused.append(measuring)
    try:
        yield
    finally:
        for each in reversed(paused):
            each.start()
