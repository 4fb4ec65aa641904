"""How often the demonstration's families were shown shortcuts, and followed them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.measures.shortcuts import Use, months_until
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.shortcuts.actions import count


@dataclass(frozen=True)
class UsesData:
    """How often a shortcut was used in each month, the last being this one."""

    service: str
    shown: tuple[int, ...]
    followed: tuple[int, ...]


@dataclass(frozen=True)
class ShortcutsData:
    __pydantic_config__ = ConfigDict(extra="forbid")

    clinic: str
    months: tuple[UsesData, ...]


def read_shortcuts() -> ShortcutsData:
    """Return the package's numbers."""
    text = (files("vardag") / "data/demonstration/shortcuts.yaml").read_text(encoding="utf-8")
    return TypeAdapter(ShortcutsData).validate_python(YAML(typ="safe").load(text))


def count_shortcuts(data: ShortcutsData, world: World, around: Around) -> None:
    """Count each use on a day of its month, through the same door as the pages."""
    clinic = world.clinics[data.clinic]
    for each in data.months:
        for use, many in ((Use.SHOWN, each.shown), (Use.FOLLOWED, each.followed)):
            for day in _days(many, until=around.today):
                count(clinic=clinic, service=each.service, use=use, on=day)


def _days(many: Sequence[int], *, until: date) -> Iterator[date]:
    """Yield a day for each use, spread over its month as far as it has come."""
    months = months_until(until, len(many))
    for first, uses in zip(months, reversed(many), strict=True):
        last = min(until, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
        days = (last - first).days + 1
        yield from (first + timedelta(days=nth * days // uses) for nth in range(uses))
