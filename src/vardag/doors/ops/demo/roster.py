"""The demonstration's rosters, and the mornings on which the inbox was opened, around today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.roster.actions import note_opened, plan_week

_BACK, _AHEAD = 22, 25  # working days: a month either way
_NOBODY = "nobody"


@dataclass(frozen=True)
class RosterData:
    """A clinic's roster: who takes turns, and the days that are otherwise."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    clinic: str
    by: str
    in_turns: tuple[str, ...]
    but: Mapping[str, str] = field(default_factory=dict)  # day -> person, or nobody
    inbox_not_opened: tuple[str, ...] | None = None  # None: no mornings are told of


def read_rosters() -> tuple[RosterData, ...]:
    """Return the package's rosters."""
    text = (files("vardag") / "data/demonstration/roster.yaml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[RosterData, ...]).validate_python(YAML(typ="safe").load(text))


def plan_rosters(rosters: tuple[RosterData, ...], world: World, around: Around) -> None:
    """Plan each clinic's days through the same door as the page, and open its inbox each morning."""
    for data in rosters:
        days = _days(data, around)
        _plan(data, days, world, around)
        if data.inbox_not_opened is not None:
            _open(data, days, world, around)


def _days(data: RosterData, around: Around) -> dict[date, str]:
    numbers = range(-_BACK, _AHEAD + 1)
    days = [around.day(_phrase(number)) for number in numbers]
    turns = len(data.in_turns)
    planned = {day: data.in_turns[nth % turns] for nth, day in enumerate(days)}
    return planned | {around.day(phrase): name for phrase, name in data.but.items()}


def _phrase(number: int) -> str:
    return f"{-number} working days ago" if number < 0 else f"in {number} working days"


def _plan(data: RosterData, days: Mapping[date, str], world: World, around: Around) -> None:
    chosen: dict[date, PersonId | None] = {
        day: world.staff[name] for day, name in days.items() if name != _NOBODY
    }
    at = around.moment(f"{_BACK + 1} working days ago 09:10")
    by = world.staff_member(data.by, on=local_date(at))
    plan_week(clinic=world.clinics[data.clinic], chosen=chosen, seen={}, by=by, at=at)


def _open(data: RosterData, days: Mapping[date, str], world: World, around: Around) -> None:
    missed = {around.day(phrase) for phrase in data.inbox_not_opened or ()}
    for nth, (day, name) in enumerate(days.items()):
        if day > around.today or day in missed or not SWEDEN.is_working_day(day):
            continue
        at = min(datetime.combine(day, time(7, 40 + nth % 17), STOCKHOLM), around.now)
        by = world.staff_member(name, on=day)
        note_opened(clinic=world.clinics[data.clinic], by=by, at=at)
