"""Rows of registers that the database itself refuses, for ``test_constraints``."""

from collections.abc import Callable
from datetime import date

from tests.build import MONDAY
from tests.rooms.doing import sent
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.registers.models import EntryRow, ImportRow, VersionRow


def an_entry(world: World, **columns: object) -> EntryRow:
    said: dict[str, object] = {
        "register": "prescription-requests",
        "clinic_id": world.clinics["outpatient"],
        "received_date": date(2026, 9, 7),
        "patient": "Ada Ek",
        "said": {},
        "is_done": False,
        "sought": "",
        "fingerprint": "a",
    }
    return EntryRow.objects.create(**{**said, **columns})


def a_version(world: World, **columns: object) -> None:
    said: dict[str, object] = {
        "entry": EntryRow.objects.first() or an_entry(world),
        "number": 1,
        "act": "wrote",
        "said": {},
        "by_id": world.staff["nurse"],
        "at": MONDAY,
    }
    VersionRow.objects.create(**{**said, **columns})


def a_row_of_a_workbook_twice(world: World) -> None:
    for _ in range(2):
        an_entry(world, imported_as="a")


def a_row_about_nobody(world: World) -> None:
    an_entry(world, patient="")


def the_same_version_twice(world: World) -> None:
    for _ in range(2):
        a_version(world)


def struck_out_for_nothing(world: World) -> None:
    a_version(world, act="struck")


def a_dispatch(world: World, **columns: object) -> None:
    said: dict[str, object] = {
        "case_id": sent(world),
        "number": 1,
        "place": 0,
        "clinic_id": world.clinics["outpatient"],
        "sent_date": date(2026, 9, 7),
        "destination": "home",
        "exemplar": "copy",
        "way": "post",
        "by_id": world.staff["nurse"],
    }
    DispatchRow.objects.create(**{**said, **columns})


def the_same_dispatch_twice(world: World) -> None:
    case = sent(world)
    for _ in range(2):
        a_dispatch(world, case_id=case)


def sent_to_nobody(world: World) -> None:
    a_dispatch(world, destination="nowhere")


def neither_original_nor_copy(world: World) -> None:
    a_dispatch(world, exemplar="draft")


def an_import(world: World, **columns: object) -> None:
    ImportRow.objects.create(
        register="prescription-requests",
        clinic_id=world.clinics["outpatient"],
        by_id=world.staff["nurse"],
        at=MONDAY,
        **columns,
    )


def a_settled_import_that_keeps_its_cells(world: World) -> None:
    an_import(world, settled_at=MONDAY, cells=b"x")


def an_open_import_without_cells(world: World) -> None:
    an_import(world)


TRIES_OF_REGISTERS: dict[str, tuple[Callable[[World], None], ...]] = {
    "a_row_of_a_workbook_comes_once": (a_row_of_a_workbook_twice,),
    "a_row_says_whom_it_is_about": (a_row_about_nobody,),
    "a_row_of_a_register_has_a_version_once": (the_same_version_twice,),
    "a_struck_row_has_a_reason": (struck_out_for_nothing,),
    "a_settled_import_keeps_no_cells": (
        a_settled_import_that_keeps_its_cells,
        an_open_import_without_cells,
    ),
    "a_dispatch_of_a_case_stands_once": (the_same_dispatch_twice,),
    "a_dispatch_goes_to_somebody_known": (sent_to_nobody,),
    "a_dispatch_is_original_or_copy": (neither_original_nor_copy,),
}
