"""The start page: for whom, which clinic, and what can be done there."""

import pytest

from tests.build import on, routine
from tests.doors.home import Home, build_home, words
from vardag.domain.kinship import permit_submission
from vardag.domain.refusals import NotPermitted
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people.actions import add_guardian
from vardag.rooms.people.ages import ages_on

SERVICES = [service.key for service in routine().services]
IN_OWN_NAME = {service.key for service in routine().services if service.guardian_in_own_name}


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


def led_to(html: str) -> set[str]:
    """Return the services that a page leads to."""
    return {key for key in SERVICES if f"/new/{key}/?" in html or f"/shortcut/{key}/?" in html}


def test_who_is_not_signed_in_reads_what_this_is_and_whom_to_call(home: Home, client):
    page = client.get("/")

    said = words(page)
    assert "Logga in" in said
    assert "1177" in said
    assert "112" in said
    assert "inom två arbetsdagar" in said


def test_staff_are_led_to_their_own_side(home: Home):
    page = home.sign_in("nurse").get("/")

    assert page.headers["location"] == "/staff/"


def test_before_a_routine_is_published_the_service_says_that_it_is_closed(db, client):
    assert client.get("/").status_code == 503


def test_with_one_child_and_one_clinic_there_is_nothing_to_choose(home: Home):
    page = home.sign_in("guardian").get("/")

    said = words(page)
    assert "Det gäller child, 10 år." in said
    assert "Vem gäller det?" not in said
    assert "Vilken mottagning?" not in said
    assert led_to(page.content.decode()) == set(SERVICES)


def test_the_menu_is_the_routines_rows_in_their_order(home: Home):
    said = home.sign_in("guardian").read("/")

    places = [said.index(row.name.sv) for row in routine().menu]
    assert places == sorted(places)


def test_a_shortcut_leads_out_and_other_services_to_their_form(home: Home):
    html = home.sign_in("guardian").get("/").content.decode()

    for service in routine().services:
        door = "shortcut" if service.leads_to else "new"
        assert f"/{door}/{service.key}/?for=" in html


def test_a_youth_writes_for_herself(home: Home):
    page = home.sign_in("youth").get("/")

    assert "Du skriver för dig själv." in words(page)
    assert led_to(page.content.decode()) == set(SERVICES)


def test_a_guardian_of_a_youth_sees_only_what_goes_in_the_guardians_own_name(home: Home):
    page = home.sign_in("youth_guardian").get("/")

    assert "Från 13 år skriver ditt barn själv här." in words(page)
    assert led_to(page.content.decode()) == IN_OWN_NAME


@pytest.mark.parametrize("name", ["guardian", "child", "youth", "youth_guardian", "stranger"])
@pytest.mark.parametrize("day", ["2026-04-01", "2028-09-14", "2028-09-15", "2033-09-15"])
def test_the_page_leads_to_what_the_rules_permit_and_to_nothing_else(
    home: Home, name: str, day: str
):
    home.set_clock(on(f"{day}T12:00"))
    today = home.now.date()
    resident = home.world.resident(name, on=today)
    visitor = home.sign_in(name)
    for person in (resident.id, *(child.id for child in resident.children)):
        permitted = set()
        for service in routine().services:
            try:
                permit_submission(
                    resident, patient=person, service=service, on=today, ages=ages_on(today)
                )
            except NotPermitted:
                continue
            permitted.add(service.key)

        html = visitor.get(f"/?for={person}").content.decode()

        found = {key for key in led_to(html) if f"/{key}/?for={person}&amp;" in html}
        assert found == permitted


def test_an_adult_without_a_child_here_reads_where_to_turn(home: Home):
    page = home.sign_in("stranger").get("/")

    assert "Har du eller ditt barn fyllt 18 år? Då tar vuxenvården över. Ring 1177" in words(page)
    assert not led_to(page.content.decode())


def test_what_a_clinic_does_not_offer_is_not_shown_there(home: Home):
    excepted = {"renew-prescription", "self-referral"}
    for key in excepted:
        except_at_installation(
            clinic=home.world.clinics["outpatient"], service=key, reason="Sköts centralt"
        )

    page = home.sign_in("guardian").get("/")

    assert led_to(page.content.decode()) == set(SERVICES) - excepted
    assert "Förnya ett recept" not in words(page)


def test_with_several_children_nobody_is_chosen_beforehand(home: Home):
    make_guardian_of_both(home)

    page = home.sign_in("guardian").get("/")

    said = words(page)
    assert "Vem gäller det? child 10 år youth 15 år, bara intyg" in said
    assert not led_to(page.content.decode())
    assert 'aria-current="true"' not in page.content.decode()


def test_a_child_is_chosen_by_following_its_name(home: Home):
    make_guardian_of_both(home)
    guardian = home.sign_in("guardian")

    page = guardian.get(f"/?for={home.id('youth')}")

    assert page.content.decode().count('aria-current="true"') == 1
    assert led_to(page.content.decode()) == IN_OWN_NAME


def test_of_several_clinics_the_one_that_the_family_last_wrote_to_is_chosen(home: Home):
    home.another_clinic()
    guardian = home.sign_in("guardian")
    before = guardian.get("/")

    home.send()

    after = guardian.get("/")
    assert "Vilken mottagning?" in words(before)
    assert not led_to(before.content.decode())
    assert "clinic=outpatient" in after.content.decode().split('class="rows"')[1]


@pytest.mark.parametrize(
    "address",
    ["/?for=abc", "/?for=999999999999999999999999", "/?for=-1", "/?clinic=nowhere", "/?for=%00"],
)
def test_what_can_not_be_chosen_counts_as_not_chosen(home: Home, address: str):
    make_guardian_of_both(home)
    home.another_clinic()

    page = home.sign_in("guardian").get(address)

    assert page.status_code == 200
    assert not led_to(page.content.decode())


def test_another_familys_child_can_not_be_chosen(home: Home):
    page = home.sign_in("guardian").get(f"/?for={home.id('youth')}")

    assert "youth" not in words(page)


def test_an_open_question_stands_first(home: Home):
    home.ask(home.send("renew-prescription"))

    said = home.sign_in("other_guardian").read("/")

    assert said.startswith("Din tur outpatient har en fråga om child: Förnya recept")


def test_the_page_is_complete_in_english(home: Home):
    guardian = home.sign_in("guardian")
    guardian.cookies["django_language"] = "en"

    said = words(guardian.get("/"))

    assert "What do you want to do?" in said
    assert "It is about child, 10 years old." in said
    assert "Change an appointment" in said


def make_guardian_of_both(home: Home) -> None:
    add_guardian(guardian=home.world.residents["guardian"], child=home.world.residents["youth"])
