"""Days and moments as the demonstration's data says them: around today, whatever day that is.

    2 working days ago 16:40        yesterday 19:41        today 06:54        in 3 working days
    2 days ago or 1 working day ago 22:05                  the later of the two

Working days are counted from today, or, on a day when nobody works, from the next day when somebody
does: so what is owed a response "today" on a Monday is owed it on Monday when seen on a Sunday.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import STOCKHOLM, local_date

_DAY = timedelta(days=1)
_PHRASE = re.compile(
    r"(?P<word>today|yesterday)"
    r"|(?P<ago>\d+) (?P<ago_unit>working days?|days?) ago"
    r"|in (?P<ahead>\d+) (?P<ahead_unit>working days?|days?)"
)
_MORNING = 8 * 60  # minutes: what happens "today" has happened by eight o'clock


class UnclearPhrase(ValueError):
    """Words that name no day or moment."""


@dataclass(frozen=True)
class Around:
    """The moment around which everything is told."""

    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def working_today(self) -> date:
        """Today, or the next day when somebody works."""
        return _working_days_from(self.today - _DAY, 1)

    def day(self, phrase: str) -> date:
        """Return the day that a phrase names; the latest of those joined by "or".

        :raises UnclearPhrase: if it names none
        """
        return max(self._day(part.strip()) for part in phrase.split(" or "))

    def _day(self, phrase: str) -> date:
        found = _PHRASE.fullmatch(phrase)
        if found is None:
            raise UnclearPhrase(phrase)
        if found["word"]:
            return self.today - (_DAY if found["word"] == "yesterday" else timedelta())
        if found["ago"]:
            return self._counted(-int(found["ago"]), found["ago_unit"])
        return self._counted(int(found["ahead"]), found["ahead_unit"])

    def _counted(self, count: int, unit: str) -> date:
        if unit.startswith("day"):
            return self.today + count * _DAY
        return _working_days_from(self.working_today, count)

    def moment(self, phrase: str) -> datetime:
        """Return the moment that a phrase names, aware; never one that has not been yet.

        A demonstration that is made before eight in the morning draws the morning's moments together.

        :raises UnclearPhrase: if it names none
        """
        words, _, clock = phrase.rpartition(" ")
        try:
            at = time.fromisoformat(clock)
        except ValueError:
            raise UnclearPhrase(phrase) from None
        day = self.day(words)
        if day == self.today:
            return self._this_morning(at)
        return datetime.combine(day, at, STOCKHOLM)

    def _this_morning(self, at: time) -> datetime:
        local = self.now.astimezone(STOCKHOLM)
        passed = min(local.hour * 60 + local.minute, _MORNING)
        minutes = (at.hour * 60 + at.minute) * passed // _MORNING
        return datetime.combine(self.today, time(minutes // 60, minutes % 60), STOCKHOLM)


def _working_days_from(day: date, count: int) -> date:
    step = _DAY if count > 0 else -_DAY
    while count:
        day += step
        count -= (1 if count > 0 else -1) * SWEDEN.is_working_day(day)
    return day
