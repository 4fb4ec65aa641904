"""The clock of a demonstration of an earlier day: it starts at eight on a Monday, and goes on.

How far it is behind is kept beside the data, so that a demonstration that is started anew goes on too.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import STOCKHOLM

_EIGHT = time(8)
_WEEKEND = timedelta(days=3)  # from the Monday back to the Friday


def monday_before(at: datetime) -> datetime:
    """Return eight o'clock, local time, on the last working Monday after a working Friday.

    :param at: aware
    """
    day = at.astimezone(STOCKHOLM).date()
    while True:
        begins = datetime.combine(day, _EIGHT, STOCKHOLM)
        works = SWEDEN.is_working_day(day) and SWEDEN.is_working_day(day - _WEEKEND)
        if day.weekday() == 0 and works and begins <= at:
            return begins
        day -= timedelta(days=1)


class NoMonday(ValueError):
    """The data that is there was made for another day."""


@dataclass(frozen=True)
class Behind:
    """How far a folder's clock is behind, in whole seconds; None where it is any clock."""

    path: Path

    def chosen(self, at: datetime, *, monday: bool, is_made: bool) -> int | None:
        """Return how far the clock shall be behind: as the data was made, if it is made already.

        :raises NoMonday: if a Monday is asked for, and the data that is there isn't one's
        """
        if not is_made:
            return self.seconds_to(monday_before(at), at) if monday else None
        kept = int(self.path.read_text(encoding="ascii")) if self.path.exists() else None
        if monday and kept is None:
            raise NoMonday
        return kept

    @staticmethod
    def seconds_to(then: datetime, at: datetime) -> int:
        return int((at - then).total_seconds())

    def keep(self, seconds: int | None) -> None:
        """Write it down, before the data is made."""
        if seconds is None:
            self.path.unlink(missing_ok=True)
        else:
            self.path.write_text(str(seconds), encoding="ascii")
