"""Those who can be planned at a clinic: between which days they receive, and when they are away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import PersonId


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included; without a last, until further notice."""

    first: date
    last: date | None = None

    def has(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Receiver:
    """Somebody who receives a clinic's cases between some days, and is away between others."""

    id: PersonId
    is_nurse: bool = False
    receives: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()

    def receives_on(self, day: date) -> bool:
        return any(span.has(day) for span in self.receives)

    def absence_on(self, day: date) -> Span | None:
        """Return the absence that a day lies in, the longest if several; None if there is none."""
        held = [span for span in self.away if span.has(day)]
        return max(held, key=_ends, default=None)

    def is_there(self, day: date) -> bool:
        return self.receives_on(day) and self.absence_on(day) is None

    def left_before(self, day: date) -> date | None:
        """Return the last day on which the person received, if that was before ``day``."""
        begun = [span for span in self.receives if span.first < day]
        lasts = [span.last for span in begun if span.last is not None and span.last < day]
        return max(lasts, default=None) if len(lasts) == len(begun) else None


def _ends(span: Span) -> date:
    return span.last or date.max


@dataclass(frozen=True)
class Staffing:
    """A clinic as whoever plans it finds it on a local date.

    ``needs_nurse``: the clinic offers something that only a nurse may answer.
    """

    today: date
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    receivers: Mapping[PersonId, Receiver] = field(default_factory=dict)
    needs_nurse: bool = False

    def receiver(self, person: PersonId) -> Receiver:
        """Return somebody; who is nobody at the clinic receives there on no day."""
        return self.receivers.get(person, Receiver(person))

    def receiving(self, day: date) -> Iterable[Receiver]:
        """Return those who receive on a day, away or not."""
        return (each for each in self.receivers.values() if each.receives_on(day))

    def has_nurse(self, day: date) -> bool:
        return any(each.is_nurse and each.is_there(day) for each in self.receivers.values())
