"""How much somebody may ask for at a time, so that there is enough for the others (promise T15).

Wide enough for who works fast with several windows, each of which asks by itself for what is new, and
for a clinic of two hundred behind one network address. Narrow enough that no script takes the day from
others, goes through numbers of cases, or fills an inbox.
"""

from dataclasses import dataclass
from enum import StrEnum


class Asked(StrEnum):
    """What is counted."""

    ANYTHING = "anything"
    CHANGE = "change"  # a form that is sent, also a draft that saves itself
    HEAVY = (
        "heavy"  # what costs the machine much, or brings much with it: searches, files, printouts
    )
    FILE = "file"  # a file that is sent: each is looked into, whatever comes of it
    MISSED = "missed"  # what isn't there, or is others': who looks for numbers finds few
    SENT = "sent"  # a new case


@dataclass(frozen=True)
class Pace:
    """So many in so many seconds, by one person and from one network address; None: not counted."""

    seconds: int
    person: int
    network: int | None


PACES = {
    Asked.ANYTHING: Pace(seconds=60, person=400, network=6_000),
    Asked.CHANGE: Pace(seconds=60, person=150, network=3_000),
    Asked.HEAVY: Pace(seconds=60, person=60, network=1_200),
    # Looking into a file takes most of a second of a processor, as files are, and five at most.
    Asked.FILE: Pace(seconds=600, person=30, network=300),
    # Who isn't signed in finds nothing by looking, and a clinic's colleagues share an address.
    Asked.MISSED: Pace(seconds=600, person=60, network=None),
    Asked.SENT: Pace(seconds=3_600, person=20, network=None),
}


@dataclass(frozen=True)
class Window:
    """What one asker has asked for, in this stretch of time and in the one before it."""

    nth: int
    here: int = 0
    before: int = 0

    def at(self, nth: int) -> "Window":
        """Return the window as it is in a later stretch."""
        if nth == self.nth:
            return self
        return Window(nth, before=self.here if nth == self.nth + 1 else 0)

    def one_more(self) -> "Window":
        return Window(self.nth, self.here + 1, self.before)


def stretch(seconds: float, pace: Pace) -> int:
    """Return which stretch of time a moment lies in.

    :param seconds: since any beginning
    """
    return int(seconds // pace.seconds)


def wait(window: Window, most: int, seconds: float, pace: Pace) -> int:
    """Return for how many seconds to wait; 0 if it isn't too much yet.

    What was asked for in the stretch before counts as much as there is left of it within one length of
    time: so nobody gets twice as much by asking at the turn.
    """
    gone = seconds % pace.seconds / pace.seconds
    now = window.at(stretch(seconds, pace))
    if now.here + now.before * (1 - gone) < most:
        return 0
    return max(1, round(pace.seconds * (1 - gone)))
