"""Who somebody is on a day: asked in one question, at every request."""

from datetime import date, timedelta

import pytest

from vardag.domain.people.identity import ClinicId, PersonId, Role
from vardag.doors.ops.scenario.world import World
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import GrantRow
from vardag.rooms.people.somebody import somebody

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 7)


def test_nobody_is_nobody():
    assert somebody(PersonId(4711), on=DAY) is None


def test_a_resident_has_no_roles_and_no_clinics(world: World):
    found = somebody(world.people["guardian"], on=DAY)

    assert found is not None
    assert (found.staff, found.clinics) == (None, ())
    assert found.row.given_name == "guardian"
    assert isinstance(found.row.born, date)


def test_staff_have_every_role_clinic_and_group_of_the_day(world: World):
    receiver, medical = world.people["receiver"], world.clinics["medical"]
    people.grant(person=receiver, clinic=medical, role=Role.HANDLER, from_date=DAY)
    people.grant(person=receiver, clinic=medical, role=Role.RECEIVER, from_date=DAY)

    found = somebody(receiver, on=DAY)

    assert found is not None
    assert found.staff is not None
    assert found.staff.roles[medical] == {Role.HANDLER, Role.RECEIVER}
    assert [ClinicId(row.pk) for row in found.clinics] == sorted(found.staff.roles)
    secretary = somebody(world.people["certificate_secretary"], on=DAY)
    assert secretary is not None
    assert secretary.staff is not None
    assert [key for key, _ in secretary.staff.groups.values()] == ["certificate-handlers"]


@pytest.mark.parametrize(
    ("days", "holds"), [(-1, False), (0, True), (9, True), (10, True), (11, False)]
)
def test_a_role_holds_from_its_first_day_to_its_last(world: World, days, holds):
    receiver = world.people["receiver"]
    GrantRow.objects.filter(person=receiver).update(
        from_date=DAY, until_date=DAY + timedelta(days=10)
    )

    found = somebody(receiver, on=DAY + timedelta(days=days))

    assert found is not None
    assert found.staff is not None
    assert bool(found.staff.roles) is holds
    assert bool(found.clinics) is holds
