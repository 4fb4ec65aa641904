"""The tutorial, walked: every button that it names is there, and does what it says."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.build import on
from tests.journeys.clinics import row_of, when_she_assigns, when_she_finishes, when_she_prints
from tests.journeys.families import when_she_answers
from tests.journeys.person import Person
from tests.journeys.town import Town
from vardag.doors.ops.demo.making import make

pytestmark = pytest.mark.one_database

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial.md").read_text(encoding="utf-8")
MONDAY = on("2026-09-07T08:24")


def named(words: str) -> str:
    """Return words of the screen that the tutorial names in bold, and fail if it doesn't."""
    bold = {" ".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", TUTORIAL, re.DOTALL)}
    assert words in bold, f"the tutorial does not name {words!r}"
    return words


@pytest.fixture
def newcomer(empty_town: Town) -> Person:
    """Somebody with a fresh demonstration, who has chosen to be Maria Wik."""
    empty_town.it_is(MONDAY)
    make(MONDAY)
    return empty_town.comes_in(named("Maria Wik"))


def becomes(newcomer: Person, name: str) -> None:
    """Change person, as the tutorial says."""
    menu = newcomer.page.locator("[popovertarget=top-menu]")
    if menu.count():
        menu.click()
    newcomer.page.get_by_role("button", name=named("Byt person")).click()
    newcomer.page.wait_for_url("**/sign-in/")
    newcomer.page.locator("button.row").filter(has_text=named(name)).click()
    newcomer.page.wait_for_url(re.compile(r"/(staff/)?$"))


def follow(newcomer: Person, link: str, *, within: Locator | None = None) -> None:
    place = within or newcomer.page
    newcomer.follows(place.get_by_role("link", name=re.compile(f"^{named(link)}")).first)


def a_family_writes(newcomer: Person) -> None:
    newcomer.sees(named("Din tur"))
    about = newcomer.main.get_by_role("navigation", name="Vem gäller det?")
    for child, offered in (
        ("Elsa", "Förnya ett recept"),
        ("Nils", "Från 13 år"),
        ("Elsa", "Få ett"),
    ):
        follow(newcomer, child, within=about)
        newcomer.sees(offered)
    follow(newcomer, "Förnya ett recept")
    newcomer.presses(named("Fortsätt"))
    newcomer.sees("Fyll i ”Vilken medicin gäller det?”.")
    newcomer.writes("Concerta 36 mg", "Vilken medicin gäller det?")
    newcomer.presses("Fortsätt")
    newcomer.sees(named("Läs igenom"))
    newcomer.presses(named("Skicka"))
    newcomer.sees("Du hör från oss senast", "onsdag 9 september", "tisdag och onsdag")


def the_receiver_reads_the_inbox(newcomer: Person) -> None:
    becomes(newcomer, "Karin Åberg")
    follow(newcomer, "Förnya recept", within=row_of(newcomer, "Concerta 36 mg"))
    newcomer.sees(named("Så går det till"), "Bara en sjuksköterska kan svara på ”Förnya recept”.")
    for words in ("Fördela", "Fördela och skicka delsvar"):
        named(words)
    when_she_assigns(newcomer, named("Mona Berg, sjuksköterska"), telling="Mona ser över det.")
    newcomer.is_told("Ärendet är fördelat och delsvaret är skickat.")


def the_nurse_closes_it(newcomer: Person) -> None:
    becomes(newcomer, "Mona Berg")
    follow(newcomer, "Mina")
    newcomer.follows(row_of(newcomer, "Concerta 36 mg").get_by_role("link").first)
    newcomer.presses(newcomer.main.get_by_role("button", name=re.compile(named("Klart i Melior"))))
    newcomer.chooses(named("Svara och avsluta"))
    newcomer.sees("Ärendet stängs för alla.")
    assert newcomer.main.locator(".act-panel:visible textarea").input_value()
    newcomer.presses("Svara och avsluta")
    newcomer.presses(named("Skicka nu"))
    newcomer.is_told("Svaret är skickat och ärendet är avslutat.")
    follow(newcomer, "Register")
    assert "Mona Berg" in row_of(newcomer, "Concerta 36 mg").inner_text()


def the_family_reads_and_answers(newcomer: Person) -> None:
    becomes(newcomer, "Maria Wik")
    follow(newcomer, "Mina ärenden")
    newcomer.follows(newcomer.page.get_by_role("link", name=re.compile("^Din tur")).first)
    when_she_answers(newcomer, "27 mg")
    newcomer.sees("27 mg")


def a_certificate_outlives_its_case(newcomer: Person) -> None:
    becomes(newcomer, "Karin Åberg")
    follow(newcomer, "Intyg körkortstillstånd", within=row_of(newcomer, "Vera Ståhl"))
    newcomer.sees(named("Om tjänsten"))
    newcomer.presses(newcomer.main.get_by_role("button", name=re.compile("^Klart i Melior")))
    when_she_assigns(
        newcomer, named("Intygshanterare läkare"), standard_reply=named("Lämnat till läkare")
    )
    newcomer.is_told("Ärendet är fördelat och delsvaret är skickat.")
    newcomer.sees("En annan mottagning har ärendet nu. Du kan läsa det.")
    becomes(newcomer, "Birgitta Sjö")
    follow(newcomer, "Att göra klart")
    vera = row_of(newcomer, "Vera Ståhl")
    vera.locator("select").select_option(index=1)
    when_she_prints(newcomer, vera.get_by_role("button", name=re.compile(named("Skriv ut"))))


def its_work_goes_on(newcomer: Person) -> None:
    newcomer.goes_to("/staff/work/")
    follow(newcomer, "Öppna och avsluta", within=row_of(newcomer, "Vera Ståhl"))
    newcomer.presses(named("Avsluta utan svar"))
    newcomer.presses(named("Avsluta nu"))
    newcomer.goes_to("/staff/work/")
    assert named("Skriv diktat") in row_of(newcomer, "Vera Ståhl").inner_text()
    for fact in ("Skrivet", "Meddelat", "Signerat"):
        when_she_finishes(newcomer, "Vera Ståhl", named(fact))


def test_the_tutorial_can_be_walked_from_its_first_line_to_its_last(newcomer):
    a_family_writes(newcomer)
    the_receiver_reads_the_inbox(newcomer)
    the_nurse_closes_it(newcomer)
    the_family_reads_and_answers(newcomer)
    a_certificate_outlives_its_case(newcomer)
    its_work_goes_on(newcomer)
