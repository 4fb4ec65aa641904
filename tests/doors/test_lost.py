"""A right that is lost is lost at the next request, though the page stays open and the sign-in lives."""

import pytest

from tests.doors.desk import Desk
from tests.doors.lost import (
    LISTS,
    OF_A_GUARDIAN,
    OF_A_ROLE,
    SECRET,
    WAYS,
    Event,
    a_desk_to_lose_at,
    received,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def desk(monkeypatch) -> Desk:
    return a_desk_to_lose_at(monkeypatch)


@pytest.mark.parametrize(
    ("scene_of", "who", "address", "event"),
    WAYS,
    ids=[f"{scene.__name__}-{who}-{event.__name__}" for scene, who, _, event in WAYS],
)
def test_the_next_request_shows_nothing(desk: Desk, scene_of, who: str, address: str, event: Event):
    scene = scene_of(desk, who)
    client = desk.sits(who)
    before = client.get(address.format(scene.case))
    assert (before.status_code, SECRET in before.content.decode()) == (200, True)

    event(scene)

    for request in (
        client.get(address.format(scene.case)),
        client.get(f"{address.format(scene.case)}?act=reply"),
        client.get(address.format(scene.case), headers={"HX-Request": "true"}),
    ):
        assert request.status_code != 200 or "HX-Redirect" in request.headers
        assert SECRET not in request.content.decode()


def test_there_are_forty_ways_and_more():
    assert len(WAYS) >= 40


@pytest.mark.parametrize("event", OF_A_ROLE, ids=[event.__name__ for event in OF_A_ROLE])
def test_no_list_names_a_case_after_the_role_is_lost(desk: Desk, event: Event):
    scene = received(desk, "receiver")
    client = desk.sits("receiver")
    assert f"/staff/cases/{scene.case}/" in client.get("/staff/").content.decode()

    event(scene)

    for address in LISTS:
        shown = client.get(address, follow=True).content.decode()
        assert f"/staff/cases/{scene.case}/" not in shown, address


@pytest.mark.parametrize("event", OF_A_GUARDIAN, ids=[event.__name__ for event in OF_A_GUARDIAN])
def test_no_list_of_the_familys_names_it_either(desk: Desk, event: Event):
    scene = received(desk, "guardian")
    client = desk.sits("guardian")
    assert f"/cases/{scene.case}/" in client.get("/cases/").content.decode()

    event(scene)

    shown = client.get("/cases/", follow=True).content.decode()
    assert f'"/cases/{scene.case}/"' not in shown
