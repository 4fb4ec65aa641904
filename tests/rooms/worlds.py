"""The scenarios' world in a database, with the packaged routine read only once for all tests."""

from datetime import datetime
from hashlib import sha256

from tests.build import MONDAY, routine
from vardag.doors.ops.scenario.world import World, build_world
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.packaged import packaged_routine


def a_world(at: datetime = MONDAY) -> World:
    """Fill an empty database with the world; publishing finds the routine's row, and is quick."""
    name, text = packaged_routine()
    header = routine().document
    RoutineRow.objects.create(
        sha256=sha256(text.encode()).hexdigest(),
        document_id=header.document_id,
        version=header.version,
        valid_from=header.valid_from,
        valid_to=header.valid_to,
        text=text,
        published_at=at,
    )
    return build_world(routine_text=text, name=name, at=at)
