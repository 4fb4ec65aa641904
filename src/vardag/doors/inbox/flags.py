"""A flag in words, and the reason for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop, ngettext

from vardag.domain.case.flags import Flag
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import CaseId, PersonId
from vardag.domain.words import Language
from vardag.doors.inbox.reasons import why_in_a_row
from vardag.doors.shared.moments import language, near_date, short_date
from vardag.rooms.desks.queries import AtCase
from vardag.rooms.lists.around import Gone
from vardag.rooms.lists.listed import Listed

FLAGS = {
    Flag.OVERDUE: gettext_noop("Late"),
    Flag.DUE_TODAY: gettext_noop("Today"),
    Flag.FOLLOW_UP_DUE: gettext_noop("Follow-up has passed"),
    Flag.NO_ANSWER: gettext_noop("No answer from the resident"),
    Flag.HANDLED_NOT_CLOSED: gettext_noop("Done but not closed"),
    Flag.UNATTENDED: gettext_noop("The holder is away"),
}


@dataclass(frozen=True)
class Looking:
    """From where a list is looked at: the local date, the clinic's calendar, who is gone.

    ``at`` says of cases who else is at them now, and where the reader has a draft.
    ``way`` stands after a case's address and leads back to the list; ``more`` are columns of one's own.
    ``language`` is the reader's: words that many rows share are found once for each language.
    """

    today: date
    calendar: WorkingCalendar
    gone: Mapping[PersonId, Gone]
    at: Mapping[CaseId, AtCase] = field(default_factory=dict)
    way: str = ""
    more: tuple[str, ...] = ()
    language: Language = field(default_factory=language)
    _late: dict[date, str] = field(default_factory=dict)  # what was said of a date, for other rows

    def late(self, due: date) -> str:
        """Return by how many working days a date has passed."""
        if due not in self._late:
            self._late[due] = late_words(due, on=self.today, calendar=self.calendar)
        return self._late[due]


def flag_words(flag: Flag, case: Listed, look: Looking) -> str:
    """Return a flag's name, with how late it is where that is what matters."""
    if flag is Flag.OVERDUE and case.response_due:
        return look.late(case.response_due)
    return gettext(FLAGS[flag])


def late_words(due: date, *, on: date, calendar: WorkingCalendar) -> str:
    """Return by how many working days a date has passed; just that it has, over a weekend."""
    return _late(calendar.working_days_between(due, on), language())


@lru_cache(maxsize=1_000)
def _late(many: int, _: Language) -> str:
    if not many:
        return gettext("Late")
    words = ngettext("%(many)s working day late", "%(many)s working days late", many)
    return words % {"many": many}


def flag_reason(flag: Flag, case: Listed, look: Looking) -> str:
    """Return why a case has a flag, in one line."""
    match flag:
        case Flag.OVERDUE | Flag.DUE_TODAY:
            return _response(case, look)
        case Flag.FOLLOW_UP_DUE:
            return _asked(
                gettext("Until %(day)s: interim reply %(sent)s"), case.follow_up, case, look
            )
        case Flag.NO_ANSWER:
            return _asked(gettext("Until %(day)s: question %(sent)s"), case.waits_until, case, look)
        case Flag.HANDLED_NOT_CLOSED:
            return _handled(case, look)
        case Flag.UNATTENDED:
            return _away(case, look)


def _response(case: Listed, look: Looking) -> str:
    return _why_then(case.deadline, look.today, look.language) if case.deadline else ""


@lru_cache(maxsize=1_000)
def _why_then(deadline: Deadline, today: date, _: Language) -> str:
    return gettext("Response by %(day)s: %(why)s") % {
        "day": near_date(deadline.date, on=today),
        "why": why_in_a_row(deadline, on=today),
    }


def _asked(words: str, day: date | None, case: Listed, look: Looking) -> str:
    if day is None or case.asked_on is None:
        return ""
    sent = short_date(case.asked_on, on=look.today)
    return words % {"day": short_date(day, on=look.today), "sent": sent}


def _handled(case: Listed, look: Looking) -> str:
    if case.handled_since is None:
        return ""
    day = short_date(case.handled_since, on=look.today)
    return gettext("All steps done since %(day)s") % {"day": day}


def _away(case: Listed, look: Looking) -> str:
    gone = look.gone.get(case.holder, Gone()) if case.holder is not None else Gone()
    name = {"name": f"{case.holder_name} {case.holder_family_name}".strip()}
    if gone.left:
        return gettext("%(name)s no longer works with cases here") % name
    if gone.until is None:
        return gettext("%(name)s is away, nobody knows until when") % name
    day = short_date(gone.until, on=look.today)
    return gettext("%(name)s is away until %(day)s") % {**name, "day": day}
