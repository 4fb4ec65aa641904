"""Disposals that the database itself refuses, for ``test_constraints``."""

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.disposal.models import DecisionRow, DisposedRow


def a_decision(world: World, words: str) -> DecisionRow:
    return DecisionRow.objects.create(
        at=MONDAY,
        by_id=world.people["manager"],
        decision=words,
        clinic_id=world.clinics["outpatient"],
        before_date=MONDAY.date(),
    )


def a_disposal_that_nobody_decided(world: World) -> None:
    a_decision(world, "")


def a_case_gone_without_a_number(world: World) -> None:
    DisposedRow.objects.create(
        case=1,
        number="",
        decision=a_decision(world, "2029:3"),
        service="message",
        received_date=MONDAY.date(),
        closed_date=MONDAY.date(),
    )


TRIES_OF_DISPOSALS = {
    "a_disposal_of_cases_names_its_decision": (a_disposal_that_nobody_decided,),
    "a_disposed_case_keeps_its_number": (a_case_gone_without_a_number,),
}
