"""The scenarios' world, filled into the test database."""

import pytest

from tests.rooms.worlds import a_world
from vardag.doors.ops.scenario.world import World


@pytest.fixture
def world(db) -> World:
    """Clinics, people and the packaged routine, in one transaction that is rolled back."""
    return a_world()


@pytest.fixture
def real_world(transactional_db) -> World:
    """The same with real transactions, for threads and other processes to meet in."""
    return a_world()
