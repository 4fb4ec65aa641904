"""Coming in: only in the demonstration can one choose who to be, and only among the invented."""

import importlib
import re

import pytest
from django.test import Client
from django.urls import clear_url_caches

from tests.doors.frame import frame
from tests.doors.town import (
    CHOOSE,
    CLINIC,
    ENTER,
    OUT,
    STAFF,
    START,
    build_town,
    bytes_of,
    enter,
    who,
)
from vardag.config import urls as all_urls
from vardag.doors.signin import urls as signin_urls


@pytest.fixture
def town(db):
    return build_town()


# ---- Coming in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "home"), [("rut", STAFF), ("gunilla", START), ("yrsa", START)])
def test_one_comes_in_on_ones_own_side(client, town, name, home):
    response = enter(client, town[name])

    assert response.status_code == 302
    assert response.url == home
    assert who(client) == town[name]


def test_whoever_wanted_to_see_something_comes_there(client, town):
    sent_away = client.get("/cases/")
    chooser = client.get(sent_away.url).content.decode()

    assert '<input type="hidden" name="next" value="/cases/">' in chooser
    assert enter(client, town["gunilla"], next="/cases/").url == "/cases/"


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "javascript:alert(1)",
        "http:///elsewhere.example",
        " //elsewhere.example",
        "/\t/elsewhere.example",
        "cases/",
        CHOOSE,
        OUT,
        "",
    ],
)
def test_nobody_is_led_off_the_site_or_round_in_a_circle(client, town, elsewhere):
    assert enter(client, town["gunilla"], next=elsewhere).url == START


def test_a_resident_is_not_led_to_the_staffs_side_nor_staff_to_the_residents(client, town):
    assert enter(client, town["gunilla"], next="/staff/mine/").url == START
    assert enter(client, town["rut"], next="/cases/").url == STAFF


@pytest.mark.parametrize("nobody", ["", "0", "-1", "x", "٣", "9" * 30, "1 OR 1=1"])
def test_nobody_else_can_come_in(client, town, nobody):
    assert enter(client, nobody).status_code == 404
    assert who(client) is None


def test_coming_in_is_a_post(client, town):
    assert client.get(ENTER).status_code == 405
    assert client.get(f"{ENTER}?person={town['rut']}").status_code == 405


@pytest.mark.asvs("7.2.4")
def test_a_session_planted_beforehand_is_worth_nothing(client, town):
    enter(client, town["gunilla"])
    planted = client.session.session_key

    enter(client, town["rut"])

    assert client.session.session_key != planted
    assert "person" not in type(client.session)(planted)


# ---- Going out -----------------------------------------------------------------------------------


@pytest.mark.asvs("7.4.1")
def test_signing_out_leaves_nothing(client, town):
    enter(client, town["rut"])
    before = client.session.session_key

    response = client.post(OUT)

    assert response.url == CHOOSE
    assert who(client) is None
    assert not type(client.session)().exists(before)
    assert client.get(STAFF).status_code == 302


@pytest.mark.asvs("3.5.3")
def test_signing_out_is_a_post(client, town):
    enter(client, town["rut"])

    assert client.get(OUT).status_code == 405
    assert who(client) == town["rut"]


# ---- Another clinic ------------------------------------------------------------------------------


def clinic_of(client):
    return frame(client.get(STAFF)).clinic.key


def test_staff_with_several_clinics_choose_where_they_work(client, town):
    enter(client, town["rut"])
    assert clinic_of(client) == "north"

    response = client.post(CLINIC, {"clinic": "south"})

    assert response.url == STAFF
    assert clinic_of(client) == "south"


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("key", ["south", "nowhere", ""])
def test_nobody_works_at_a_clinic_that_is_not_theirs(client, town, key):
    enter(client, town["nora"])

    refused = client.post(CLINIC, {"clinic": key})

    assert refused.status_code == 404
    assert clinic_of(client) == "north"


def test_another_persons_clinic_and_none_at_all_look_the_same(client, town):
    enter(client, town["nora"])

    theirs, none = (client.post(CLINIC, {"clinic": key}) for key in ("south", "nowhere"))

    assert bytes_of(theirs) == bytes_of(none)


def test_residents_and_strangers_choose_no_clinic(client, town):
    assert client.post(CLINIC, {"clinic": "north"}).url.startswith(CHOOSE)
    enter(client, town["gunilla"])
    assert client.post(CLINIC, {"clinic": "north"}).url.startswith(CHOOSE)
    assert "clinic" not in client.session


def test_a_clinic_is_chosen_by_a_post(client, town):
    enter(client, town["rut"])

    assert client.get(CLINIC, {"clinic": "south"}).status_code == 405
    assert clinic_of(client) == "north"


# ---- From elsewhere ------------------------------------------------------------------------------


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("address", [ENTER, OUT, CLINIC])
def test_a_form_from_elsewhere_does_nothing(town, address):
    wary = Client(enforce_csrf_checks=True)
    session = wary.session
    session["person"] = town["rut"]
    session.save()

    refused = wary.post(address, {"person": town["nora"], "clinic": "south"})

    assert refused.status_code == 403
    assert wary.session["person"] == town["rut"]
    assert "clinic" not in wary.session


def test_the_pages_own_form_is_let_through(town):
    wary = Client(enforce_csrf_checks=True)
    page = wary.get(CHOOSE).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]

    enter(wary, town["rut"], csrfmiddlewaretoken=token)

    assert who(wary) == town["rut"]


# ---- Without the demonstration -------------------------------------------------------------------


@pytest.fixture
def in_earnest(settings):
    """The addresses as they are when the demonstration is off."""

    def reload():
        importlib.reload(signin_urls)
        importlib.reload(all_urls)
        clear_url_caches()

    settings.DEMO = False
    reload()
    yield
    settings.DEMO = True
    reload()


def test_without_the_demonstration_there_is_no_way_in(client, town, in_earnest):
    page = client.get(CHOOSE)

    assert page.status_code == 200
    assert "Det går inte att logga in här än" in page.content.decode()
    assert "<form" not in re.sub(r"(?s)<nav.*?</nav>", "", page.content.decode())
    assert "Rut" not in page.content.decode()


@pytest.mark.asvs("6.3.4", "15.2.3")
@pytest.mark.parametrize("method", ["get", "post", "put", "head", "options"])
def test_without_the_demonstration_the_way_in_does_not_exist(town, in_earnest, method):
    wary = Client(enforce_csrf_checks=True)

    asked = getattr(wary, method)(ENTER, {"person": town["rut"]})
    nowhere = getattr(wary, method)("/sign-in/enter-not/", {"person": town["rut"]})

    assert asked.status_code == nowhere.status_code == 404
    assert bytes_of(asked) == bytes_of(nowhere)
    assert asked.headers.keys() == nowhere.headers.keys()
    assert who(wary) is None


def test_without_the_demonstration_pages_still_lead_to_signing_in(client, town, in_earnest):
    for address in (STAFF, "/cases/"):
        assert client.get(address).url.startswith(CHOOSE)


@pytest.mark.asvs("7.2.2", "7.2.3", "11.5.1")
def test_each_sign_in_has_a_key_of_its_own_that_nobody_guesses(town):
    keys = set()
    for _ in range(20):
        client = Client()
        client.post("/sign-in/", {"person": town["gunilla"]})
        keys.add(client.session.session_key or "")

    assert len(keys) == 20
    assert all(re.fullmatch(r"[0-9a-z]{32,}", each) for each in keys)
    assert all(len(set(each)) > 8 for each in keys)


@pytest.mark.asvs("13.4.1", "13.4.3", "13.4.5")
@pytest.mark.parametrize(
    "path",
    [
        *("/.git/config", "/.env", "/pyproject.toml", "/docs/", "/admin/", "/metrics", "/static/"),
        *(
            "/static/vardag/",
            "/files/",
            "/media/",
            "/vardag.sqlite3",
            "/__debug__/",
            "/api/schema/",
        ),
    ],
)
def test_nothing_lies_open_beside_the_pages(db, path):
    assert Client().get(path).status_code == 404
