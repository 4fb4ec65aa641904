"""Nobody stumbles in the middle of writing either: on a page that no link leads to."""

import pytest
from playwright.sync_api import FilePayload

from tests.journeys.families import given_a_guardian_starts
from tests.journeys.person import Person
from tests.journeys.town import Town
from tests.journeys.walking import what_is_wrong

pytestmark = pytest.mark.one_database
WRONG_FILE: FilePayload = {
    "name": "brev.pdf",
    "mimeType": "application/pdf",
    "buffer": b"No PDF at all",
}


class Looking:
    """What somebody stumbles over, place by place."""

    def __init__(self, somebody: Person) -> None:
        self.somebody = somebody
        self.stumbled: list[str] = []

    def at(self, place: str, *words: str) -> None:
        self.somebody.sees(*words)
        self.stumbled += [f"{place}: {each}" for each in what_is_wrong(self.somebody.page)]


def goes_on(somebody: Person) -> None:
    somebody.presses("Fortsätt")


def test_nobody_stumbles_between_the_first_question_and_the_receipt(town: Town):
    petra = town.comes_in("Petra Sand")
    looking = Looking(petra)

    given_a_guardian_starts(petra, "Ändra en bokad tid")
    looking.at("the first question", "Vilken dag är tiden?")
    goes_on(petra)
    goes_on(petra)
    looking.at("a question without an answer", "Något behöver rättas innan du kan gå vidare:")
    petra.chooses("Avboka den")
    goes_on(petra)
    goes_on(petra)
    looking.at("reading through", "Läs igenom")
    petra.main.locator("input[type=file]").set_input_files([WRONG_FILE])
    looking.at("a file that can't be taken", "Vi kan inte ta emot ”brev.pdf”.")
    petra.goes_to("/")
    looking.at("what is begun", "Du har börjat på")
    petra.follows("Ändra tid")
    petra.sees("Vill du berätta något mer?")
    goes_on(petra)
    petra.presses("Skicka")
    looking.at("the receipt", "Tack, nu har vi ditt ärende")
    petra.page.go_back()
    petra.page.reload()
    looking.at("back after sending", "Du har redan skickat det här")

    assert looking.stumbled == []


def test_nobody_stumbles_on_being_shown_a_better_way(town: Town):
    petra = town.comes_in("Petra Sand")
    looking = Looking(petra)

    given_a_guardian_starts(petra, "Skriva till oss > Skicka meddelande")
    petra.writes("Kan ni förnya receptet?", "Ditt meddelande")
    goes_on(petra)
    looking.at("a suggestion", "Det kan finnas en bättre väg")
    petra.presses("Byt till ”Förnya recept”")
    looking.at("after the change", "Det du skrev följde med.")

    assert looking.stumbled == []
