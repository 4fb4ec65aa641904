"""Deliveries that the database itself refuses, for ``test_constraints``."""

from uuid import uuid4

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.deliveries.models import DeliveryRow


def a_delivery(world: World, **columns: object) -> None:
    told = {"system": "elvis", "kind": "booking-cancel", "payload": {}, "state": "waiting"}
    where = {"case": 1, "part": "cancel-booking", "clinic_id": world.clinics["outpatient"]}
    when = {"since": MONDAY, "due_at": MONDAY}
    DeliveryRow.objects.create(**{"key": uuid4(), **told, **where, **when, **columns})


def delivered_twice(world: World) -> None:
    for _ in range(2):
        a_delivery(world)


def a_delivery_that_is_nowhere(world: World) -> None:
    a_delivery(world, state="lost")


def a_delivery_of_anything(world: World) -> None:
    a_delivery(world, kind="letter")


def a_delivery_with_any_trouble(world: World) -> None:
    a_delivery(world, trouble="rain")


def a_delivery_that_failed_without_a_word(world: World) -> None:
    a_delivery(world, state="failed")


def a_delivery_confirmed_by_nothing(world: World) -> None:
    a_delivery(world, state="confirmed")


TRIES_OF_DELIVERIES = {
    "a_part_of_a_case_is_delivered_once": (delivered_twice,),
    "a_delivery_is_in_a_known_state": (a_delivery_that_is_nowhere,),
    "a_delivery_is_of_a_known_kind": (a_delivery_of_anything,),
    "a_delivery_has_a_known_trouble": (a_delivery_with_any_trouble,),
    "a_failed_delivery_says_why": (a_delivery_that_failed_without_a_word,),
    "a_confirmed_delivery_has_a_receipt": (a_delivery_confirmed_by_nothing,),
}
