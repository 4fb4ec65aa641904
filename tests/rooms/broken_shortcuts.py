"""What the database refuses of the counts of shortcuts, for ``test_constraints``."""

from datetime import date

from vardag.doors.ops.scenario.world import World
from vardag.rooms.shortcuts.models import CountRow

DAY = date(2026, 9, 8)


def counts(world: World, *shown: int) -> None:
    for each in shown:
        CountRow.objects.create(
            clinic_id=world.clinics["outpatient"], service="self-referral", date=DAY, shown=each
        )


def counted_in_two_rows(world: World) -> None:
    counts(world, 1, 1)


def a_count_of_nothing(world: World) -> None:
    counts(world, 0)


TRIES_OF_SHORTCUTS = {
    "a_shortcut_has_one_count_a_day": (counted_in_two_rows,),
    "a_day_without_uses_has_no_count": (a_count_of_nothing,),
}
