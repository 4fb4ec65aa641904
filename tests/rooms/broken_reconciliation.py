"""Rows of other systems' lists that the database itself refuses, for ``test_constraints``."""

from collections.abc import Callable

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.reconciliation.models import FindingRow, ListRow


def a_list(world: World, **columns: object) -> ListRow:
    said: dict[str, object] = {
        "clinic_id": world.clinics["outpatient"],
        "by_id": world.staff["nurse"],
        "at": MONDAY,
        "system": "melior",
    }
    return ListRow.objects.create(**{**said, **columns})


def a_finding(world: World, **columns: object) -> None:
    FindingRow.objects.create(list=a_list(world, cells=b"x"), verdict="unclear", **columns)


def a_compared_list_with_its_cells(world: World) -> None:
    a_list(world, compared_at=MONDAY, cells=b"x")


def a_chosen_list_without_cells(world: World) -> None:
    a_list(world)


TRIES_OF_RECONCILIATION: dict[str, tuple[Callable[[World], None], ...]] = {
    "a_compared_list_keeps_no_cells": (
        a_compared_list_with_its_cells,
        a_chosen_list_without_cells,
    ),
    "a_finding_is_seen_to_by_somebody_at_a_moment": (
        lambda world: a_finding(world, row=1, seen_at=MONDAY),
        lambda world: a_finding(world, row=1, seen_by_id=world.staff["nurse"]),
    ),
    "a_finding_is_of_a_row_or_of_a_case": (a_finding,),
}
