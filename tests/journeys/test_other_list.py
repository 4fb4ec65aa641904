"""A list from the journal is compared with what is ticked, and put right until it agrees."""

from pathlib import Path

import pytest

from tests.journeys.clinics import then_the_step_is_done, when_she_opens_the_case
from tests.journeys.test_mended_booking import given_a_cancelled_visit
from tests.journeys.town import WEDNESDAY

pytestmark = pytest.mark.one_database


def test_what_the_journal_has_and_we_have_not_is_ticked_from_its_list(town, tmp_path: Path):
    petra, karin = town.comes_in("Petra Sand"), town.comes_in("Karin Åberg")
    number = given_a_cancelled_visit(petra)
    list_ = tmp_path / "Melior.csv"
    day = WEDNESDAY.date().isoformat()
    list_.write_text(
        f"Ärende;Datum;Mall;Signatur\n{number};{day};Återbud;ab12\n", encoding="cp1252"
    )

    karin.goes_to("/staff/")
    karin.follows("Stämmer det?")
    karin.follows("Jämför med en lista")
    karin.main.get_by_label("Lista").set_input_files(list_)
    karin.presses("Läs filen")
    karin.sees("1 rad")
    karin.looks_around()
    karin.presses("Jämför")
    karin.sees("Här är ”Skriv i journalen” inte klart.")
    karin.looks_around()
    karin.presses(karin.main.get_by_role("button", name="Klart i Melior"))

    karin.sees("Allt stämmer.", "1 är rättad.")
    when_she_opens_the_case(karin, number)
    then_the_step_is_done(karin, "Skriv i journalen", by="Karin Åberg")
