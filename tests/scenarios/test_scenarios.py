"""Every scenario, played through the one door, on whichever database the tests run."""

from pathlib import Path

import pytest

from tests.rooms.worlds import a_world
from vardag.doors.ops.scenario.play import play
from vardag.doors.ops.scenario.script import read_script
from vardag.rooms.routines.queries import routine_id_on

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.rglob("*.yaml"))


def test_there_are_scenarios_of_our_own_and_those_that_were_given():
    folders = {path.parent.name for path in FILES}

    assert {"given", "services", "dates", "waiting", "holding", "steps", "residents"} <= folders


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_scenario_holds(path: Path, db):
    script = read_script(str(path))
    world = a_world(script.steps[0].at)
    assert routine_id_on(script.steps[0].at.date(), document_id=script.routine)

    failure = play(script, world)

    assert failure is None, str(failure)
