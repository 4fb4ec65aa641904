"""The page on which one chooses who to be, and the frame around every page."""

import re
from datetime import date

import pytest

from tests.doors.frame import frame
from tests.doors.town import CHOOSE, SINCE, STAFF, add_staff, build_town, enter, who
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.people.identity import ClinicId, Role
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow


@pytest.fixture
def town(db):
    return build_town()


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


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_the_page_can_be_used_by_everybody(page, live_server, town):
    page.goto(f"{live_server.url}{CHOOSE}")

    assert not stumbling_blocks(page)


# ---- The frame of every page ---------------------------------------------------------------------


def ways(client, address):
    """Return where the frame of a page leads, the page itself in brackets."""
    nav = frame(client.get(address)).nav
    return [f"[{item.url}]" if item.current else item.url for item in nav]


def test_receivers_have_the_clinics_lists_and_registers(client, town):
    enter(client, town["rut"])

    assert ways(client, STAFF) == [
        "[/staff/]",
        "/staff/mine/",
        "/staff/awaiting/",
        "/staff/closed/",
        "/staff/registers/",
        "/staff/post/",
        "/staff/office/roster/",
    ]


def test_handlers_have_their_own_cases_and_the_registers(client, town):
    enter(client, town["klas"])

    found = [way for way in ways(client, "/staff/mine/") if "office" not in way]
    assert found == ["[/staff/mine/]", "/staff/registers/", "/staff/post/", "/staff/exceptional/"]


def test_who_handles_no_cases_is_led_to_the_office_and_has_no_lists_of_cases(client, town):
    enter(client, town["uma"])

    office = client.get(STAFF).headers["Location"]

    assert client.get(office).headers["Location"].startswith(office)
    found = ways(client, "/staff/exceptional/")
    assert {way for way in found if "office" not in way} == {"[/staff/exceptional/]"}


def test_a_clinic_where_certificates_are_made_has_its_worklist(client, town):
    enter(client, town["mira"])

    assert ways(client, STAFF) == [
        "[/staff/]",
        "/staff/mine/",
        "/staff/awaiting/",
        "/staff/closed/",
        "/staff/work/",
        "/staff/post/",
        "/staff/office/roster/",
    ]


def test_a_handler_there_sees_the_worklist_only_with_a_group_and_then_the_page_answers(
    client, town
):
    medical = ClinicId(ClinicRow.objects.get(key="medical").pk)
    handler = add_staff(9, "Hugo", [medical], Role.HANDLER)
    enter(client, handler)
    assert "/staff/work/" not in ways(client, "/staff/mine/")
    assert client.get("/staff/work/").status_code == 404

    people.add_group(key="another-group", clinic=medical, name="Andra", members=[handler])

    assert "/staff/work/" in ways(client, "/staff/mine/")
    assert client.get("/staff/work/").status_code == 200


@pytest.mark.parametrize(("name", "label"), [("rut", "Register"), ("mira", "Att göra klart")])
def test_a_way_is_named_for_what_it_is_and_not_for_a_service_of_the_routine(
    client, town, name, label
):
    enter(client, town[name])

    labels = [item.label for item in frame(client.get(STAFF)).nav]

    assert labels == ["Inkorg", "Mina", "Väntar", "Avslutade", label, "Post", "Schema"]


def test_residents_have_their_cases(client, town):
    enter(client, town["gunilla"])

    assert ways(client, "/cases/") == ["[/cases/]"]


def test_whoever_is_nobody_has_no_ways(client, town):
    assert ways(client, CHOOSE) == []


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
