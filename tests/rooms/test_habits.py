"""How somebody likes to work: kept for each person, with views by clinic."""

from typing import Any

import pytest

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.habits import actions
from vardag.rooms.habits.models import ViewRow
from vardag.rooms.habits.queries import Habits, View, habits_of

pytestmark = pytest.mark.django_db


def keep(world: World, name: str = "Recept", address: str = "show=new", **more: Any) -> None:
    clinic = ClinicId(world.clinics["outpatient"])
    actions.keep_view(
        person=PersonId(world.people["nurse"]), clinic=clinic, name=name, address=address, **more
    )


def found(world: World, who: str = "nurse", at: str = "outpatient") -> Habits:
    return habits_of(PersonId(world.people[who]), at=ClinicId(world.clinics[at]))


def views(world: World) -> list[tuple[str, str, bool]]:
    return [(view.name, view.address, view.is_first) for view in found(world).views]


def test_who_has_chosen_nothing_works_as_everybody_does_at_first(world: World):
    assert found(world) == Habits(has_keys=True, goes_on=False, columns=(), views=())
    assert found(world).first_of("inbox") is None


def test_what_is_chosen_is_ones_own(world: World):
    for columns in (("who",), ("who", "days")):
        actions.set_habits(
            person=PersonId(world.people["nurse"]), has_keys=False, goes_on=True, columns=columns
        )

    assert found(world) == Habits(has_keys=False, goes_on=True, columns=("who", "days"))
    assert found(world, "receiver") == Habits()


def test_a_view_is_kept_by_its_name_at_its_clinic(world: World):
    keep(world, " Mina  recept ")
    keep(world, "Mina recept", "flag=overdue")

    assert views(world) == [("Mina recept", "flag=overdue", False)]
    assert found(world, at="medical").views == ()


def test_one_view_at_most_comes_first(world: World):
    keep(world, "A", is_first=True)
    keep(world, "B", is_first=True)

    assert views(world) == [("A", "show=new", False), ("B", "show=new", True)]
    first = found(world).first_of("inbox")
    assert isinstance(first, View)
    assert first.name == "B"


def test_each_list_has_views_of_its_own_and_one_that_comes_first(world: World):
    keep(world, "Recept", is_first=True)
    keep(world, "Recept", "flag=overdue", of="mine", is_first=True)

    mine = found(world).first_of("mine")
    assert [view.address for view in found(world).views_of("inbox")] == ["show=new"]
    assert mine is not None
    assert (mine.name, mine.address) == ("Recept", "flag=overdue")
    assert found(world).views_of("awaiting") == ()


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 41])
def test_a_view_needs_a_name_of_some_length(world: World, name: str):
    with pytest.raises(InvalidForm):
        keep(world, name)


@pytest.mark.parametrize("address", ["", "x" * 401])
def test_a_view_needs_something_to_show(world: World, address: str):
    with pytest.raises(InvalidForm):
        keep(world, address=address)


def test_there_are_as_many_views_as_one_finds_ones_way_among(world: World):
    for number in range(actions.MOST_VIEWS):
        keep(world, f"Vy {number}")

    keep(world, "Vy 0", "flag=overdue")
    with pytest.raises(InvalidForm):
        keep(world, "En till")


def test_a_view_is_taken_away_by_its_own_person_only(world: World):
    keep(world, of="mine")
    view = ViewRow.objects.get().pk

    with pytest.raises(OutOfReach):
        actions.drop_view(person=PersonId(world.people["receiver"]), view=view)
    of = actions.drop_view(person=PersonId(world.people["nurse"]), view=view)

    assert of == "mine"
    assert views(world) == []
