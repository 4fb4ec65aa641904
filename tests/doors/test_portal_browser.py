"""The residents' side in a real browser: every page and state, with a keyboard, without scripts."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.doors.home import Home, build_home
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.people.actions import add_guardian

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def home(live_server, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home, live_server, page: Page) -> Page:
    return at_home(home, "guardian", page, live_server.url)


@pytest.fixture
def without_scripts(home: Home, live_server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield at_home(home, "guardian", context.new_page(), live_server.url)
    context.close()


def at_home(home: Home, name: str, page: Page, url: str) -> Page:
    """Return a browser's page at the start, signed in as somebody."""
    key = home.sign_in(name).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": url}])
    page.goto(url)
    return page


def assert_nobody_stumbles(page: Page) -> None:
    assert stumbling_blocks(page) == []
    page.set_viewport_size({"width": 320, "height": 640})  # also 640 pixels at 200 %
    assert not overflows(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def asked(home: Home) -> CaseId:
    case = home.send("renew-prescription")
    home.ask(case, "Vilken styrka? Läs mer på https://evi.example/styrka.")
    return case


def closed(home: Home) -> CaseId:
    case = home.send()
    home.do(case, acts.SendInterimReply(acts.Message(text="Vi har läst.")))
    home.close(case)
    return case


def several(home: Home) -> None:
    residents = home.world.residents
    add_guardian(guardian=residents["guardian"], child=residents["youth"])
    home.another_clinic()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_on_a_page(home: Home, guardian: Page, scheme: Literal["light", "dark"]):
    several(home)
    turn, done, youth = asked(home), closed(home), home.id("youth")
    guardian.emulate_media(color_scheme=scheme)
    addresses = [
        "/",
        f"/?for={home.id('child')}&clinic=outpatient",
        f"/?for={youth}&clinic=outpatient",
        home.form_url("narcotics-travel-certificate"),
        home.form_url("care-of-child-12-16-certificate"),
        home.form_url("message", about="youth"),
        home.form_url("self-referral").replace("new", "shortcut"),
        "/cases/",
        f"/cases/{turn}/",
        f"/cases/{done}/",
        f"/cases/{done}/sent/",
        "/cases/99999/",
    ]
    start = guardian.url.rstrip("/")
    for address in addresses:
        guardian.goto(start + address)
        assert_nobody_stumbles(guardian)


@pytest.mark.parametrize("name", ["stranger", "youth"])
def test_nobody_stumbles_where_there_is_little_to_do(home: Home, live_server, page: Page, name):
    at_home(home, name, page, live_server.url)
    assert_nobody_stumbles(page)
    page.goto(f"{live_server.url}/cases/")
    assert_nobody_stumbles(page)


def test_nobody_stumbles_before_signing_in(home: Home, live_server, page: Page):
    page.goto(live_server.url)

    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
    assert_nobody_stumbles(page)


def goes_on_by_key(page: Page) -> None:
    page.get_by_role("button", name="Fortsätt").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def goes_on(page: Page) -> None:
    page.get_by_role("button", name="Fortsätt").click()
    page.wait_for_load_state()


def test_a_case_is_sent_with_the_keyboard_alone(home: Home, guardian: Page):
    guardian.get_by_role("link", name="Ändra en bokad tid").focus()
    guardian.keyboard.press("Enter")
    goes_on_by_key(guardian)
    goes_on_by_key(guardian)

    summary = guardian.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(guardian).to_have_title("Fel – Fråga 2 av 3 – Nytt ärende – Vardag")
    assert_nobody_stumbles(guardian)
    guardian.keyboard.press("Tab")
    guardian.keyboard.press("Enter")
    expect(guardian.get_by_label("Avboka den")).to_be_focused()
    guardian.keyboard.press("Space")
    goes_on_by_key(guardian)
    guardian.get_by_label("Vill du berätta något mer?").focus()
    goes_on_by_key(guardian)
    guardian.get_by_role("button", name="Skicka").focus()
    guardian.keyboard.press("Enter")

    expect(guardian.get_by_role("heading", name="Tack, nu har vi ditt ärende")).to_be_visible()
    expect(guardian.get_by_text("tisdag 7 april", exact=True)).to_be_visible()


def test_a_double_click_and_the_way_back_make_no_second_case(home: Home, guardian: Page):
    guardian.get_by_role("link", name="Förnya ett recept").click()
    guardian.get_by_label("Vilken medicin gäller det?").fill("Melatonin 3 mg")
    goes_on(guardian)
    guardian.get_by_role("button", name="Skicka").dblclick()
    guardian.wait_for_url("**/sent/")

    guardian.go_back()

    expect(guardian.get_by_role("heading", name="Du har redan skickat det här")).to_be_visible()
    assert_nobody_stumbles(guardian)
    guardian.get_by_role("link", name="Mina ärenden").click()
    expect(guardian.locator(".rows .row")).to_have_count(1)


def test_a_form_open_in_two_tabs_is_told_apart(home: Home, guardian: Page):
    guardian.goto(guardian.url + home.form_url("message")[1:])
    other = guardian.context.new_page()
    other.goto(guardian.url)
    guardian.get_by_label("Ditt meddelande").fill("Ett")
    goes_on(guardian)
    guardian.get_by_role("button", name="Skicka").click()
    other.get_by_label("Ditt meddelande").fill("Något annat")
    goes_on(other)

    expect(other.get_by_text("Du har redan skickat det här.")).to_be_visible()
    expect(other.get_by_text("Något annat")).to_be_visible()
    assert_nobody_stumbles(other)
    other.get_by_role("button", name="Skicka").click()
    expect(other.get_by_role("heading", name="Tack, nu har vi ditt ärende")).to_be_visible()


def test_what_is_written_is_kept_while_one_writes_and_comes_back(home: Home, guardian: Page):
    address = guardian.url + home.form_url("message")[1:]
    guardian.goto(address)
    guardian.get_by_label("Ditt meddelande").fill("Hon sover så dåligt")
    expect(guardian.get_by_text("Sparat. Du kan fortsätta senare.")).to_be_visible()

    guardian.goto(guardian.url.split("/new/")[0])
    expect(guardian.get_by_role("heading", name="Du har börjat på")).to_be_visible()
    assert_nobody_stumbles(guardian)
    guardian.get_by_role("link", name="Meddelande, för child").click()

    expect(guardian.get_by_label("Ditt meddelande")).to_have_value("Hon sover så dåligt")
    guardian.get_by_role("button", name="Släng det du har skrivit").click()
    expect(guardian.get_by_text("Det är slängt.")).to_be_visible()
    expect(guardian.get_by_role("heading", name="Du har börjat på")).to_have_count(0)


def test_the_language_can_be_changed_in_the_middle_of_a_sentence(home: Home, without_scripts: Page):
    page = without_scripts
    page.goto(page.url + home.form_url("message")[1:])
    page.get_by_label("Ditt meddelande").fill("Hon sover så")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_label("Your message")).to_have_value("Hon sover så")
    page.get_by_label("What is it about?").press("Enter")
    expect(page.get_by_role("heading", name="Read through")).to_be_visible()


def test_one_question_at_a_time_there_and_back_without_a_script(home: Home, without_scripts: Page):
    page = without_scripts
    page.goto(page.url + home.form_url("cancel-or-rebook")[1:])
    expect(page.get_by_text("Fråga 1 av 3")).to_be_visible()
    page.get_by_label("Vilken dag är tiden?").fill("2026-04-09")
    goes_on(page)
    page.get_by_label("Byta till video").check()
    goes_on(page)
    page.get_by_label("Vill du berätta något mer?").fill("Bussen går inte.")

    page.go_back()
    expect(page.get_by_label("Byta till video")).to_be_checked()
    page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_label("Vilken dag är tiden?")).to_have_value("2026-04-09")
    goes_on(page)
    goes_on(page)
    goes_on(page)
    page.get_by_role("link", name=re.compile("^Ändra.*Hur vill")).click()
    page.get_by_label("Avboka den").check()
    goes_on(page)

    expect(page.get_by_role("heading", name="Läs igenom")).to_be_visible()
    expect(page.get_by_text("Avboka den")).to_be_visible()
    expect(page.get_by_text("torsdag 9 april")).to_be_visible()


def test_the_way_back_keeps_what_is_on_the_page_without_a_script(home: Home, without_scripts: Page):
    page = without_scripts
    page.goto(page.url + home.form_url("cancel-or-rebook")[1:])
    goes_on(page)
    page.get_by_label("Byta till video").check()
    goes_on(page)
    page.get_by_label("Vill du berätta något mer?").fill("Bussen går")

    page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_label("Byta till video")).to_be_checked()
    goes_on(page)
    expect(page.get_by_label("Vill du berätta något mer?")).to_have_value("Bussen går")

    goes_on(page)
    page.get_by_role("link", name=re.compile("^Ändra.*berätta")).click()
    page.get_by_label("Vill du berätta något mer?").fill("Bussen går inte.")
    page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_role("heading", name="Läs igenom")).to_be_visible()
    expect(page.get_by_text("Bussen går inte.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_on_the_pages_of_a_form(
    home: Home, guardian: Page, scheme: Literal["light", "dark"]
):
    guardian.emulate_media(color_scheme=scheme)
    guardian.goto(guardian.url + home.form_url("cancel-or-rebook")[1:])
    assert_nobody_stumbles(guardian)
    goes_on(guardian)
    assert_nobody_stumbles(guardian)
    guardian.get_by_label("Avboka den").check()
    goes_on(guardian)
    assert_nobody_stumbles(guardian)
    goes_on(guardian)
    assert_nobody_stumbles(guardian)


def test_who_writes_the_wrong_kind_of_case_is_helped_over_with_the_words(
    home: Home, guardian: Page
):
    guardian.goto(guardian.url + home.form_url("message")[1:])
    guardian.get_by_label("Ditt meddelande").fill("Kan ni förnya receptet på Concerta?")
    goes_on(guardian)
    expect(guardian.get_by_role("button", name="Skicka ändå")).to_be_visible()
    assert_nobody_stumbles(guardian)

    guardian.get_by_role("button", name="Byt till ”Förnya recept”").click()

    expect(guardian.get_by_text("Det du skrev följde med.")).to_be_visible()
    expect(guardian.get_by_label("Något mer vi ska veta?")).to_have_value(
        "Kan ni förnya receptet på Concerta?"
    )


def test_a_question_is_answered_where_it_stands(home: Home, guardian: Page):
    asked(home)
    guardian.reload()
    guardian.get_by_role("link", name="Din tur").click()
    guardian.get_by_role("button", name="Skicka svar").click()

    expect(guardian.get_by_label("Ditt svar")).to_be_focused()
    assert_nobody_stumbles(guardian)
    guardian.get_by_label("Ditt svar").fill("27 mg.")
    guardian.get_by_role("button", name="Skicka svar").click()

    expect(guardian.get_by_text("Ditt svar är skickat.")).to_be_visible()
    expect(guardian.get_by_text("27 mg.")).to_be_visible()
    assert_nobody_stumbles(guardian)


def test_the_language_can_be_changed_in_the_middle_of_an_answer(home: Home, without_scripts: Page):
    case = asked(home)
    page = without_scripts
    page.goto(f"{page.url}cases/{case}/")
    page.get_by_label("Ditt svar").fill("27 mg, tror jag")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_label("Your answer")).to_have_value("27 mg, tror jag")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer is sent.")).to_be_visible()


def test_what_came_too_late_can_be_copied(home: Home, guardian: Page):
    case = asked(home)
    guardian.goto(f"{guardian.url}cases/{case}/")
    guardian.get_by_label("Ditt svar").fill("27 mg.")
    home.do(case, acts.CompleteStep("document-request"))
    home.close(case)

    guardian.get_by_role("button", name="Skicka svar").click()

    expect(guardian.get_by_label("Det här skrev du")).to_have_value("27 mg.")
    assert_nobody_stumbles(guardian)


def test_a_choice_keeps_its_place_and_the_way_back(home: Home, guardian: Page):
    several(home)
    guardian.reload()
    child = guardian.get_by_role("link", name="child 10 år")
    child.focus()
    guardian.keyboard.press("Enter")

    expect(guardian.get_by_role("link", name="child 10 år")).to_be_focused()
    expect(guardian.get_by_role("link", name="child 10 år")).to_have_attribute(
        "aria-current", "true"
    )
    guardian.get_by_role("link", name="BUP Lerhamn").click()
    expect(guardian.get_by_role("heading", name="Vad vill du göra?")).to_be_visible()
    guardian.go_back()
    expect(guardian.get_by_role("heading", name="Vad vill du göra?")).to_have_count(0)


def test_everything_goes_without_scripts(home: Home, without_scripts: Page):
    several(home)
    page = without_scripts
    page.reload()
    page.get_by_role("link", name="child 10 år").click()
    page.get_by_role("link", name="BUP Lerhamn").click()
    page.get_by_text("Journal eller remiss").click()
    page.get_by_role("link", name="Egenremiss").click()
    page.get_by_role("link", name="Skicka till oss ändå").click()
    goes_on(page)
    page.get_by_role("button", name="Skicka").click()

    expect(page.get_by_role("heading", name="Tack, nu har vi ditt ärende")).to_be_visible()
    page.get_by_role("link", name="Läs ärendet").click()
    expect(page.get_by_text("Skickat utan text.")).to_be_visible()
