"""What a clinic offers is changed by its administrator, with a reason, and leaves its traces (R1)."""

import pytest

from tests.build import MONDAY
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted
from vardag.doors.ops.scenario.world import World
from vardag.rooms.offering import actions
from vardag.rooms.offering.models import ExceptionRow
from vardag.rooms.offering.queries import ended_at, excepted_at, exceptions, is_offered

pytestmark = pytest.mark.django_db
WHY = "Ingen läser under flytten."


def stop(world: World, *services: str, reason: str = WHY, by: str = "administrator") -> None:
    actions.except_services(
        clinic=world.clinics["outpatient"],
        services=services,
        reason=reason,
        by=world.staff_member(by, on=MONDAY.date()),
        at=MONDAY,
    )


def offer(world: World, *services: str, by: str = "administrator") -> None:
    actions.offer_again(
        clinic=world.clinics["outpatient"],
        services=services,
        by=world.staff_member(by, on=MONDAY.date()),
        at=MONDAY,
    )


def test_what_is_excepted_is_not_offered_there_and_still_elsewhere(world: World):
    here, elsewhere = world.clinics["outpatient"], world.clinics["elsewhere"]
    offered_elsewhere = is_offered(clinic=elsewhere, service="message")

    stop(world, "message")

    assert not is_offered(clinic=here, service="message")
    assert is_offered(clinic=here, service="contact-details")
    assert is_offered(clinic=elsewhere, service="message") == offered_elsewhere
    assert excepted_at(here) == {"message"}


def test_an_exception_says_why_by_whom_and_when(world: World):
    stop(world, "message", reason=f"  {WHY} ")

    row = exceptions()[0]
    assert (row.reason, row.made_at) == (WHY, MONDAY)
    assert row.made_by is not None
    assert row.made_by.pk == world.staff["administrator"]


def test_what_is_excepted_already_keeps_its_reason_when_more_is_closed(world: World):
    stop(world, "message")

    stop(world, "message", "contact-details", reason="Vi stänger.")

    assert {row.service: row.reason for row in exceptions()} == {
        "message": WHY,
        "contact-details": "Vi stänger.",
    }


def test_what_is_offered_again_is_remembered_as_having_been_excepted(world: World):
    here = world.clinics["outpatient"]
    stop(world, "message", "contact-details")

    offer(world, "message")

    assert is_offered(clinic=here, service="message")
    assert excepted_at(here) == {"contact-details"}
    assert [(row.service, row.ended_at) for row in ended_at(here)] == [("message", MONDAY)]
    stop(world, "message")
    assert not is_offered(clinic=here, service="message")


@pytest.mark.parametrize("by", ["receiver", "manager", "outsider"])
def test_nobody_but_the_clinics_administrator_changes_it(world: World, by: str):
    with pytest.raises(NotPermitted):
        stop(world, "message", by=by)
    with pytest.raises(NotPermitted):
        offer(world, "message", by=by)
    assert not ExceptionRow.objects.exists()


def test_an_exception_needs_a_reason(world: World):
    with pytest.raises(InvalidForm) as refused:
        stop(world, "message", reason="\u200b ")

    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_the_second_of_two_is_told(world: World, monkeypatch: pytest.MonkeyPatch):
    stop(world, "message")

    with pytest.raises(ChangedMeanwhile):
        stop(world, "message")
    # As it is for who looked before the first had saved.
    monkeypatch.setattr(actions, "excepted_at", lambda _: set())
    with pytest.raises(ChangedMeanwhile):
        stop(world, "message")
    with pytest.raises(ChangedMeanwhile):
        offer(world, "contact-details")
    assert ExceptionRow.objects.count() == 1
