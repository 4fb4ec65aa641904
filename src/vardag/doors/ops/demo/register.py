"""What came to the demonstration's clinic by telephone: rows by hand of its register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.clock.deadline import local_date
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
    later = around.moment("today 07:50") if days else at
    entry = actions.add(
        register=here.register, form=here.form, clinic=clinic, typed=typed, by=by, at=later
    )
    if row.corrected:
        actions.correct(
            entry=entry,
            register=here.register,
            clinic=clinic,
            typed={**typed, **row.corrected},
            seen=1,
            by=by,
            at=at,
        )
    if row.struck:
        actions.strike(
            entry=entry,
            register=here.register,
            clinic=clinic,
            reason=row.struck,
            seen=1,
            by=by,
            at=at,
        )
