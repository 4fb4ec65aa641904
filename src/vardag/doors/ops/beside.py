"""Work beside the pages: a thread that lasts as long as a block, and what it waits by."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
