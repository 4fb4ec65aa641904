"""What came to the demonstration's clinics by telephone, and went by post: rows by hand of registers."""

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
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers import actions
from vardag.rooms.registers.queries import kept_by_hand

_DAYS = ("closed",)
_FILES = ("register.yaml", "post.yaml")


@dataclass(frozen=True)
class RowData:
    """A row: who wrote it and when, and what became of it."""

    by: str
    at: str
    says: Mapping[str, str]
    about: str = ""  # a resident, whose personal number the row has
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


def read_registers() -> tuple[RegisterData, ...]:
    """Return the package's rows by hand."""
    folder = files("vardag") / "data/demonstration"
    texts = ((folder / name).read_text(encoding="utf-8") for name in _FILES)
    read = TypeAdapter(RegisterData).validate_python
    return tuple(read(YAML(typ="safe").load(text)) for text in texts)


def write_registers(world: World, around: Around) -> None:
    """Write every row, through the same door as the pages."""
    for data in read_registers():
        for row in data.rows:
            _write(row, data, world, around)


def _write(row: RowData, data: RegisterData, world: World, around: Around) -> None:
    at, clinic = around.moment(row.at), world.clinics[data.clinic]
    by = world.staff_member(row.by, on=local_date(at))
    here = kept_by_hand(data.register, by=by, clinic=clinic, on=around.today)
    days = {each: around.day(row.says[each]).isoformat() for each in _DAYS if each in row.says}
    typed = {"received": local_date(at).isoformat(), **row.says, **days, **_about(row, world)}
    of_it: _OfIt = {"register": here.register, "clinic": clinic, "by": by, "at": at}
    if days:  # nothing is done before it is
        of_it["at"] = around.moment("today 07:50")
    entry = actions.add(form=here.form, typed=typed, **of_it)
    if row.corrected:
        actions.correct(entry=entry, typed={**typed, **row.corrected}, seen=1, **of_it)
    if row.struck:
        actions.strike(entry=entry, reason=row.struck, seen=1, **of_it)


def _about(row: RowData, world: World) -> dict[str, str]:
    if not row.about:
        return {}
    person = PersonRow.objects.get(pk=world.residents[row.about])
    return {"patient": person.name, "personal_number": person.personal_number or ""}
