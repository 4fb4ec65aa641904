"""Whoever chooses English gets English, on every page of both sides."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.english import swedish_left
from tests.journeys.person import Person

pytestmark = pytest.mark.one_database

SERVICES = (
    "care-allowance-certificate",
    "narcotics-travel-certificate",
    "renew-prescription",
    "care-of-child-under-12-certificate",
    "cancel-or-rebook",
    "message",
    "contact-details",
)
SHORTCUTS = ("record-copy", "self-referral", "referral-question")


def given_she_chooses_english(person: Person) -> None:
    """Press the language's button, in the header or in the menu that the name opens."""
    menu = person.page.locator("[popovertarget=top-menu]")
    if menu.count():
        menu.click()
    person.page.get_by_role("button", name="English").click()
    person.page.wait_for_selector("html[lang=en]")


def then_all_is_english(person: Person, *addresses: str) -> None:
    found = []
    for address in addresses:
        person.goes_to(address)
        found += swedish_left(person)
    assert sorted(set(found)) == []


def given_a_prescription_and_a_certificate(guardian: Person, child: int) -> list[str]:
    """Send both in English, and return the addresses of their cases."""
    addresses = []
    for service, fields in (
        ("renew-prescription", {"Which medicine is it about?": "X 3"}),
        ("care-allowance-certificate", {"What is the certificate for?": "X 4"}),
    ):
        guardian.goes_to(f"/new/{service}/?for={child}&clinic=aviken")
        for label, text in fields.items():
            guardian.main.get_by_role("textbox", name=label).fill(text)
        while guardian.main.get_by_role("heading", name="Read through").count() == 0:
            for choice in guardian.main.get_by_role("radio", name="Home").all():
                choice.check()
            guardian.presses("Continue")
            assert swedish_left(guardian) == []
        guardian.presses("Send")
        guardian.page.wait_for_url("**/sent/")
        assert swedish_left(guardian) == []
        addresses.append(urlsplit(guardian.page.url).path.removesuffix("sent/"))
    return addresses


def test_the_familys_side_is_in_english(town):
    petra = town.comes_in("Petra Sand")
    given_she_chooses_english(petra)
    child = town.world.residents["Noel"]
    about = f"?for={child}&clinic=aviken"

    cases = given_a_prescription_and_a_certificate(petra, child)

    then_all_is_english(petra, "/", f"/{about}", "/cases/", *cases, "/nowhere/")
    then_all_is_english(petra, *(f"/new/{service}/{about}" for service in SERVICES))
    then_all_is_english(petra, *(f"/shortcut/{service}/{about}" for service in SHORTCUTS))
    petra.goes_to(f"/new/message/{about}")
    petra.presses("Continue")
    assert swedish_left(petra) == []
    then_all_is_english(petra, "/sign-in/")


def when_she_hands_over_in_english(member: Person, group: str) -> None:
    """Assign the case that is open to a group, with an interim reply."""
    member.presses("Assign")
    assert swedish_left(member) == []
    targets = member.main.locator("#assign-to")
    chosen = targets.locator("option").filter(has_text=group).first
    targets.select_option(chosen.get_attribute("value"))
    member.main.get_by_role("textbox", name="An interim reply").fill("X 5")
    member.presses("Assign and send the interim reply")
    assert swedish_left(member) == []


def when_she_closes_in_english(member: Person) -> None:
    """Tick the only step, reply and close."""
    member.presses(member.main.locator(".step-ready button[type=submit]"))
    assert swedish_left(member) == []
    member.main.get_by_role("radio", name="Reply and close").check()
    member.main.locator(".act-panel:visible textarea").fill("X 6")
    member.presses("Reply and close")
    assert swedish_left(member) == []


def test_the_staffs_side_is_in_english(town):
    petra, karin, mona, birgitta = (
        town.comes_in(name) for name in ("Petra Sand", "Karin Åberg", "Mona Berg", "Birgitta Sjö")
    )
    for each in (petra, karin, mona, birgitta):
        given_she_chooses_english(each)
    cases = given_a_prescription_and_a_certificate(petra, town.world.residents["Noel"])
    prescription, certificate = (f"/staff{each}" for each in cases)

    then_all_is_english(karin, "/staff/", prescription, certificate)
    when_she_hands_over_in_english(karin, "Intygshanterare läkare")
    then_all_is_english(mona, prescription)
    when_she_closes_in_english(mona)

    lists = ("/staff/", "/staff/mine/", "/staff/awaiting/", "/staff/closed/", "/staff/nowhere/")
    then_all_is_english(karin, *lists, "/staff/registers/")
    then_all_is_english(birgitta, "/staff/mine/", "/staff/work/", certificate)
    then_all_is_english(petra, "/cases/", *cases)


def test_swedish_is_known_when_it_is_seen(town):
    petra = town.comes_in("Petra Sand")

    assert len(swedish_left(petra)) > 10
