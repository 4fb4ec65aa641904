"""What the demonstration's administrators have written, and what its staff directory has said."""

from datetime import datetime

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.checklist import Line
from vardag.doors.ops.demo.people import Cast, ChecklistData
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.people.staff.introductions import checklist_at, write_checklist
from vardag.rooms.people.staff.refreshing import refresh


def ask_the_directory(world: World, *, at: datetime) -> None:
    """Ask the demonstration's own staff directory about everybody, as the worker did one morning."""
    for person in world.staff.values():
        refresh(person, at=at)


def write_checklists(cast: Cast, world: World, around: Around) -> None:
    """Write the clinics' own introductions."""
    for each in cast.checklists:
        _write_checklist(each, world, around)


def _write_checklist(data: ChecklistData, world: World, around: Around) -> None:
    at, clinic = around.moment(data.at), world.clinics[data.clinic]
    before = checklist_at(clinic, data.role)
    kept = [Line(each.key, each.text.sv, each.address) for each in before.items]
    write_checklist(
        clinic=clinic,
        role=data.role,
        lines=[*kept, *(Line("", each.text, each.address) for each in data.more)],
        seen=before.version,
        by=world.staff_member(data.written_by, on=local_date(at)),
        at=at,
    )
