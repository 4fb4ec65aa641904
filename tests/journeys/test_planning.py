"""A team leader plans weeks ahead, and a receiver sees who answers today."""

from playwright.sync_api import expect

from tests.build import on
from tests.journeys.clinics import row_of
from tests.journeys.person import Person
from tests.journeys.town import Town
from vardag.rooms.people.actions import mark_absent

SELECTS = {"mån": "Karin Åberg", "tis": "Mona Berg", "ons": "Karin Åberg", "fre": "Ylva Dahlin"}


def choose(planner: Person, day: str, name: str) -> None:
    planner.main.get_by_label(day, exact=True).select_option(label=name)


def test_given_an_empty_roster_when_a_team_leader_plans_it_then_everybody_sees_who_answers(
    town: Town,
):
    mark_absent(person=town.world.staff["Mona"], from_date=on("2026-04-21T08:00").date())
    maj = town.comes_in("Maj Ekdal")
    maj.sees("ingen är 1177-ansvarig")
    maj.looks_around()

    for day, name in {"ons 1 april": "Karin Åberg", "tors 2 april": "Mona Berg"}.items():
        choose(maj, day, name)
    maj.presses("Spara vecka 14")
    maj.is_told("Vecka 14 är sparad.")
    maj.does_not_see("ons 1 april:")

    days = ("tis 7 april", "ons 8 april", "tors 9 april", "fre 10 april")
    for day, name in zip(days, SELECTS.values(), strict=True):
        choose(maj, day, name)
    maj.presses("Spara vecka 15")
    week = maj.main.get_by_role("row").filter(has_text="vecka 15")
    week.locator("summary").click()
    maj.looks_around()
    week.get_by_label("Till hur många av veckorna efter?").fill("2")
    maj.presses("Kopiera vecka 15", within=week)

    maj.is_told("7 dagar fick någon.")
    maj.sees("mån 13 april – ingen är planerad den dag som kopierades")
    maj.sees("ons 22 april – Mona Berg är borta")
    maj.looks_around()

    maj.main.get_by_label("Den ena dagen").select_option(label="ons 1 april: Karin Åberg")
    maj.main.get_by_label("Den andra dagen").select_option(label="tors 2 april: Mona Berg")
    maj.presses("Byt dagarna")
    maj.is_told("Dagarna har bytt person.")

    karin = town.comes_in("Karin Åberg")
    karin.sees("1177-ansvarig i dag: Mona Berg.")
    karin.sees("Tors Karin Åberg")
    karin.looks_around()
    karin.follows("Schema")
    expect(row_of(karin, "vecka 14")).to_contain_text("Mona Berg")
    expect(karin.main.locator("select")).to_have_count(0)
    karin.looks_around()


def test_given_two_planners_when_both_save_a_week_then_the_second_is_told_and_loses_nothing(
    town: Town,
):
    maj, eva = town.comes_in("Maj Ekdal"), town.comes_in("Eva Strand", scripts=False)
    eva.goes_to("/staff/office/roster/")
    choose(maj, "ons 8 april", "Mona Berg")
    maj.presses("Spara vecka 15")
    choose(eva, "ons 8 april", "Ylva Dahlin")
    choose(eva, "tors 9 april", "Karin Åberg")

    eva.presses("Spara vecka 15")

    eva.is_told("Någon annan har ändrat de här dagarna under tiden.")
    eva.sees("Någon annan har valt: Mona Berg")
    eva.presses("Spara vecka 15")
    eva.is_told("Vecka 15 är sparad.")
    maj.goes_to("/staff/office/roster/")
    chosen = maj.main.get_by_label("ons 8 april", exact=True).locator("option:checked")
    expect(chosen).to_have_text("Ylva Dahlin")


def test_given_ones_own_days_when_one_makes_an_address_then_a_calendar_can_fetch_them(town: Town):
    karin = town.comes_in("Karin Åberg")
    karin.goes_to("/staff/office/my-days/")
    karin.looks_around()

    karin.presses("Skapa en adress")

    karin.sees("Det här är adressen.")
    karin.looks_around()
    address = karin.main.get_by_label("Kalenderns adress").input_value()
    fetched = karin.page.request.get(address)
    assert fetched.ok
    assert fetched.text().startswith("BEGIN:VCALENDAR")
    karin.goes_to("/staff/office/my-days/")
    karin.does_not_see("Det här är adressen.")
    karin.presses("Ta bort adressen")
    assert karin.page.request.get(address).status == 404
