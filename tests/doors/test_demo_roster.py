"""The demonstration's roster: whole, but for what it is there to show, on whatever day it is made."""

from datetime import timedelta

import pytest

from tests.build import on
from vardag.domain.clock.deadline import local_date
from vardag.domain.duty.concerns import Kind, concerns_ahead
from vardag.domain.duty.opening import missed_days
from vardag.doors.ops.demo.people import add_cast, read_cast
from vardag.doors.ops.demo.roster import plan_rosters, read_rosters
from vardag.doors.ops.demo.when import Around
from vardag.rooms.roster.queries import openings, roster

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-23T02:00",
        "2026-11-25T14:00",
        "2026-11-28T12:00",
        "2026-12-23T08:30",
        "2026-12-24T12:00",
        "2026-04-01T10:00",
        "2026-06-18T16:00",
        "2027-12-31T23:30",
    ],
)
def test_there_is_one_hole_one_who_is_away_and_one_morning_that_was_missed(at):
    around = Around(on(at))
    world = add_cast(read_cast(), around)
    plan_rosters(read_rosters(), world, around)
    today = local_date(around.now)

    concerns = {}
    for key in ("aviken", "sundmark"):
        found = roster(
            world.clinics[key],
            since=today - timedelta(days=40),
            until=today + timedelta(days=40),
            on=today,
            needs_nurse=True,
        )
        concerns[key] = concerns_ahead(found.plan, found.staffing)
        opened = openings(world.clinics[key], on=today)
        missed = missed_days(
            opened.opened, first=opened.first, at=around.now, calendar=found.staffing.calendar
        )
        assert len(missed) == (key == "aviken")

    assert sorted(each.kind for each in concerns["aviken"]) == [Kind.AWAY, Kind.NOBODY]
    assert concerns["sundmark"] == []
