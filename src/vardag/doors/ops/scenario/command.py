"""``vardag scenario run FILE...``: 0 when all hold, 1 when one does not, 2 when one can't be read."""

import sys
from pathlib import Path

from django.utils.translation import override

from vardag.domain.clock.deadline import local_date
from vardag.doors.ops.scenario.play import play
from vardag.doors.ops.scenario.script import Script, UnreadableScenario, read_script
from vardag.doors.ops.scenario.world import World, build_world
from vardag.doors.ops.throwaway import Databases, fresh_databases
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.queries import NoRoutine, routine_id_on
from vardag.rooms.routines.reading import UnreadableRoutine, read_sound_routine

HOLDS, FAILS, UNREADABLE = 0, 1, 2


def run(paths: list[str], *, routine: str | None) -> int:
    """Play each file in a fresh database of its own, and print a line for each."""
    try:
        name, text = _routine(routine)
        read_sound_routine(text, name=name)
    except (OSError, UnicodeDecodeError) as wrong:
        print(f"CAN'T READ  {routine}:1: the file can't be read: {wrong}", file=sys.stderr)
        return UNREADABLE
    except UnreadableRoutine as wrong:
        print(f"CAN'T READ  {wrong}", file=sys.stderr)
        return UNREADABLE
    worst = HOLDS
    with fresh_databases() as databases, override("en"):
        for path in paths:
            worst = max(worst, _run_one(path, databases, name, text))
    return worst


def _routine(path: str | None) -> tuple[str, str]:
    return packaged_routine() if path is None else (path, Path(path).read_text(encoding="utf-8"))


def _run_one(path: str, databases: Databases, name: str, text: str) -> int:
    try:
        script = read_script(path)
        failure = play(script, _world(script, databases, name, text))
    except UnreadableScenario as wrong:
        print(f"CAN'T READ  {wrong}", file=sys.stderr)
        return UNREADABLE
    if failure:
        print(f"FAILED  {path}: {script.name}\n        {failure}")
        return FAILS
    print(f"ok      {path}: {script.name}")
    return HOLDS


def _world(script: Script, databases: Databases, name: str, text: str) -> World:
    if not script.steps:
        raise UnreadableScenario(script.path, 1, "there are no steps")
    databases.fresh()
    at = script.steps[0].at
    world = build_world(routine_text=text, name=name, at=at)
    try:
        routine_id_on(local_date(at), document_id=script.routine)
    except NoRoutine as missing:
        raise UnreadableScenario(script.path, script.routine_line, str(missing)) from missing
    return world
