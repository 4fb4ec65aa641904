"""People who leave: their grants end, and their rows stay."""

from datetime import date, timedelta

from vardag.doors.ops.scenario.world import World
from vardag.rooms.people.models import GrantRow


def leaves(world: World, name: str, *, on: date) -> None:
    """End every role of a person; the day before ``on`` is the last."""
    grants = GrantRow.objects.filter(person_id=world.staff[name])
    assert grants.update(until_date=on - timedelta(days=1))
