"""What a clinic takes and sends: decided by its administrator, with day and name."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.harness.accessibility import stumbling_blocks
from vardag.rooms.files.models import RulesRow
from vardag.rooms.files.queries import decided

pytestmark = pytest.mark.django_db
PAGE, SET = "/staff/office/files/", "/staff/office/files/set/"
CHOICE = {"from_staff": "on", "kinds": ["pdf", "jpeg"], "largest": "5"}
EVERYBODY = {
    "receiver": (403, 403),
    "nurse": (403, 403),
    "clinician": (403, 403),
    "doctor": (403, 403),
    "manager": (200, 403),
    "administrator": (200, 302),
    "guardian": (302, 302),
    "youth": (302, 302),
}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.mark.parametrize("who", EVERYBODY)
def test_managers_see_and_administrators_decide(desk: Desk, who: str):
    client = desk.sits(who)

    assert (client.get(PAGE).status_code, client.post(SET, CHOICE).status_code) == EVERYBODY[who]
    assert RulesRow.objects.exists() == (who == "administrator")


def test_what_is_decided_holds_and_the_page_says_who_decided_it(desk: Desk):
    client = desk.sits("administrator")
    client.post(SET, CHOICE)

    rules = decided(desk.world.clinics["outpatient"]).rules
    assert (rules.from_residents, rules.from_staff, rules.largest) == (False, True, 5)
    assert {each.value for each in rules.media} == {"pdf", "jpeg"}
    assert "Bestämt av administrator" in " ".join(client.get(PAGE).content.decode().split())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({**CHOICE, "largest": "11"}, "från 1 till 10"),
        ({**CHOICE, "largest": "mycket"}, "helt antal MB"),
        ({**CHOICE, "kinds": []}, "minst en sorts fil"),
        ({"kinds": "exe"}, "Något saknas eller är fel"),
    ],
)
def test_what_no_clinic_can_have_comes_back_with_what_is_wrong(desk: Desk, wrong, says):
    answer = desk.sits("administrator").post(SET, wrong)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not RulesRow.objects.exists()


def test_where_there_is_no_scanner_the_page_says_that_no_files_are_taken(desk: Desk, settings):
    settings.SCANNER = ""

    assert "ingen viruskontroll" in desk.sits("administrator").get(PAGE).content.decode()


@pytest.mark.one_database
def test_nobody_stumbles_on_the_page(desk: Desk, page):
    for answer in (desk.sits("administrator").get(PAGE), desk.sits("administrator").post(SET, {})):
        shown(page, answer.content)

        assert stumbling_blocks(page) == []
