"""A shortcut is followed at an address of ours: it leads where the clinic says, and is counted."""

import csv
import logging
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.home import Home, Visitor, build_home, words
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.measures.shortcuts import Use
from vardag.domain.people.identity import Role
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.clinics.actions import set_link
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people.actions import grant
from vardag.rooms.shortcuts.actions import count
from vardag.rooms.shortcuts.models import CountRow

pytestmark = pytest.mark.django_db
KEY = "self-referral"
EVI = "https://www.1177.se/Vastra-Gotaland/"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


def page_of(home: Home, about: str = "child", key: str = KEY) -> str:
    return home.form_url(key, about=about).replace("/new/", "/shortcut/")


def way_of(home: Home, about: str = "child", key: str = KEY) -> str:
    return page_of(home, about, key).replace("?", "follow/?")


def counts() -> list[tuple[str, int, int]]:
    return list(CountRow.objects.order_by("pk").values_list("service", "shown", "followed"))


# --- A family's way out ---------------------------------------------------------------------------


def test_the_page_leads_to_an_address_of_ours_and_that_on_to_the_clinics_link(
    home: Home, guardian: Visitor
):
    html = guardian.get(page_of(home)).content.decode()
    out = guardian.get(way_of(home))

    assert way_of(home).replace("&", "&amp;") in html
    assert (out.status_code, out["Location"]) == (303, EVI)
    assert out["Cache-Control"] == "no-store"
    assert counts() == [(KEY, 1, 1)]
    row = CountRow.objects.get()
    assert (row.clinic_id, row.date) == (home.world.clinics["outpatient"], date(2026, 4, 1))
    assert not AccessRow.objects.exists()


def test_the_family_reads_that_it_is_counted_and_not_by_whom(home: Home, guardian: Visitor):
    assert "Vi räknar hur ofta vägen tas, inte av vem" in guardian.read(page_of(home))


def test_no_address_sends_anybody_elsewhere_than_the_clinic_says(home: Home, guardian: Visitor):
    sly = "&".join(f"{name}=https://bad.example/" for name in ("to", "next", "url", "address"))

    assert guardian.get(f"{way_of(home)}&{sly}")["Location"] == EVI
    clinic = home.world.clinics["outpatient"]
    set_link(clinic=clinic, key="evi", address="javascript:alert(1)")
    assert guardian.get(way_of(home)).status_code == 404
    assert counts() == [(KEY, 0, 1)]


def test_a_link_with_swedish_letters_leads_there_all_the_same(home: Home, guardian: Visitor):
    set_link(clinic=home.world.clinics["outpatient"], key="evi", address="https://x.example/åäö")

    assert guardian.get(way_of(home))["Location"] == "https://x.example/%C3%A5%C3%A4%C3%B6"


@pytest.mark.parametrize("key", ["message", "nothing-of-the-kind"])
def test_what_is_no_shortcut_leads_nowhere(home: Home, guardian: Visitor, key: str):
    assert guardian.get(way_of(home, key=key)).status_code in (404, 422)
    assert counts() == []


@pytest.mark.parametrize(
    ("who", "about", "status"),
    [
        ("guardian", "child", 303),
        ("child", "child", 303),
        ("youth", "youth", 303),
        ("youth_guardian", "youth", 403),
        ("stranger", "child", 403),
        ("receiver", "child", 302),
        ("manager", "child", 302),
    ],
)
def test_the_way_out_is_for_those_who_may_send_the_same(
    home: Home, who: str, about: str, status: int
):
    assert home.sign_in(who).get(way_of(home, about)).status_code == status
    assert bool(counts()) == (status == 303)


def test_who_is_not_signed_in_signs_in_first_and_comes_to_the_way_out(home: Home):
    out = Visitor().get(way_of(home))

    assert out.status_code == 302
    assert out["Location"].startswith("/sign-in/?next=%2Fshortcut%2Fself-referral%2Ffollow%2F")
    assert counts() == []


def test_what_the_clinic_does_not_offer_has_no_way_out(home: Home, guardian: Visitor):
    clinic = home.world.clinics["outpatient"]
    except_at_installation(clinic=clinic, service=KEY, reason="Flytt")

    assert guardian.get(way_of(home)).status_code == 422
    assert counts() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
        {"Sec-Fetch-Dest": "image"},
    ],
)
def test_what_a_browser_fetches_before_anybody_asks_is_not_counted(
    home: Home, guardian: Visitor, headers: dict[str, str]
):
    assert guardian.get(way_of(home), headers=headers).status_code == 204
    assert guardian.get(page_of(home), headers=headers).status_code == 200
    assert counts() == []


def test_who_asks_only_for_the_head_is_not_counted(home: Home, guardian: Visitor):
    assert guardian.head(way_of(home))["Location"] == EVI
    assert guardian.head(page_of(home)).status_code == 200
    assert guardian.post(way_of(home)).status_code == 405
    assert counts() == []


def test_a_person_who_goes_by_a_browser_is_counted(home: Home, guardian: Visitor):
    there = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}

    assert guardian.get(way_of(home), headers=there).status_code == 303
    assert counts() == [(KEY, 0, 1)]


def test_a_count_that_fails_holds_nobody_up_and_is_told_in_the_process_log(
    home: Home,
    guardian: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    def refuse(**_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("vardag.doors.portal.shortcuts.count", refuse)

    with caplog.at_level(logging.ERROR):
        assert guardian.get(page_of(home)).status_code == 200
        assert guardian.get(way_of(home))["Location"] == EVI

    here = home.world.clinics["outpatient"]
    assert [each.getMessage() for each in caplog.records] == [
        f"not done after the answer: count that self-referral was {use} at clinic {here}"
        for use in ("shown", "followed")
    ]
    assert "the disk is full" in caplog.text


def test_it_is_counted_when_the_answer_has_left(
    home: Home, guardian: Visitor, monkeypatch: pytest.MonkeyPatch
):
    seen: list[str] = []
    monkeypatch.setattr(
        "vardag.doors.portal.shortcuts.SeeOther.close", lambda _: seen.append("closed")
    )
    monkeypatch.setattr("vardag.doors.portal.shortcuts.count", lambda **_: seen.append("counted"))

    guardian.get(way_of(home))

    assert seen == ["counted", "closed"]


# --- The manager's page ---------------------------------------------------------------------------

PAGE = "/staff/office/shortcuts/"
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
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def used(desk: Desk, clinic: str = "outpatient") -> None:
    for use, many in ((Use.SHOWN, 10), (Use.FOLLOWED, 7)):
        for nth in range(many):
            day = date(2026, 3 + nth % 2, 5)
            count(clinic=desk.world.clinics[clinic], service=KEY, use=use, on=day)


def sent(desk: Desk) -> None:
    for text in ("", " ", "När får vi tid?"):
        case = desk.send(KEY, form={"text": text})
    desk.do(case, "receiver", acts.ReplyAndClose(acts.Message(standard_reply="evi")))


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}download/"])
def test_managers_and_administrators_see_how_shortcuts_are_used(
    desk: Desk, person: str, address: str
):
    assert desk.sits(person).get(address).status_code == EVERYBODY[person]


def test_the_page_says_what_came_of_each_shortcut(desk: Desk):
    used(desk)
    sent(desk)

    said = words(desk.sits("manager").get(PAGE))

    assert "Sidan öppnades 10 gånger. Vägen ut togs 7 gånger." in said
    assert "3 förfrågningar skickades ändå till mottagningen: 2 tomma och 1 med ord." in said
    assert "Avslutade med standardsvaret som visar vägen: 1." in said
    assert "april, delvis 5 3 2 1 1" in said
    assert "mars, delvis 5 4 0 0 0" in said
    assert "februari – – 0 0 0" in said
    assert f"Leder till: En Väg In (EVI), {EVI}" in said
    assert "Öppningar och steg ut räknas sedan torsdag 5 mars." in said


def test_another_clinics_numbers_are_not_shown(desk: Desk):
    used(desk, "elsewhere")

    assert "Sidan öppnades 0 gånger. Vägen ut togs 0 gånger." in words(
        desk.sits("manager").get(PAGE)
    )


def test_where_nothing_was_ever_counted_the_page_says_so(desk: Desk):
    said = words(desk.sits("manager").get(PAGE))

    assert "Ingen genväg har öppnats sedan räkningen började." in said
    assert "Sidan öppnades" not in said
    assert "Ingen förfrågan skickades ändå till mottagningen." in said


def test_a_clinic_without_families_cases_reads_that_it_has_no_shortcuts(desk: Desk):
    medical = desk.world.clinics["medical"]
    who = desk.person("medical_receiver")
    grant(person=who, clinic=medical, role=Role.MANAGER, from_date=TUESDAY.date())

    assert "tar inte emot ärenden från invånare" in words(desk.sits("medical_receiver").get(PAGE))


@pytest.mark.parametrize(("asked", "many"), [("", 6), ("?months=3", 3), ("?months=24", 24)])
def test_one_chooses_of_how_many_months(desk: Desk, asked: str, many: int):
    html = desk.sits("manager").get(f"{PAGE}{asked}").content.decode()

    assert html.count('<th scope="row"') == 3 * many


@pytest.mark.parametrize("asked", ["", "0", "7", "x", "999999999999", "a\x00b"])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}download/"])
def test_a_time_that_cannot_be_chosen_is_refused_with_a_sentence(
    desk: Desk, address: str, asked: str
):
    response = desk.sits("manager").get(address, {"months": asked})

    assert response.status_code == 422
    assert "field-error" in response.content.decode()


def test_the_file_says_the_same_month_by_month(desk: Desk):
    used(desk)
    sent(desk)

    response = desk.sits("manager").get(f"{PAGE}download/", {"months": "3"})

    head, *rows = list(csv.reader(StringIO(told_in(response)), delimiter=";"))
    assert response["Content-Disposition"].endswith('-outpatient-2026-04-3.csv"')
    assert head[:4] == ["Månad", "Nyckel", "E-tjänst", "Öppnad"]
    assert len(rows) == 9
    assert ["2026-04", KEY, "Egenremiss", "5", "3", "2", "1", "1"] in rows
    assert ["2026-02", KEY, "Egenremiss", "", "", "0", "0", "0"] in rows


def told_in(response: Any) -> str:
    text: str = response.content.decode("utf-8-sig")
    return text


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_asks_the_database_as_often_however_much_there_is(desk: Desk, many: int):
    for _ in range(many):
        used(desk)
        sent(desk)
    manager = desk.sits("manager")
    manager.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        assert manager.get(PAGE).status_code == 200

    assert len(asked) == 9, "\n".join(each["sql"][:150] for each in asked)


def test_the_page_shows_nothing_of_any_patient_and_writes_no_entry(desk: Desk):
    sent(desk)
    client = desk.sits("manager")
    before = AccessRow.objects.count()

    html = client.get(PAGE).content.decode()

    assert "När får vi tid?" not in html
    assert AccessRow.objects.count() == before


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("asked", ["", "?months=x"])
def test_everybody_can_use_the_page(desk: Desk, page: Page, width: int, asked: str):
    used(desk)
    sent(desk)
    shown(page, desk.sits("manager").get(f"{PAGE}{asked}").content)
    assert not stumbling_blocks(page)

    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
