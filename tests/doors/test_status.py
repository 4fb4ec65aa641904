"""How it stands, for a clinic's managers and administrators; and what keeps a server from beginning."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.running import environment, run, started
from tests.harness.accessibility import stumbling_blocks
from vardag.doors.ops.heart import note_all

PAGE = "/staff/office/status/"
EVERYBODY = {
    "receiver": 403,
    "nurse": 403,
    "clinician": 403,
    "doctor": 403,
    "manager": 200,
    "administrator": 200,
    "guardian": 302,
    "youth": 302,
}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def words(desk: Desk, who: str = "manager") -> str:
    html = desk.sits(who).get(PAGE).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.django_db
@pytest.mark.parametrize("who", EVERYBODY)
def test_managers_and_administrators_see_how_it_stands(desk: Desk, who: str):
    assert desk.sits(who).get(PAGE).status_code == EVERYBODY[who]


@pytest.mark.django_db
def test_the_page_says_what_is_wrong_since_when_what_helps_and_whom_to_tell(desk: Desk):
    note_all()
    desk.it_is(TUESDAY.replace(hour=23))
    said = words(desk)

    assert "Arbetet vid sidan av sidorna Sedan" in said
    assert "Starta `vardag worker`" in said
    assert "Säg till: den som sköter driften." in said


@pytest.mark.django_db
def test_the_page_names_no_folder_no_host_and_no_secret(desk: Desk):
    html = desk.sits("administrator").get(PAGE).content.decode()

    told = [str(settings.DATA), str(settings.FILES), settings.SECRET_KEY]
    assert not [each for each in told if each in html]


@pytest.mark.django_db
def test_the_page_says_nothing_of_another_clinics_days(desk: Desk):
    assert words(desk).count("Vem som är 1177-ansvarig") == 1


@pytest.mark.django_db
def test_days_and_works_are_told_as_people_say_them(desk: Desk):
    said = words(desk)

    assert "påminna" in said
    assert "reminding" not in said
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said)
    assert re.search(r"(mån|tis|ons|tors|fre)dag \d+ april", said)


@pytest.mark.django_db
def test_the_services_page_leads_there(desk: Desk):
    assert PAGE in desk.sits("manager").get("/staff/office/e-services/").content.decode()


@pytest.mark.django_db
def test_the_page_takes_so_many_questions(desk: Desk, django_assert_max_num_queries):
    client = desk.sits("manager")
    client.get(PAGE)

    with django_assert_max_num_queries(34):
        client.get(PAGE)


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_page_has_no_stumbling_blocks(desk: Desk, page: Page):
    shown(page, desk.sits("manager").get(PAGE).content)

    assert stumbling_blocks(page) == []


# ---- What keeps a server from beginning ----------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    assert run("migrate", env=environment(folder)).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("weak", "says"),
    [
        ({"VARDAG_SECRET_KEY": "k" * 40}, "secret-key: The secret key repeats itself"),
        ({"VARDAG_HOSTS": "a.example.se", "VARDAG_HTTPS": "0"}, "https: Pages, sign-ins"),
        ({"VARDAG_HOSTS": "*"}, "hosts: It answers to any host name"),
        ({"VARDAG_ORIGINS": "https://*.example.se"}, "origins: Forms may come from any"),
        ({"VARDAG_SCANNER": "stand-in"}, "scanner: The demonstration's stand-in"),
    ],
)
def test_weak_settings_are_not_served_and_it_is_said_what_helps(installed, weak, says):
    done = run("serve", "--port", "0", env=environment(installed, **weak))

    assert done.returncode == 1
    assert says in done.stderr
    assert "vardag doctor" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_only_worth_a_look_is_served(installed):
    with started("serve", "--port", "0", env=environment(installed, VARDAG_HTTPS="0")) as server:
        server.wait_for("serving")


def test_a_throw_away_database_is_served_with_any_settings(installed):
    env = environment(installed, VARDAG_THROW_AWAY="1", VARDAG_SECRET_KEY="", VARDAG_HOSTS="*")
    with started("serve", "--port", "0", env=env) as server:
        server.wait_for("serving")
