"""Standard replies and links that the database itself refuses, for ``test_constraints``."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.replies.models import LinkCheckRow, ReplyRow, VersionRow, WithdrawalRow

DAY = date(2026, 9, 8)


def a_version(world: World, **columns: object) -> VersionRow:
    clinic = world.clinics["outpatient"]
    reply, _ = ReplyRow.objects.get_or_create(clinic_id=clinic, key="own-tid-bokad")
    said: dict[str, object] = {
        "number": 1,
        "name": "Tid bokad",
        "text_sv": "Hej!",
        "acts": ["reply"],
        "services": [],
        "owner_id": world.staff["manager"],
        "from_date": DAY,
        "by_id": world.staff["manager"],
        "at": MONDAY,
    }
    return VersionRow.objects.create(reply=reply, **{**said, **columns})


def a_reply_twice(world: World) -> None:
    for _ in range(2):
        ReplyRow.objects.create(clinic_id=world.clinics["outpatient"], key="evi")


def the_same_version_twice(world: World) -> None:
    for _ in range(2):
        a_version(world)


def a_reply_that_says_nothing(world: World) -> None:
    a_version(world, text_sv="")


def a_reply_of_no_name(world: World) -> None:
    a_version(world, name="")


def a_reply_that_ends_before_it_begins(world: World) -> None:
    a_version(world, until_date=DAY - timedelta(days=1))


def withdrawn_for_nothing(world: World) -> None:
    WithdrawalRow.objects.create(
        version=a_version(world), reason="", by_id=world.staff["manager"], at=MONDAY
    )


def a_link_found_to_be_nobody_knows_what(_: World) -> None:
    LinkCheckRow.objects.create(address="https://vardag.example", found="lost", at=MONDAY)


TRIES_OF_REPLIES: dict[str, tuple[Callable[[World], None], ...]] = {
    "a_clinic_has_a_reply_of_a_key_once": (a_reply_twice,),
    "a_reply_has_a_version_once": (the_same_version_twice,),
    "a_reply_always_has_swedish_words": (a_reply_that_says_nothing,),
    "a_reply_always_has_a_name": (a_reply_of_no_name,),
    "a_reply_ends_after_it_begins": (a_reply_that_ends_before_it_begins,),
    "a_withdrawal_always_has_a_reason": (withdrawn_for_nothing,),
    "a_link_is_found_to_be_something": (a_link_found_to_be_nobody_knows_what,),
}
