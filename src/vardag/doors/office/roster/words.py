"""What is wrong with a roster, in words: one sentence for all days on which the same is wrong."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.duty.concerns import Concern, Kind
from vardag.domain.duty.opening import Missed
from vardag.domain.duty.plan import Left, Why
from vardag.domain.people.identity import PersonId
from vardag.doors.shared.moments import clock_time, listed, short_date

type Names = Mapping[PersonId, str]


@dataclass(frozen=True)
class Line:
    """A sentence on what is wrong; ``is_late`` where nobody would be on duty."""

    words: str
    is_late: bool = True


def ahead(concerns: Iterable[Concern], names: Names, services: list[str], on: date) -> list[Line]:
    """Return what is wrong in the weeks ahead, the same of several days said once."""
    groups: dict[tuple[Kind, PersonId | None, date | None], list[date]] = defaultdict(list)
    for each in concerns:
        groups[each.kind, each.person, each.until].append(each.day)
    lines = []
    for (kind, person, until), days in groups.items():
        about = _About(names.get(person, "") if person else "", until, services, on)
        when = listed([short_date(day, on=on) for day in days])
        words = f"{when[:1].upper()}{when[1:]}: {_AHEAD[kind](about)}."
        lines.append(Line(words, kind is not Kind.NO_NURSE))
    return lines


@dataclass(frozen=True)
class _About:
    name: str
    until: date | None
    services: list[str]
    on: date

    @property
    def last_day(self) -> str:
        return short_date(self.until, on=self.on) if self.until else ""


def _away(about: _About) -> str:
    if about.until is None:
        return gettext("%(name)s is away until further notice") % {"name": about.name}
    words = gettext("%(name)s is away up to and including %(day)s")
    return words % {"name": about.name, "day": about.last_day}


def _left(about: _About) -> str:
    words = gettext("%(name)s receives cases only up to and including %(day)s")
    return words % {"name": about.name, "day": about.last_day}


def _no_role(about: _About) -> str:
    return gettext("%(name)s doesn't receive cases here then") % {"name": about.name}


def _no_nurse(about: _About) -> str:
    words = gettext("no nurse is there, and only a nurse may answer %(services)s")
    return words % {"services": listed(about.services)}


_AHEAD: dict[Kind, Callable[[_About], str]] = {
    Kind.NOBODY: lambda _: gettext("nobody is 1177-responsible"),
    Kind.AWAY: _away,
    Kind.LEFT: _left,
    Kind.NO_ROLE: _no_role,
    Kind.NO_NURSE: _no_nurse,
}


def on_the_day(concern: Concern) -> Line:
    """Return what is wrong with a day, as it stands on the day itself."""
    words = {
        Kind.NOBODY: gettext("Nobody yet"),
        Kind.AWAY: gettext("Is away"),
        Kind.LEFT: gettext("Has left by then"),
        Kind.NO_ROLE: gettext("Doesn't receive cases then"),
        Kind.NO_NURSE: gettext("No nurse there"),
    }
    return Line(words[concern.kind], concern.kind is not Kind.NO_NURSE)


def left_empty(left: Iterable[Left], names: Names, on: date) -> list[str]:
    """Return the days that got nobody when a week was copied, each with why."""
    return [f"{short_date(each.day, on=on)} – {_why(each, names)}" for each in left]


def _why(left: Left, names: Names) -> str:
    name = names.get(left.person, "") if left.person else ""
    match left.why:
        case Why.DAY_OFF:
            return gettext(left.day_off)
        case Why.NOBODY_THERE:
            return gettext("nobody is planned on the day that was copied")
        case Why.AWAY:
            return gettext("%(name)s is away") % {"name": name}
        case Why.NOT_RECEIVING:
            return gettext("%(name)s doesn't receive cases here then") % {"name": name}


def missed(found: Iterable[Missed], on: date) -> list[str]:
    """Return the days on which nobody opened the inbox in time."""
    lines = []
    for each in found:
        words = gettext("nobody opened it")
        if each.opened_at:
            words = gettext("opened at %(time)s") % {"time": clock_time(each.opened_at)}
        lines.append(f"{short_date(each.day, on=on)}: {words}")
    return lines
