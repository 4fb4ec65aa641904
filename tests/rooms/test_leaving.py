"""Somebody leaves altogether: what one may end is ended, and what isn't is told."""

from datetime import timedelta

import pytest

from tests.build import MONDAY
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import Role
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted
from vardag.doors.ops.scenario.world import World
from vardag.rooms.people.actions import add_group, grant
from vardag.rooms.people.models import GrantRow, StaffEventRow
from vardag.rooms.people.staff.leaving import leave_everywhere, workplaces
from vardag.rooms.people.staff.noted import Did
from vardag.rooms.people.staff.roll import groups_of

TODAY = local_date(MONDAY)


def works_at(world: World, name: str, clinic: str, role: Role) -> None:
    grant(person=world.staff[name], clinic=world.clinics[clinic], role=role, from_date=TODAY)


@pytest.fixture
def three(world) -> World:
    """A clinician with a role at each of three clinics; the manager answers for two of them."""
    for clinic in ("medical", "elsewhere"):
        works_at(world, "clinician", clinic, Role.HANDLER)
    works_at(world, "manager", "medical", Role.ADMINISTRATOR)
    works_at(world, "administrator", "elsewhere", Role.ADMINISTRATOR)
    return world


def leaves(world: World, *, by: str = "manager") -> list[str]:
    remaining = leave_everywhere(
        person=world.staff["clinician"],
        clinic=world.clinics["outpatient"],
        by=world.staff_member(by, on=TODAY),
        at=MONDAY,
    )
    return [each.name for each in remaining]


def test_everything_ends_where_one_answers_for_the_staff_and_the_rest_is_told(three):
    medical = three.clinics["medical"]
    add_group(key="team", clinic=medical, name="Team", members=[three.staff["clinician"]])
    before = {each.name: each for each in workplaces(three.staff["clinician"], on=TODAY)}

    remaining = leaves(three)

    after = workplaces(three.staff["clinician"], on=TODAY)
    assert [each.id for each in after] == [three.clinics["elsewhere"]]
    assert remaining == [each.name for each in after]
    assert len(before) == 3
    assert three.staff_member("clinician", on=TODAY).roles.keys() == {three.clinics["elsewhere"]}
    (team,) = (each for each in groups_of(medical) if each.name == "Team")
    assert not team.members
    left = StaffEventRow.objects.filter(what=Did.LEFT, person=three.staff["clinician"])
    assert {each.clinic_id for each in left} == {three.clinics["outpatient"], medical}


def test_whose_the_rest_is_stands_beside_it(three):
    where = {each.id: each.managed_by for each in workplaces(three.staff["clinician"], on=TODAY)}

    names = where[three.clinics["elsewhere"]]
    (row,) = GrantRow.objects.filter(
        person=three.staff["administrator"], clinic=three.clinics["elsewhere"]
    ).select_related("person")
    assert row.person.name in names
    assert len(set(names)) == len(names)


def test_a_clinic_for_whose_staff_nobody_answers_is_told_as_such(world):
    works_at(world, "clinician", "elsewhere", Role.HANDLER)
    of_staff = GrantRow.objects.filter(role__in=[Role.MANAGER, Role.ADMINISTRATOR])
    of_staff.filter(clinic=world.clinics["elsewhere"]).delete()

    where = {each.id: each.managed_by for each in workplaces(world.staff["clinician"], on=TODAY)}

    assert where[world.clinics["elsewhere"]] == ()


def test_who_has_left_cant_leave_again_and_nobody_else_may_say_it(three):
    before = list(GrantRow.objects.order_by("pk").values())
    for name in ("receiver", "clinician", "nurse"):
        with pytest.raises(NotPermitted):
            leaves(three, by=name)
    assert list(GrantRow.objects.order_by("pk").values()) == before

    leaves(three)
    with pytest.raises(ChangedMeanwhile):
        leaves(three)


def test_a_role_that_has_yet_to_begin_ends_too(three):
    grant(
        person=three.staff["clinician"],
        clinic=three.clinics["medical"],
        role=Role.RECEIVER,
        from_date=TODAY + timedelta(days=9),
    )

    leaves(three)

    later = three.staff_member("clinician", on=TODAY + timedelta(days=10))
    assert later.roles.keys() == {three.clinics["elsewhere"]}
