"""Making the demonstration: the routine, everybody, their rosters, and what they have written."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from vardag.doors.ops.demo.begun import begin_to_write
from vardag.doors.ops.demo.cases import play, read_stories
from vardag.doors.ops.demo.looks import reviewed
from vardag.doors.ops.demo.monday import Weekend, with_families
from vardag.doors.ops.demo.office import (
    ask_the_directory,
    keep_a_view,
    leave_a_draft,
    write_checklists,
    write_sign_offs,
)
from vardag.doors.ops.demo.people import add_cast, read_cast
from vardag.doors.ops.demo.register import write_registers
from vardag.doors.ops.demo.replies import read_replies, write_replies
from vardag.doors.ops.demo.roster import plan_rosters, read_rosters
from vardag.doors.ops.demo.shortcuts import count_shortcuts, read_shortcuts
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.routines.actions import publish
from vardag.rooms.routines.packaged import packaged_routine


def make(at: datetime, weekend: Weekend | None = None) -> World:
    """Fill an empty database with the demonstration as it is at a moment; all of it or nothing.

    :param at: aware
    :param weekend: who else has written since Friday; then the moment is on a Monday
    :raises NoRoutine: if the packaged routine did not hold yet when the oldest case was sent
    """
    around = Around(at)
    name, text = packaged_routine()
    with transaction.atomic(), override("sv"):
        publish(text=text, name=name, at=at)
        cast = with_families(read_cast(), weekend) if weekend else read_cast()
        world = add_cast(cast, around)
        write_checklists(cast, world, around)
        ask_the_directory(world, at=around.moment("1 working day ago 06:10"))
        write_replies(read_replies(), world, around)
        plan_rosters(read_rosters(), world, around)
        play((*read_stories(), *(weekend.cases if weekend else ())), world, around)
        write_registers(world, around)
        count_shortcuts(read_shortcuts(), world, around)
        begin_to_write(world, around)
        reviewed(world, around.today)
        write_sign_offs(world, at=around.moment("1 working day ago 15:30"))
        keep_a_view(world)
        leave_a_draft(world, at=around.moment("1 working day ago 16:40"))
    return world
