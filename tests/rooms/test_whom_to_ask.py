"""About whom the population register is asked beside the pages: whom staff read of, once a day."""

from datetime import date, timedelta

import pytest

from tests.build import MONDAY
from vardag.domain.case import acts
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.cases.whom_to_ask import whom_to_ask
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
FAMILY = {"guardian", "other_guardian", "child"}


def asked(
    world: World, *, on: date = TODAY, most: int = 100, but: tuple[str, ...] = ()
) -> set[str]:
    those = whom_to_ask(on=on, most=most, but=[world.people[name] for name in but])
    return {world.name_of(person) for person in those}


def a_case(world: World, *, is_closed: bool = False) -> None:
    case = actions.submit(
        service="message",
        patient=world.people["child"],
        clinic=world.clinics["outpatient"],
        answers={"text": "Hej"},
        by=world.resident("guardian", on=TODAY),
        at=MONDAY,
    )
    if is_closed:
        by = world.staff_member("receiver", on=TODAY)
        reply = acts.ReplyAndClose(acts.Message(text="Hej!"))
        actions.perform(case_id=case, act=reply, by=by, at=MONDAY)


def answered(world: World, *names: str, days_ago: int) -> None:
    rows = PersonRow.objects.filter(pk__in=[world.people[name] for name in names])
    rows.update(register_date=TODAY - timedelta(days=days_ago))


def test_nobody_is_asked_about_who_has_sent_nothing(world: World):
    assert asked(world) == set()


def test_the_family_of_an_open_case_is_asked_about_also_a_guardian_who_has_not_written(
    world: World,
):
    a_case(world)

    assert asked(world) == FAMILY


@pytest.mark.parametrize(("days_ago", "is_asked"), [(0, False), (1, True), (30, True)])
def test_of_an_open_case_they_are_asked_about_once_a_day(world: World, days_ago, is_asked):
    a_case(world)
    answered(world, *FAMILY, days_ago=days_ago)

    assert asked(world) == (FAMILY if is_asked else set())


@pytest.mark.parametrize(("days_ago", "is_asked"), [(0, False), (6, False), (7, True)])
def test_of_a_closed_case_they_are_asked_about_every_seventh_day(world: World, days_ago, is_asked):
    a_case(world, is_closed=True)
    answered(world, *FAMILY, days_ago=days_ago)

    assert asked(world) == ({"guardian", "child"} if is_asked else set())


def test_who_was_never_asked_about_comes_first_and_then_who_waited_longest(world: World):
    a_case(world)
    answered(world, "guardian", days_ago=2)
    answered(world, "child", days_ago=9)

    found = whom_to_ask(on=TODAY, most=100)

    assert [world.name_of(each) for each in found] == ["other_guardian", "child", "guardian"]
    assert asked(world, most=1) == {"other_guardian"}
    assert asked(world, but=("other_guardian",)) == {"guardian", "child"}


def test_the_dead_and_those_without_a_number_are_not_asked_about(world: World):
    a_case(world)
    PersonRow.objects.filter(pk=world.people["child"]).update(personal_number=None)
    PersonRow.objects.filter(pk=world.people["guardian"]).update(died_on=TODAY)

    assert asked(world) == {"other_guardian"}


def test_a_member_of_staff_is_not_asked_about(world: World):
    a_case(world)

    assert not asked(world) & set(world.staff)
