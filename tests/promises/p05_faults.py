"""Mistakes with time that a process of its own plants in itself (see ``p05_watch``)."""

import time
from datetime import datetime, timedelta

import pytest

from tests.promises.planting import everywhere
from vardag.doors.shared import moments


def the_clock_is_read_once() -> None:
    """Count on from the moment at which the process began, by a stopwatch."""
    began, stopwatch = moments.now(), time.monotonic()

    def fault() -> datetime:
        return began + timedelta(seconds=time.monotonic() - stopwatch)

    everywhere(pytest.MonkeyPatch(), moments.now, fault)


def the_clock_never_goes_back() -> None:
    """Take the latest moment that was ever seen for now, as if clocks were never set right."""
    as_it_is, seen = moments.now, [moments.now()]

    def fault() -> datetime:
        seen.append(max(seen[-1], as_it_is()))
        return seen[-1]

    everywhere(pytest.MonkeyPatch(), moments.now, fault)
