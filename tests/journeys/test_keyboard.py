"""A message and its reply by keyboard alone."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys.families import then_she_reads, when_she_opens_her_case
from tests.journeys.person import Person

pytestmark = pytest.mark.one_database

PATIENCE = 150  # how many times somebody would press Tab before giving up
IN_FOCUS = """() => {
  const it = document.activeElement;
  const labels = it.labels ? [...it.labels].map(each => each.innerText) : [];
  const legend = it.type === "radio" ? it.closest("fieldset")?.querySelector("legend")?.innerText : "";
  return [...labels, legend ?? "", it.innerText ?? ""].join(" ").trim();
}"""


@dataclass
class Keys:
    """Somebody who never touches the mouse."""

    person: Person

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)

    def tab_to(self, words: str) -> None:
        """Press Tab until what has the focus is called so."""
        for _ in range(PATIENCE):
            self.press("Tab")
            if self.person.page.evaluate(IN_FOCUS).startswith(words):
                return
        raise AssertionError(f"no Tab leads to {words!r} on {self.person.page.url}")

    def enter(self, words: str) -> None:
        self.tab_to(words)
        self.press("Enter")

    def write(self, text: str, label: str) -> None:
        self.tab_to(label)
        self.person.page.keyboard.type(text)


def when_somebody_comes_in_by_keyboard(town, name: str, *, home: str) -> Keys:
    keys = Keys(town.opens_a_browser(name))
    keys.person.goes_to("/sign-in/")
    keys.enter(name)
    keys.person.page.wait_for_url(f"{town.url}{home}")
    return keys


def when_she_sends_a_message(keys: Keys, text: str) -> str:
    keys.enter("Elsa")
    keys.person.page.wait_for_url("**for=*")
    keys.enter("BUP Åviken")
    keys.person.page.wait_for_url("**clinic=aviken")
    keys.enter("Skriva till oss")
    keys.enter("Skicka meddelande")
    keys.person.page.wait_for_url("**/new/**")
    keys.write(text, "Ditt meddelande")
    keys.enter("Fortsätt")
    keys.person.page.wait_for_url("**page=review")
    keys.enter("Skicka")
    keys.person.page.wait_for_url("**/sent/")
    return keys.person.number_on_the_page()


def then_the_focus_shows(keys: Keys) -> None:
    """See where one is: what has the focus is drawn another way than when it hasn't."""
    focus = keys.person.page.locator(":focus")
    expect(focus).not_to_have_css("outline-style", "none")


def test_a_message_is_sent_and_replied_to_without_a_mouse(town):
    maria = when_somebody_comes_in_by_keyboard(town, "Maria Wik", home="/")
    number = when_she_sends_a_message(maria, "När börjar kursen?")

    karin = when_somebody_comes_in_by_keyboard(town, "Karin Åberg", home="/staff/")
    karin.enter("Meddelande")
    karin.person.page.wait_for_url("**/cases/*/")
    karin.tab_to("Svara och avsluta")
    then_the_focus_shows(karin)
    karin.press("ArrowLeft")
    karin.person.sees("Fråga till Maria Wik")
    karin.press("ArrowRight")
    karin.write("Den 4 maj.", "Svar till Maria Wik")
    karin.enter("Svara och avsluta")
    karin.person.sees("Svaret till Maria Wik skickas och ärendet avslutas om")
    karin.enter("Skicka nu")
    karin.person.is_told("Svaret är skickat och ärendet är avslutat.")

    when_she_opens_her_case(maria.person, number)
    then_she_reads(maria.person, "Den 4 maj.")


def test_the_first_tab_leads_past_the_menu(town):
    maria = when_somebody_comes_in_by_keyboard(town, "Maria Wik", home="/")
    maria.person.goes_to("/cases/")

    maria.enter("Hoppa till innehållet")
    maria.press("Tab")

    assert maria.person.page.evaluate("document.activeElement.closest('main') !== null")
