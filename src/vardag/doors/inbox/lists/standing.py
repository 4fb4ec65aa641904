"""Where a case stands in the list that it was opened from, as its address says it.

It says what gave the case its place there, which the reader has seen in the row, and nothing besides:
its dates, whether somebody has done something yet and who holds it, or the moment by which the list
stands.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import QueryDict

from vardag.domain.case.flags import Dates, dates_of, flags
from vardag.domain.case.state import Case, Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.inbox.lists.order import Day, Place, place_of
from vardag.doors.shared.ids import as_id
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.behind import Order, Stood

_NONE = "-"
_DATES = 4  # in the order of ``Dates``
_UNTOUCHED, _WAITING, _IN_HAND = "n", "w", "h"


@dataclass(frozen=True)
class Standing:
    """What gave a case its place in a list that shows first what needs somebody first."""

    dates: Dates
    counted: tuple[date, ...]
    state: str  # one of the letters above
    came: date
    holder: PersonId | None

    @property
    def status(self) -> str:
        return Status.AWAITING_RESIDENT if self.state == _WAITING else Status.ASSIGNED

    @property
    def is_untouched(self) -> bool:
        return self.state == _UNTOUCHED

    @property
    def response_due(self) -> date | None:
        return self.dates.response_due

    @property
    def follow_up(self) -> date | None:
        return self.dates.follow_up

    def place(self, case: CaseId, day: Day, gone: Mapping[PersonId, Gone]) -> Place:
        """Return the place of a case that stands so."""
        raised = flags(self.dates, today=day.today, holder_is_away=self.holder in gone)
        return place_of(self, case, self.dates.attention, next(iter(raised), None), day)


def standing(word: str, case: Case) -> str:
    """Return where a case stands in the list that a word names; empty if it doesn't stand there."""
    if (case.closed_at is not None) is not (_key(word) == "closed"):
        return ""
    if order_of(word) is not Order.URGENT:
        return case.received_at.isoformat()
    if case.closed_at is not None:
        return case.closed_at.isoformat()
    dates = dates_of(case)
    days = (dates.response_due, dates.follow_up, dates.waits_until, dates.handled_since)
    said = (*(_day(day) for day in days), _counted(case), f"{_state(case)}{_came(case)}")
    return ".".join((*said, str(case.holder or _NONE)))


def _day(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""


def _came(case: Case) -> str:
    return _day(local_date(case.received_at))


def _state(case: Case) -> str:
    if case.status is Status.AWAITING_RESIDENT:
        return _WAITING
    return _UNTOUCHED if case.is_untouched else _IN_HAND


def _counted(case: Case) -> str:
    """Return the days that were counted, each as how many days before the last it is."""
    due = case.response_due
    if due is None:
        return ""
    return "-".join(str((due.date - day.date).days) for day in due.days if day.counts)


def stood(word: str, case: CaseId, said: str) -> Stood | None:
    """Return what ``standing`` has said of a case in a list by moments; None of anything else."""
    if is_by_date(word):
        return None
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(said)
        # A moment that no database can hold, before its zone is taken off, overflows here.
        return Stood(case, at=at.astimezone(UTC)) if at.tzinfo else None
    return None


def stood_so(said: str) -> Standing | None:
    """Return what ``standing`` has said of a case in a list by dates; None of anything else."""
    parts = said.split(".")
    if len(parts) != _DATES + 3:
        return None
    with suppress(ValueError, OverflowError):
        days = [date.fromisoformat(part) if part else None for part in parts[:_DATES]]
        counted, how, holder = parts[_DATES:]
        return Standing(
            dates=Dates(*days),
            counted=_days_before(days[0], counted),
            state=how[:1],
            came=date.fromisoformat(how[1:]),
            holder=_person(holder),
        )
    return None


def _days_before(last: date | None, counted: str) -> tuple[date, ...]:
    if last is None or not counted:
        return ()
    return tuple(last - timedelta(days=int(each)) for each in counted.split("-"))


def is_by_date(word: str) -> bool:
    """Tell whether the list that a word names shows first what needs somebody first."""
    return order_of(word) is Order.URGENT and _key(word) != "closed"


def order_of(word: str) -> Order:
    """Return the order of the list that a word names; that of urgency if it says none that is known."""
    wanted = QueryDict(word.partition("?")[2]).get("order", "")
    return Order(wanted) if wanted in Order else Order.URGENT


def _key(word: str) -> str:
    return word.partition("?")[0]


def _person(text: str) -> PersonId | None:
    pk = as_id(text)
    return None if pk is None else PersonId(pk)
