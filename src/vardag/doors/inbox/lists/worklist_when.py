"""By when a duty is to be done, and why, in the words of the worklist."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.case.flags import Dates, Flag, flags
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import Deadline, local_date
from vardag.doors.inbox.reasons import counted
from vardag.doors.shared.moments import short_date
from vardag.rooms.lists.duties import OpenCase, OpenPiece


@dataclass(frozen=True)
class When:
    """A date in words, with its reason. ``slipped``: it has passed; ``is_today``: it is up today."""

    words: str
    why: str
    slipped: bool = False
    is_today: bool = False


def when_of_piece(piece: OpenPiece, *, today: date, calendar: WorkingCalendar) -> When:
    """Return when a piece of work is to be followed up: five working days after it opened, say."""
    due = piece.due
    if due.date < today:
        return When(_over(due.date, today, calendar), _why(due, today), slipped=True)
    opened = _opened(due.since, today)
    if due.date == today:
        return When(gettext("Today"), opened, is_today=True)
    return When(short_date(due.date, on=today), opened)


def when_of_case(case: OpenCase, *, today: date, calendar: WorkingCalendar) -> When:
    """Return when an open case is to be seen to: the family's answer, or the follow-up of it."""
    dates, raised = case.dates, flags(case.dates, today=today)
    day = dates.response_due or dates.follow_up or dates.waits_until
    if raised[:1] == (Flag.HANDLED_NOT_CLOSED,):
        return When(gettext("Done but not closed"), _since(dates, today), slipped=True)
    if day is None:
        return When(_since(dates, today), "")
    if day < today:
        why = f"{short_date(day, on=today)}: {_answered(case, today)}"
        return When(_over(day, today, calendar), why, slipped=True)
    if day == today:
        return When(gettext("Today"), _answered(case, today), is_today=True)
    return When(short_date(day, on=today), _answered(case, today))


def _over(day: date, today: date, calendar: WorkingCalendar) -> str:
    many = calendar.working_days_between(day, today)
    if not many:
        return gettext("Past its date")
    return ngettext("%(many)s working day over", "%(many)s working days over", many) % {
        "many": many
    }


def _why(due: Deadline, today: date) -> str:
    """Say how the date came about: since when it was counted, how many days, and which not."""
    words = gettext("Until %(date)s: opened %(opened)s, %(days)s")
    return words % {
        "date": short_date(due.date, on=today),
        "opened": _day_and_month(due.since, today),
        "days": counted(due),
    }


def _opened(day: date, today: date) -> str:
    if day == today:
        return gettext("opened today")
    return gettext("opened %(date)s") % {"date": _day_and_month(day, today)}


def _day_and_month(day: date, today: date) -> str:
    """Return a date without its weekday, for the grey words after another date."""
    return short_date(day, on=today).partition(" ")[2]


def _since(dates: Dates, today: date) -> str:
    if dates.handled_since is None:
        return ""
    return gettext("since %(date)s") % {"date": short_date(dates.handled_since, on=today)}


def _answered(case: OpenCase, today: date) -> str:
    """Say what the date is about: the family waits for word, or has had it."""
    if case.dates.response_due is not None:
        return gettext("the family awaits a response")
    if case.responded_at is None:
        return ""
    day = local_date(case.responded_at)
    if day == today:
        return gettext("response given today")
    return gettext("response given %(date)s") % {"date": _day_and_month(day, today)}
