"""What an import linter can't see of the rooms: tables that point at tables."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
OURS = "vardag."


def floors_of_rooms() -> dict[str, int]:
    """Return each room's floor, the lowest being 0, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = (
        contract["layers"]
        for contract in contracts["contracts"]
        if contract.get("containers") == ["vardag.rooms"]
    )
    return {
        room: floor
        for floor, layer in enumerate(reversed(layers))
        for room in re.findall(r"\w+", layer)
    }


FLOORS = floors_of_rooms()
TABLES = [table for table in apps.get_models() if table.__module__.startswith(OURS)]
POINTERS = [
    field
    for table in TABLES
    for field in table._meta.get_fields()
    if isinstance(field, models.ForeignKey | models.ManyToManyField)
]


def room_of(table: type[models.Model]) -> str:
    package, floor, room = table.__module__.split(".")[:3]
    assert (package, floor) == ("vardag", "rooms"), f"{table} is no room's: only rooms have tables"
    return room


def test_only_rooms_have_tables():
    assert {room_of(table) for table in TABLES} <= FLOORS.keys()


def goes_down(field):
    room, target = room_of(field.model), room_of(field.related_model)
    return room == target or FLOORS[target] < FLOORS[room]


def test_a_table_points_only_within_its_room_or_at_a_lower_one():
    assert POINTERS
    assert not [str(field) for field in POINTERS if not goes_down(field)]


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_table_is_named_for_a_row_and_says_what_that_is(table):
    assert table.__name__.endswith("Row")
    assert not (table.__doc__ or f"{table.__name__}(").startswith(f"{table.__name__}(")


def test_a_constraint_is_named_as_a_sentence():
    names = [constraint.name for table in TABLES for constraint in table._meta.constraints]

    assert not [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+){2,}", name)]


def test_a_migration_has_a_name_that_somebody_chose():
    migrations = (ROOT / "src/vardag/rooms").glob("*/migrations/0*.py")

    assert not [path for path in migrations if re.search(r"_auto_|_\d{8}|_and_more$", path.stem)]
