"""Coming in: only in the demonstration can one choose who to be, and only among the invented."""

import importlib
import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, resolve, reverse

from tests.harness.accessibility import stumbling_blocks
from vardag.config import urls as all_urls
from vardag.domain.identity import Profession, Role
from vardag.doors.shared.moments import today
from vardag.doors.signin import urls as signin_urls
from vardag.rooms.clinics import actions as clinics
from vardag.rooms.people import actions as people
from vardag.rooms.people.invented import hsa_id, personal_number
from vardag.rooms.people.models import PersonRow

STAFF, START = "/staff/", "/"
CHOOSE, ENTER, OUT, CLINIC = "/sign-in/", "/sign-in/enter/", "/sign-in/out/", "/sign-in/clinic/"
SINCE = date(2020, 1, 1)


@pytest.fixture
def town(db):
    """Two clinics, a receiver at both and a nurse at one; Gunilla and her children of 10 and 15."""
    keys = {key: clinics.add_clinic(key=key, name=f"BUP {key}") for key in ("north", "south")}
    found = {
        "rut": add_staff(1, "Rut", [keys["north"], keys["south"]], Role.RECEIVER),
        "nora": add_staff(2, "Nora", [keys["north"]], Role.RECEIVER, Profession.NURSE),
        "klas": add_staff(3, "Klas", [keys["south"]], Role.HANDLER),
        "gunilla": add_resident("Gunilla", age=40),
        "pim": add_resident("Pim", age=10),
        "yrsa": add_resident("Yrsa", age=15),
    }
    for child in ("pim", "yrsa"):
        people.add_guardian(guardian=found["gunilla"], child=found[child])
    return found


def add_staff(nth, name, at, role, profession=Profession.MEDICAL_SECRETARY):
    person = people.add_staff(
        given_name=name,
        family_name="Ranta",
        hsa_id=hsa_id(nth),
        profession=profession,
        title="",
    )
    for clinic in at:
        people.grant(person=person, clinic=clinic, role=role, from_date=SINCE)
    return person


def add_resident(name, *, age):
    born = date(today().year - age, 1, 1)
    number = personal_number(born=born, nth=0)
    return people.add_resident(
        given_name=name, family_name="Gran", personal_number=number, born=born
    )


def enter(client, person, **more):
    return client.post(ENTER, {"person": person, **more})


def who(client):
    """Return the id of whoever is signed in, as the session has it."""
    return client.session.get("person")


def bytes_of(response: HttpResponse) -> bytes:
    """Return a page without the token that is new on each."""
    return re.sub(rb'(X-CSRFToken": |csrfmiddlewaretoken" value=)"\w+"', b"", response.content)


# ---- The page ------------------------------------------------------------------------------------


def test_the_page_shows_families_with_ages_and_staff_by_clinic(client, town):
    page = client.get(CHOOSE).content.decode()

    order = [">BUP north<", "Rut Ranta", "Nora Ranta", ">BUP south<", "Klas Ranta"]
    places = [page.index(each) for each in order]
    assert "Vårdnadshavare för Pim\u00a0(10) och Yrsa\u00a0(15)" in page
    assert "10 år. Kan skriva själv, och vårdnadshavarna ser det." in page
    assert "15 år. Skriver själv, och vårdnadshavarna ser det inte." in page
    assert places == sorted(places)
    assert page.count("Rut Ranta") == 1
    assert "Arbetar också på BUP south." in page


def test_a_person_is_one_button(client, town):
    page = client.get(CHOOSE).content.decode()

    buttons = re.findall(r'<button type="submit" class="row" name="person" value="(\d+)"', page)
    assert sorted(map(int, buttons)) == sorted(town.values())


def test_somebody_with_the_number_of_a_real_person_is_not_shown(client, town):
    real = people.add_resident(
        given_name="Verklig", family_name="Person", personal_number="201001010001", born=SINCE
    )

    assert "Verklig" not in client.get(CHOOSE).content.decode()
    assert enter(client, real).status_code == 404
    assert who(client) is None


def test_the_page_of_an_empty_database_says_so(client, db):
    assert "ingen att välja" in client.get(CHOOSE).content.decode()


def test_the_page_takes_few_queries(client, town, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(CHOOSE)


def test_the_page_is_not_kept_by_the_browser(client, town):
    assert client.get(CHOOSE)["Cache-Control"] == "no-store"


def test_the_page_speaks_english_too(client, town):
    client.cookies["django_language"] = "en"

    page = client.get(CHOOSE).content.decode()

    assert "Who do you want to be?" in page
    assert "Guardian of" in page


def test_the_page_is_for_reading(client, town):
    assert client.post(CHOOSE).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_page_can_be_used_by_everybody(page, live_server, town):
    page.goto(f"{live_server.url}{CHOOSE}")

    assert not stumbling_blocks(page)


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


def test_a_session_planted_beforehand_is_worth_nothing(client, town):
    enter(client, town["gunilla"])
    planted = client.session.session_key

    enter(client, town["rut"])

    assert client.session.session_key != planted
    assert "person" not in type(client.session)(planted)


# ---- Going out -----------------------------------------------------------------------------------


def test_signing_out_leaves_nothing(client, town):
    enter(client, town["rut"])
    before = client.session.session_key

    response = client.post(OUT)

    assert response.url == CHOOSE
    assert who(client) is None
    assert not type(client.session)().exists(before)
    assert client.get(STAFF).status_code == 302


def test_signing_out_is_a_post(client, town):
    enter(client, town["rut"])

    assert client.get(OUT).status_code == 405
    assert who(client) == town["rut"]


# ---- Another clinic ------------------------------------------------------------------------------


def clinic_of(client):
    return client.get(STAFF).context["site"].clinic.key


def test_staff_with_several_clinics_choose_where_they_work(client, town):
    enter(client, town["rut"])
    assert clinic_of(client) == "north"

    response = client.post(CLINIC, {"clinic": "south"})

    assert response.url == STAFF
    assert clinic_of(client) == "south"


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
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

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


# ---- The frame of every page ---------------------------------------------------------------------


def ways(client, address):
    response = client.get(address)
    return [(item.url, item.current) for item in response.context["site"].nav]


def test_receivers_have_the_inbox_and_the_registers(client, town):
    enter(client, town["rut"])

    assert ways(client, STAFF) == [
        (STAFF, True),
        ("/staff/mine/", False),
        ("/staff/registers/", False),
    ]


def test_residents_have_their_cases(client, town):
    enter(client, town["gunilla"])

    assert ways(client, "/cases/") == [("/cases/", True)]


def test_whoever_is_nobody_has_no_ways(client, town):
    assert ways(client, CHOOSE) == []


def test_every_way_leads_somewhere():
    for name in ("portal:cases", "inbox:inbox", "inbox:mine", "inbox:work", "inbox:registers"):
        assert resolve(reverse(name)).view_name == name


# ---- Invented numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    # from the Tax Agency's open data set of test numbers
    ["189909139801", "191202119986"],
)
def test_invented_numbers_are_those_of_the_tax_agencys_series(number):
    born = date(int(number[:4]), int(number[4:6]), int(number[6:8]))

    assert personal_number(born=born, nth=int(number[8:11]) - 980) == number


def test_a_day_has_twenty_invented_numbers():
    numbers = {personal_number(born=SINCE, nth=nth) for nth in range(20)}

    assert len(numbers) == 20
    for nth in (-1, 20):
        with pytest.raises(ValueError, match="invented numbers"):
            personal_number(born=SINCE, nth=nth)


def test_everybody_made_here_is_invented(town):
    assert {row.pk for row in PersonRow.objects.all()} == set(town.values())
