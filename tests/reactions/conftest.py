"""The scenarios' world, filled into the test database."""

import pytest

from tests.rooms.worlds import a_world
from vardag.doors.ops.scenario.world import World


@pytest.fixture
def world(db) -> World:
    return a_world()
