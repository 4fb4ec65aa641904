"""What the demonstration's administrators have written, and what its staff directory has said."""

from datetime import datetime

from vardag.domain.case.sign_off import CLINIC, NAME, PHONE, TITLE
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.checklist import Line
from vardag.doors.ops.demo.people import Cast, ChecklistData
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import full_case
from vardag.rooms.desks.actions import keep
from vardag.rooms.habits.actions import keep_view
from vardag.rooms.lists.inbox import held
from vardag.rooms.people.staff.introductions import checklist_at, write_checklist
from vardag.rooms.people.staff.refreshing import refresh
from vardag.rooms.sign_offs.actions import write as write_sign_off


def ask_the_directory(world: World, *, at: datetime) -> None:
    """Ask the demonstration's own staff directory about everybody, as the worker did one morning."""
    for person in world.staff.values():
        refresh(person, at=at)


def write_sign_offs(world: World, *, at: datetime) -> None:
    """Write what stands under the messages of one clinic; the others have the usual one."""
    text = f"Vänliga hälsningar\n{{{NAME}}}, {{{TITLE}}}\n{{{CLINIC}}}, {{{PHONE}}}"
    by = world.staff_member("Eva", on=local_date(at))
    write_sign_off(clinic=world.clinics["aviken"], text=text, seen=0, by=by, at=at)


def leave_a_draft(world: World, *, at: datetime) -> None:
    """Let a receiver have begun an answer in a case of hers, and been called away."""
    by = world.staff_member("Karin", on=local_date(at))
    case = held(by, on=local_date(at), page=1).cases[0].id
    words = {"interim": {"interim-text": "Hej!\nJag har frågat behandlaren och "}}
    keep(case=case, words=words, seen=full_case(case).case.version, by=by, at=at)


def keep_a_view(world: World) -> None:
    """Let a receiver have kept the view that she begins her prescriptions with."""
    keep_view(
        person=world.staff["Karin"],
        clinic=world.clinics["aviken"],
        name="Recept utan innehavare",
        address="service=renew-prescription&holder=nobody",
    )


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
