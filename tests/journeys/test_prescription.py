"""From a guardian's request, by way of a receiver, to the nurse who replies."""

import pytest

from tests.journeys.clinics import (
    row_of,
    then_she_cannot,
    then_the_step_is_done,
    when_she_assigns,
    when_she_does_not_wait,
    when_she_fetches,
    when_she_opens_the_case,
    when_she_ticks,
)
from tests.journeys.families import (
    given_a_guardian_starts,
    then_she_is_promised,
    then_she_reads,
    when_she_opens_her_case,
    when_she_sends_it,
)

ONLY_A_NURSE = "Bara en sjuksköterska kan svara på ”Förnya recept”."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_prescription_is_renewed(town, scripts):
    petra, karin, mona = (
        town.comes_in(name, scripts=scripts) for name in ("Petra Sand", "Karin Åberg", "Mona Berg")
    )

    given_a_guardian_starts(petra, "Förnya ett recept")
    petra.writes("Melatonin 3 mg", "Vilken medicin gäller det?")
    number = when_she_sends_it(petra)
    then_she_is_promised(
        petra, "tisdag 7 april", why="Du skrev onsdag 1 april. Vi svarar inom två arbetsdagar"
    )

    when_she_opens_the_case(karin, number)
    then_she_cannot(karin, "Svara och avsluta", because=ONLY_A_NURSE)
    when_she_assigns(karin, "Mona Berg", telling="Mona ser över receptet i dag.")
    karin.is_told("Ärendet är fördelat och delsvaret är skickat.")
    karin.sees("Mona ser över receptet i dag.")
    karin.looks_around()

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Mona ser över receptet i dag.")

    when_she_opens_the_case(mona, number, list_="/staff/mine/")
    when_she_ticks(mona, "Skriv i journalen")
    then_the_step_is_done(mona, "Skriv i journalen", by="Mona Berg")
    mona.looks_around()
    mona.chooses("Svara och avsluta")
    when_she_fetches(mona, "Receptet är förnyat")
    box = mona.main.locator(".act-panel:visible textarea")
    box.fill(f"{box.input_value()}\nRing om det inte räcker.")
    mona.looks_around()
    mona.presses("Svara och avsluta")
    when_she_does_not_wait(mona)
    mona.is_told("Svaret är skickat och ärendet är avslutat.")
    mona.looks_around()

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Ring om det inte räcker.", "Avslutat")

    mona.goes_to("/staff/registers/")
    row = row_of(mona, number)
    assert "Melatonin 3 mg" in row.inner_text()
    assert "Klar" in row.inner_text()
    mona.looks_around()
