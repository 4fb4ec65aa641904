"""Under what an act is decided: by whom, when, by which routine and calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import Deadline, deadline, local_date
from vardag.domain.people.identity import PersonId, Staff
from vardag.domain.routine.document import Routine, StandardReply


@dataclass(frozen=True)
class Circumstances:
    """Under what an act is decided: who acts, when (aware), by which routine and calendar.

    ``links`` are the clinic's addresses by key, and ``own_replies`` its own standard replies.
    ``colleagues`` are those whom the act is about, as they are today.
    ``systems`` are those to which the clinic has a line, and ``in_vain`` the steps and pieces of work
    that one was told of and that never came through.
    """

    by: Staff
    at: datetime
    routine: Routine
    calendar: WorkingCalendar
    links: Mapping[str, str] = field(default_factory=dict)
    own_replies: Mapping[str, StandardReply] = field(default_factory=dict)
    colleagues: Mapping[PersonId, Staff] = field(default_factory=dict)
    systems: frozenset[str] = frozenset()
    in_vain: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        return local_date(self.at)

    def in_working_days(self, count: int) -> Deadline:
        return deadline(self.today, working_days=count, calendar=self.calendar)
