"""The date card: by when something is owed, a strip of the days, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.events import CounterQuestionAsked, InterimReplySent
from vardag.domain.case.flags import Flag, dates_of, flags
from vardag.domain.case.posting import sent_by
from vardag.domain.clock.calendar import Day
from vardag.domain.clock.deadline import Deadline, local_date
from vardag.doors.inbox.case.after_closing import AfterClosing, after_closing
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.flags import FLAGS, late_words
from vardag.doors.inbox.reasons import counted, why
from vardag.doors.shared.moments import short_date, short_day

_LONGEST_STRIP = 14  # days; more would be too small to read


@dataclass(frozen=True)
class StripDay:
    """A day of the strip: ``received``, ``counted``, ``off`` or ``last``."""

    state: str
    name: str
    number: int


@dataclass(frozen=True)
class DueCard:
    """What is owed by when. ``lines`` say what else has slipped or stands."""

    heading: str
    is_late: bool = False
    days: tuple[StripDay, ...] = ()
    why: str = ""
    lines: tuple[str, ...] = ()
    work: AfterClosing | None = None  # what goes on although the case is closed
    was_sent: bool = False  # something of it stands in the post register


def due_card(desk: Desk) -> DueCard:
    """Return the date that comes first, with its reason, and lines for what else there is."""
    case = desk.case
    if case.closed_at is not None:
        day = short_date(local_date(case.closed_at), on=desk.today)
        return DueCard(
            gettext("Closed %(day)s") % {"day": day},
            work=after_closing(desk),
            was_sent=any(sent_by(case, entry.event) for entry in desk.full.entries),
        )
    raised = _flags(desk)
    if case.response_due is not None:
        return _response(desk, case.response_due, raised)
    if case.waits_until is not None:
        return _waiting(desk, case.waits_until, raised)
    if case.follow_up is not None:
        return _follow_up(desk, case.follow_up, raised)
    return DueCard(
        gettext("No date"),
        why=gettext("A response is given, and nothing is waited for."),
        lines=_lines(desk, raised, ()),
    )


def _flags(desk: Desk) -> tuple[Flag, ...]:
    is_away = desk.case.holder is not None and not desk.around.holder_is_present
    return flags(dates_of(desk.case), today=desk.today, holder_is_away=is_away)


def _response(desk: Desk, due: Deadline, raised: tuple[Flag, ...]) -> DueCard:
    day = short_date(due.date, on=desk.today)
    if due.date < desk.today:
        late = late_words(due.date, on=desk.today, calendar=desk.around.own.calendar)
        heading = gettext("%(late)s: respond by %(day)s") % {"late": late, "day": day}
    elif due.date == desk.today:
        heading = gettext("Respond by today, %(day)s") % {"day": day}
    else:
        heading = gettext("Respond by %(day)s") % {"day": day}
    reason = why(due, on=desk.today)
    return DueCard(
        heading,
        is_late=due.date <= desk.today,
        days=tuple(_strip(due)),
        why=f"{reason[:1].upper()}{reason[1:]}.",
        lines=_lines(desk, raised, (Flag.OVERDUE, Flag.DUE_TODAY)),
    )


def _waiting(desk: Desk, until: date, raised: tuple[Flag, ...]) -> DueCard:
    day = short_date(until, on=desk.today)
    passed = until < desk.today
    words = (
        gettext("No answer by %(day)s")
        if passed
        else gettext("Waiting for an answer until %(day)s")
    )
    question = _last(desk, CounterQuestionAsked)
    deadline = question.waits_until if isinstance(question, CounterQuestionAsked) else None
    return DueCard(
        words % {"day": day},
        is_late=passed,
        why=_counted(desk, deadline, gettext("The question was asked %(day)s; %(counted)s.")),
        lines=_lines(desk, raised, (Flag.NO_ANSWER,)),
    )


def _follow_up(desk: Desk, until: date, raised: tuple[Flag, ...]) -> DueCard:
    day = short_date(until, on=desk.today)
    passed = until < desk.today
    words = gettext("Follow-up passed on %(day)s") if passed else gettext("Follow up by %(day)s")
    told = _last(desk, InterimReplySent)
    deadline = told.follow_up if isinstance(told, InterimReplySent) else None
    return DueCard(
        words % {"day": day},
        is_late=passed,
        why=_counted(desk, deadline, gettext("The interim reply was sent %(day)s; %(counted)s.")),
        lines=_lines(desk, raised, (Flag.FOLLOW_UP_DUE,)),
    )


def _last(desk: Desk, kind: type[InterimReplySent | CounterQuestionAsked]) -> object:
    events = (entry.event for entry in reversed(desk.full.entries))
    return next((event for event in events if isinstance(event, kind)), None)


def _counted(desk: Desk, deadline: Deadline | None, words: str) -> str:
    if deadline is None:
        return ""
    since = short_date(deadline.since, on=desk.today)
    return words % {"day": since, "counted": counted(deadline)}


def _strip(due: Deadline) -> Iterator[StripDay]:
    if len(due.days) >= _LONGEST_STRIP:
        return
    yield _day("received", due.since)
    for day in due.days:
        yield _day(_state(day, due), day.date)


def _state(day: Day, due: Deadline) -> str:
    if day.date == due.date:
        return "last"
    return "counted" if day.counts else "off"


def _day(state: str, day: date) -> StripDay:
    return StripDay(state, short_day(day), day.day)


def _lines(desk: Desk, raised: tuple[Flag, ...], told: tuple[Flag, ...]) -> tuple[str, ...]:
    """Return the flags that the heading doesn't say, each in a line."""
    return tuple(_line(desk, flag) for flag in raised if flag not in told)


def _line(desk: Desk, flag: Flag) -> str:
    if flag is Flag.HANDLED_NOT_CLOSED and desk.case.handled_since is not None:
        day = short_date(desk.case.handled_since, on=desk.today)
        return gettext("Done but not closed: all steps are done since %(day)s.") % {"day": day}
    if flag is Flag.UNATTENDED and desk.case.holder is not None:
        name = desk.name_of(desk.case.holder)
        return gettext("The holder is away: assign what %(name)s holds.") % {"name": name}
    return f"{gettext(FLAGS[flag])}."
