"""What the database refuses of the rounds of work, for ``test_constraints``."""

from tests.build import MONDAY
from vardag.doors.ops.scenario.world import World
from vardag.rooms.rounds.models import RoundRow


def a_round_of_nothing_known(world: World) -> None:
    RoundRow.objects.create(work="gossip", done_at=MONDAY)


def a_round_that_neither_was_nor_fails(world: World) -> None:
    RoundRow.objects.create(work="house")


TRIES_OF_ROUNDS = {
    "a_round_is_of_a_known_work": (a_round_of_nothing_known,),
    "a_round_was_done_or_fails": (a_round_that_neither_was_nor_fails,),
}
