"""The roster as it stands on the page: weeks with their days, what is wrong, who is away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from vardag.domain.duty.concerns import Concern, concerns_ahead
from vardag.domain.duty.plan import MOST_WEEKS, Days
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import PersonId
from vardag.doors.office.roster import words
from vardag.doors.office.roster.words import Line
from vardag.doors.shared.moments import short_date
from vardag.rooms.roster.queries import Roster

WEEKS = 5  # on a page


@dataclass(frozen=True)
class Option:
    """Somebody who can be chosen for a day."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """A weekday: who is responsible, or why the clinic doesn't work."""

    key: str  # 2026-12-01
    words: str  # tis 1 december
    off: str
    name: str
    seen: int | str
    options: tuple[Option, ...] = ()  # none where it can't be changed
    is_today: bool = False
    is_past: bool = False
    wrong: tuple[Line, ...] = ()
    error: str = ""
    stands_now: str = ""  # whom somebody else planned meanwhile


@dataclass(frozen=True)
class WeekRow:
    """A week with its five days."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    is_current: bool
    can_change: bool
    can_copy: bool


@dataclass(frozen=True)
class Tried:
    """What somebody chose that isn't saved, and what was in the way: given back as it was chosen."""

    days: Days
    seen: Days
    errors: Mapping[str, str] = field(default_factory=dict)  # by date


@dataclass(frozen=True)
class View:
    """How the roster is looked at: from which week, by whom, with what tried."""

    start: Week
    may_plan: bool
    services: list[str]  # that only a nurse may answer
    tried: Tried | None = None


@dataclass(frozen=True)
class RosterPage:
    """All that the page shows of the weeks."""

    weeks: tuple[WeekRow, ...]
    wrong: tuple[Line, ...]
    may_plan: bool
    start: str
    earlier_url: str
    later_url: str
    this_week_url: str
    swap_days: tuple[tuple[str, str], ...]
    most_weeks: int = MOST_WEEKS


def roster_page(roster: Roster, view: View) -> RosterPage:
    """Return the page of the weeks from one on."""
    today = roster.staffing.today
    concerns = concerns_ahead(roster.plan, roster.staffing)
    weeks = [_week(view.start.plus(number), roster, view, concerns) for number in range(WEEKS)]
    return RosterPage(
        weeks=tuple(weeks),
        wrong=tuple(words.ahead(concerns, roster.names, view.services, today)),
        may_plan=view.may_plan,
        start=view.start.key,
        earlier_url=url_of(view.start.plus(-WEEKS)),
        later_url=url_of(view.start.plus(WEEKS)),
        this_week_url="" if view.start == Week.of(today) else reverse("office:roster"),
        swap_days=tuple(_swap_days(weeks)),
    )


def url_of(start: Week) -> str:
    return f"{reverse('office:roster')}?from={start.key}"


def _week(week: Week, roster: Roster, view: View, concerns: Iterable[Concern]) -> WeekRow:
    wrong = [each for each in concerns if each.day in week.days]
    cells = tuple(_cell(day, roster, view, wrong) for day in week.days[:5])
    name = gettext("week %(number)s") % {"number": week.number}
    return WeekRow(
        key=week.key,
        name=name,
        cells=cells,
        is_current=roster.staffing.today in week.days,
        can_change=any(cell.options for cell in cells),
        can_copy=view.may_plan and any(cell.name for cell in cells),
    )


def _cell(day: date, roster: Roster, view: View, concerns: Iterable[Concern]) -> Cell:
    staffing, person = roster.staffing, roster.plan.get(day)
    off = staffing.calendar.day(day).why_not
    is_past = day < staffing.today
    tried = view.tried if view.tried and day in view.tried.days else None
    # A day off on which somebody is planned can still be emptied.
    can_change = view.may_plan and not is_past and (not off or person is not None)
    return Cell(
        key=day.isoformat(),
        words=short_date(day, on=staffing.today),
        off=gettext(off) if off else "",
        name=_name(person, roster),
        seen=person or "",
        options=_options(day, roster, tried) if can_change else (),
        is_today=day == staffing.today,
        is_past=is_past,
        wrong=tuple(words.on_the_day(each) for each in concerns if each.day == day),
        error=tried.errors.get(day.isoformat(), "") if tried else "",
        stands_now=_stands_now(day, roster, tried),
    )


def _name(person: PersonId | None, roster: Roster) -> str:
    return roster.names.get(person, "") if person is not None else ""


def _options(day: date, roster: Roster, tried: Tried | None) -> tuple[Option, ...]:
    planned = roster.plan.get(day)
    chosen = tried.days[day] if tried else planned
    can = {each.id for each in roster.staffing.receiving(day)}
    if roster.staffing.calendar.day(day).why_not:
        can = set()
    kept = {each for each in (planned, chosen) if each in roster.people}
    names = sorted((_label(each, day, roster), each) for each in can | kept)
    return tuple(Option(each, label, each == chosen) for label, each in names)


def _label(person: PersonId, day: date, roster: Roster) -> str:
    """Return a name, and whether somebody isn't there that day."""
    name, receiver = _name(person, roster), roster.staffing.receiver(person)
    if not receiver.receives_on(day):
        return gettext("%(name)s (doesn't receive cases)") % {"name": name}
    return gettext("%(name)s (away)") % {"name": name} if receiver.absence_on(day) else name


def _stands_now(day: date, roster: Roster, tried: Tried | None) -> str:
    now = roster.plan.get(day)
    if tried is None or tried.seen.get(day) == now:
        return ""
    name = _name(now, roster) or gettext("nobody")
    return gettext("Somebody else has chosen: %(name)s") % {"name": name}


def _swap_days(weeks: Iterable[WeekRow]) -> Iterable[tuple[str, str]]:
    """Yield the days that can be swapped: a value that says who stands there, and words."""
    for week in weeks:
        for cell in week.cells:
            if cell.options and not cell.off:
                name = cell.name or gettext("nobody")
                yield f"{cell.key}:{cell.seen}", f"{cell.words}: {name}"
