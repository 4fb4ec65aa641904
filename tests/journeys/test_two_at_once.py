"""Two receivers write in the same case: the later is told, and loses nothing."""

from playwright.sync_api import expect

from tests.journeys.clinics import (
    when_she_does_not_wait,
    when_she_opens_the_case,
    when_she_sends,
    when_she_writes,
)
from tests.journeys.families import (
    given_a_guardian_starts,
    then_she_reads,
    when_she_opens_her_case,
    when_she_sends_it,
)

HERS = "Jag frågar Jonas och återkommer."
MINE = "Kursen börjar i maj. Välkomna!"


def given_a_message(guardian) -> str:
    given_a_guardian_starts(guardian, "Skriva till oss > Skicka meddelande")
    guardian.writes("När börjar kursen?", "Ditt meddelande")
    return when_she_sends_it(guardian)


def then_she_keeps(member, text: str) -> None:
    expect(member.main.locator(".act-panel:visible textarea")).to_have_value(text)


def test_the_later_of_two_sees_the_others_words_keeps_her_own_and_sends_them_after_all(town):
    petra, karin, mona = (
        town.comes_in(name) for name in ("Petra Sand", "Karin Åberg", "Mona Berg")
    )
    number = given_a_message(petra)
    when_she_opens_the_case(karin, number)
    when_she_opens_the_case(mona, number)
    mona.sees("Karin Åberg har ärendet öppet")

    when_she_sends(karin, "Delsvar", HERS)
    when_she_writes(mona, "Svara och avsluta", MINE)
    mona.presses("Svara och avsluta")

    mona.sees("Karin Åberg", HERS)
    mona.sees("Det du skrev är kvar. Behövs det fortfarande?")
    then_she_keeps(mona, MINE)
    mona.looks_around()
    then_she_keeps(mona.in_another_window(), MINE)

    when_she_writes(mona, "Svara och avsluta", MINE)
    mona.presses("Svara och avsluta")
    when_she_does_not_wait(mona)
    mona.is_told("Svaret är skickat och ärendet är avslutat.")

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, HERS, MINE)
