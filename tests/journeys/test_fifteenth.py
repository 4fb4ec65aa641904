"""The how-to's fifteenth service, followed to the letter: offered, sent, handled and closed."""

from pathlib import Path

import pytest

from tests.build import on
from tests.domain.how_to import with_the_how_tos_service
from tests.journeys.clinics import (
    then_the_step_is_done,
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
from tests.journeys.town import Town

pytestmark = pytest.mark.one_database

FRIDAY = on("2026-10-02T10:00")  # the day after the new routine begins


@pytest.fixture
def town_with_its_own_routine(empty_town: Town, tmp_path: Path) -> Town:
    routine = tmp_path / "new.yaml"
    routine.write_text(with_the_how_tos_service(), encoding="utf-8")
    empty_town.settle(at=FRIDAY, routine=routine)
    return empty_town


def test_a_service_that_a_clinic_added_is_offered_sent_handled_and_closed(
    town_with_its_own_routine,
):
    town = town_with_its_own_routine
    petra, karin = town.comes_in("Petra Sand"), town.comes_in("Karin Åberg")

    given_a_guardian_starts(petra, "Skriva till oss > Ring upp mig")
    petra.sees("Behöver du hjälp i dag? Ring mottagningen.")
    petra.chooses("Eftermiddag")
    petra.writes("070-174 06 10", "Vilket nummer ska vi ringa?")
    number = when_she_sends_it(petra)
    then_she_is_promised(petra, "tisdag 6 oktober", why="Du skrev fredag 2 oktober")
    petra.sees("Vi ringer dig")

    when_she_opens_the_case(karin, number)
    when_she_ticks(karin, "Ring", outcome="Svarade inte")
    then_the_step_is_done(karin, "Ring", by="Karin Åberg")
    when_she_ticks(karin, "Ring en gång till")
    then_the_step_is_done(karin, "Ring en gång till", by="Karin Åberg")
    karin.looks_around()
    karin.chooses("Svara och avsluta")
    when_she_fetches(karin, "Vi nådde dig inte")
    karin.presses("Svara och avsluta")
    when_she_does_not_wait(karin)
    karin.is_told("Svaret är skickat och ärendet är avslutat.")

    when_she_opens_her_case(petra, number)
    then_she_reads(petra, "Vi har ringt dig två gånger utan att nå dig.")
