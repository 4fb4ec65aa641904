"""What came to the demonstration's clinic by telephone: rows by hand of its register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import TypedDict

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.routine.document import Register
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.registers import actions
from vardag.rooms.registers.queries import in_force

_DAYS = ("closed",)


@dataclass(frozen=True)
class RowData:
    """A row: who wrote it and when, and what became of it."""

    by: str
    at: str
    says: Mapping[str, str]
    corrected: Mapping[str, str] = field(default_factory=dict)
    struck: str = ""


class _OfIt(TypedDict):
    """What every act on a row is told."""

    register: Register
    clinic: ClinicId
    by: Staff
    at: datetime


@dataclass(frozen=True)
class RegisterData:
    __pydantic_config__ = ConfigDict(extra="forbid")

    clinic: str
    register: str
    rows: tuple[RowData, ...]


def read_register() -> RegisterData:
    """Return the package's rows by hand."""
    text = (files("vardag") / "data/demonstration/register.yaml").read_text(encoding="utf-8")
    return TypeAdapter(RegisterData).validate_python(YAML(typ="safe").load(text))


def write_register(data: RegisterData, world: World, around: Around) -> None:
    """Write every row, through the same door as the pages."""
    for row in data.rows:
        _write(row, data, world, around)


def _write(row: RowData, data: RegisterData, world: World, around: Around) -> None:
    at, clinic = around.moment(row.at), world.clinics[data.clinic]
    by = world.staff_member(row.by, on=local_date(at))
    here = in_force(data.register, by=by, clinic=clinic, on=around.today)
    days = {each: around.day(row.says[each]).isoformat() for each in _DAYS if each in row.says}
    typed = {"received": local_date(at).isoformat(), **row.says, **days}
    of_it: _OfIt = {"register": here.register, "clinic": clinic, "by": by, "at": at}
    if days:  # nothing is done before it is
        of_it["at"] = around.moment("today 07:50")
    entry = actions.add(form=here.form, typed=typed, **of_it)
    if row.corrected:
        actions.correct(entry=entry, typed={**typed, **row.corrected}, seen=1, **of_it)
    if row.struck:
        actions.strike(entry=entry, reason=row.struck, seen=1, **of_it)
