"""A colleague is added by HSA-id, introduced, comes to work, and leaves."""

import re

import pytest

from tests.journeys.person import Person
from tests.journeys.town import Town

STAFF = "/staff/office/staff/"


def when_she_ticks_everything(somebody: Person) -> None:
    for box in somebody.main.get_by_role("checkbox").all():
        box.check()


def when_she_adds(somebody: Person, pasted: str, role: str) -> None:
    """Look somebody up by an HSA-id as it was pasted, see who that is, and give a role."""
    somebody.goes_to(STAFF)
    somebody.looks_around()
    somebody.follows("Lägg till en kollega")
    somebody.looks_around()
    somebody.writes(pasted, "HSA-id")
    somebody.presses("Slå upp")
    somebody.sees("Nadja Sahlin", "sjuksköterska")
    somebody.looks_around()
    somebody.main.get_by_role("checkbox", name=re.compile(f"^{role}")).check()
    somebody.presses("Lägg till Nadja Sahlin")
    somebody.is_told("Nadja Sahlin är tillagd.")
    somebody.looks_around()


def when_she_introduces(somebody: Person, name: str) -> None:
    """Go through the list with a newcomer, and sign; without ticking it all, nothing is signed."""
    somebody.goes_to(STAFF)
    somebody.follows(name)
    somebody.follows("Introducera och skriv under")
    somebody.presses("Skriv under")
    somebody.is_told("Kryssa för varje rad")
    somebody.looks_around()
    when_she_ticks_everything(somebody)
    somebody.presses("Skriv under")
    somebody.is_told("Underskrivet.")


def when_she_signs_her_own(somebody: Person) -> None:
    somebody.sees("Du kan inte arbeta här än.", "Gå igenom introduktionen och skriv under.")
    somebody.looks_around()
    somebody.follows("Till introduktionen")
    somebody.looks_around()
    when_she_ticks_everything(somebody)
    somebody.presses("Skriv under")
    somebody.is_told("Underskrivet.")


def when_she_sets_her_address(somebody: Person, address: str) -> None:
    somebody.goes_to("/staff/office/mine/")
    somebody.main.get_by_role("textbox", name="E-post").fill(address)
    somebody.presses("Spara")
    somebody.is_told("Sparat. Prova, så att du vet att det kommer fram.")
    somebody.looks_around()


def when_everything_ends(somebody: Person, name: str) -> None:
    somebody.goes_to(STAFF)
    somebody.follows(name)
    somebody.opens("Avsluta allt")
    somebody.looks_around()
    somebody.presses(f"Avsluta allt för {name} genast")
    somebody.is_told(f"{name} har inget kvar här.")
    somebody.looks_around()


@pytest.mark.one_database
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_new_colleague_is_added_introduced_and_leaves(town: Town, scripts):
    lars, eva = (town.comes_in(name, scripts=scripts) for name in ("Lars Hedin", "Eva Strand"))

    when_she_adds(lars, " se0000000000-2001 ", "Ärendehanterare")
    lars.sees("Väntar på introduktion")

    nadja = town.comes_in("Nadja Sahlin", scripts=scripts)
    when_she_signs_her_own(nadja)
    nadja.goes_to("/staff/mine/")
    nadja.sees("Du kan inte arbeta här än.")  # one signature of two
    when_she_introduces(lars, "Nadja Sahlin")

    nadja.goes_to("/staff/mine/")
    nadja.does_not_see("Du kan inte arbeta här än.")
    when_she_sets_her_address(nadja, "nadja@vardag.example")

    when_everything_ends(eva, "Nadja Sahlin")
    nadja.goes_to("/staff/mine/")
    assert "/sign-in/" in nadja.page.url


@pytest.mark.one_database
def test_a_trusted_role_takes_two(town: Town):
    lars, eva = (town.comes_in(name) for name in ("Lars Hedin", "Eva Strand"))

    lars.goes_to(STAFF)
    lars.follows("Karin Åberg")
    lars.main.get_by_role("checkbox", name=re.compile("^Granskare")).check()
    lars.presses("Ge uppdraget")
    lars.sees("Du har föreslagit det. En annan enhetschef eller administratör bekräftar.")
    lars.looks_around()

    eva.goes_to(f"{STAFF}?show=proposed")
    eva.looks_around()
    eva.follows("Karin Åberg")
    eva.presses("Bekräfta Granskare")
    eva.is_told("Uppdraget är bekräftat.")
    eva.sees("Föreslaget av Lars Hedin, bekräftat av Eva Strand")
    eva.looks_around()
