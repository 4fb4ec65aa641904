"""A case worked in a real browser against a server: what is put into the page, and what stays of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of

pytestmark = pytest.mark.one_database


@pytest.fixture
def desk(transactional_db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def at_the_server(desk: Desk, page: Page, address: str, url: str) -> None:
    """Open a page on a server as the receiver."""
    session = desk.sits("receiver").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto(f"{url}{address}")


OPENS = {"nothing": "Svara och avsluta", "chooses": "Motfråga", "writes": "Delsvar"}


@pytest.mark.parametrize("first", OPENS)
def test_when_the_last_step_is_ticked_the_tab_is_what_is_next_unless_another_is_in_use(
    desk, live_server, page, first
):
    at_the_server(desk, page, address_of(desk.send("contact-details")), live_server.url)
    expect(page.get_by_role("radio", name=re.compile("^Delsvar"))).to_be_checked()

    if first == "chooses":
        page.get_by_role("radio", name=re.compile("^Motfråga")).check()
    if first == "writes":
        page.get_by_label(re.compile("Delsvar till")).fill("Mitt utkast")
    page.get_by_role("button", name=re.compile("Klart i Melior")).click()

    expect(page.get_by_role("status").filter(has_text="Steget är klart.")).to_be_focused()
    expect(page.get_by_role("radio", name=re.compile(f"^{OPENS[first]}"))).to_be_checked()


def test_a_draft_stays_when_a_step_is_ticked_and_the_focus_goes_to_what_happened(
    desk, live_server, page
):
    made = desk.send("contact-details")
    at_the_server(desk, page, address_of(made), live_server.url)

    page.get_by_label(re.compile("Delsvar till")).fill("Mitt utkast")
    page.get_by_role("button", name=re.compile("Klart i Melior")).click()

    notice = page.get_by_role("status").filter(has_text="Steget är klart.")
    expect(notice).to_be_focused()
    expect(page.get_by_label(re.compile("Delsvar till"))).to_have_value("Mitt utkast")
    assert page.url == f"{live_server.url}{address_of(made)}"
    page.get_by_role("radio", name=re.compile("Svara och avsluta")).check()
    page.get_by_role("button", name="Svara och avsluta").click()
    page.get_by_role("button", name="Skicka nu").click()
    expect(page.get_by_text("Svaret är skickat och ärendet är avslutat.")).to_be_visible()
    expect(page.get_by_label(re.compile("Delsvar:"))).to_have_value("Mitt utkast")


def test_going_back_and_reloading_are_the_browsers_own(desk, live_server, page):
    page.add_init_script("Object.defineProperty(window, 'navigation', {value: undefined})")
    page.goto(f"{live_server.url}/sign-in/")  # to go back to
    case = address_of(desk.send("message"))
    at_the_server(desk, page, case, live_server.url)
    page.locator("summary", has_text="Anteckning").click()
    page.get_by_role("button", name="Spara anteckningen").click()
    page.get_by_role("link", name=re.compile("Skriv något först")).click()
    assert page.url.endswith("#note-text")
    page.get_by_label("Anteckning", exact=True).fill("Mina ord")

    page.go_back()
    page.wait_for_timeout(500)  # long enough for a script to put another page into this one

    expect(page.get_by_label("Anteckning", exact=True)).to_have_value("Mina ord")
    expect(page.locator("header.top")).to_be_visible()
    page.reload()
    expect(page.locator("#case")).to_be_visible()
    page.go_back()
    assert page.url == f"{live_server.url}/sign-in/"
