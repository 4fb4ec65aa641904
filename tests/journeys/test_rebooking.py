"""An appointment that becomes a video meeting, once the family has said which day it was.

The clinician, who has no part in the case, answers on a telephone; the family gets the link.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.build import on
from tests.journeys.clinics import (
    row_of,
    then_the_step_is_done,
    when_she_asks,
    when_she_does_not_wait,
    when_she_fetches,
    when_she_opens_the_case,
    when_she_sends,
    when_she_ticks,
)
from tests.journeys.families import (
    given_a_guardian_starts,
    then_she_reads,
    when_she_answers,
    when_she_goes_on,
    when_she_opens_her_case,
    when_she_sends_it,
)

pytestmark = pytest.mark.one_database

ASKS, LINK = "Fråga behandlaren om det går", "https://video.vardag.example/mote/noel"
THURSDAY = on("2026-04-02T08:30")


def given_a_wish_for_video(guardian) -> str:
    given_a_guardian_starts(guardian, "Ändra en bokad tid")
    when_she_goes_on(guardian)  # she doesn't remember which day it was
    guardian.chooses("Byta till video")
    return when_she_sends_it(guardian)


def then_it_is_owed_a_response(member, number: str, *, by: str) -> None:
    member.goes_to("/staff/")
    heading = member.main.locator("tbody").filter(has_text=number).get_by_role("rowheader")
    assert by in heading.inner_text()


def when_she_answers_on_her_phone(town, *reads: str) -> None:
    nina = town.comes_in("Nina Alver")
    nina.page.set_viewport_size({"width": 390, "height": 844})
    nina.sees(*reads)
    nina.does_not_see("Vilken dag är besöket?", "Torsdag den 16 april.")
    nina.looks_around()
    nina.main.get_by_label(re.compile("^Kommentar")).fill("Klockan tio passar.")
    nina.presses(nina.main.locator("button[value=possible]"))
    nina.is_told("Ditt svar är skickat.")
    nina.sees("Du har inga frågor just nu.")


def test_a_question_is_answered_in_the_same_case_and_the_visit_becomes_a_video_meeting(town):
    petra, karin = town.comes_in("Petra Sand"), town.comes_in("Karin Åberg")
    number = given_a_wish_for_video(petra)

    when_she_opens_the_case(karin, number)
    when_she_sends(karin, "Motfråga", "Vilken dag är besöket?")
    karin.is_told("Motfrågan är skickad. Ärendet väntar på invånaren.")
    karin.looks_around()

    town.wakes(at=THURSDAY)
    petra.sees("Din tur")
    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Din tur att svara", "Vilken dag är besöket?")
    when_she_answers(petra, "Torsdag den 16 april.")
    then_she_reads(petra, "Torsdag den 16 april.", "onsdag 8 april")

    then_it_is_owed_a_response(karin, number, by="Svara senast ons 8 april")
    assert "Karin Åberg" in row_of(karin, number).inner_text()
    when_she_opens_the_case(karin, number)
    when_she_asks(karin, "Nina Alver", ASKS, text="Går det i video på torsdag?")
    karin.is_told("Frågan är skickad. Svaret kommer tillbaka till ärendet.")
    karin.looks_around()
    when_she_answers_on_her_phone(town, "Noel Sand", "Går det i video på torsdag?")

    karin.goes_to("/staff/mine/")
    karin.sees("Nina Alver svarade dig")
    when_she_opens_the_case(karin, number)
    then_the_step_is_done(karin, ASKS, by="Nina Alver svarade")
    karin.main.get_by_label(re.compile("^Länk till videomötet")).fill(LINK)
    when_she_ticks(karin, "Boka videomötet")
    then_the_step_is_done(karin, "Boka videomötet", by="Karin Åberg")
    karin.looks_around()
    karin.chooses("Svara och avsluta")
    when_she_fetches(karin, "Bytt till video")
    expect(karin.main.locator("#reply-text")).to_have_value(re.compile(re.escape(LINK)))
    karin.presses("Svara och avsluta")
    when_she_does_not_wait(karin)
    karin.is_told("Svaret är skickat och ärendet är avslutat.")

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Torsdag den 16 april.", "video", LINK, "Avslutat")
