"""A visit that is cancelled in a booking system that is down, and is mended when it is up again."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.clinics import then_the_step_is_done, when_she_opens_the_case
from tests.journeys.families import given_a_guardian_starts, when_she_goes_on, when_she_sends_it
from tests.journeys.town import WEDNESDAY
from vardag.domain.messages.lines import Line
from vardag.doors.ops import delivering
from vardag.doors.ops.stand_in import Behavior, Shelf, stand_in

pytestmark = pytest.mark.one_database
STEP = "Avboka tiden"


@pytest.fixture
def elvis(settings) -> Iterator[Shelf]:
    """A booking system at the end of the clinic's line."""
    shelf = Shelf()
    with stand_in(shelf) as address:
        settings.LINES = (Line("aviken", "elvis", fhir=address),)
        yield shelf


def given_a_cancelled_visit(guardian) -> str:
    given_a_guardian_starts(guardian, "Ändra en bokad tid")
    when_she_goes_on(guardian)
    guardian.chooses("Avboka den")
    return when_she_sends_it(guardian)


def when_the_worker_comes_by() -> None:
    delivering.deliver_due(lambda _: False)


def step_of(member):
    return member.main.locator("li.step").filter(has_text=STEP)


def test_a_booking_that_fails_is_mended(town, elvis):
    petra, karin = town.comes_in("Petra Sand"), town.comes_in("Karin Åberg")
    number = given_a_cancelled_visit(petra)
    elvis.behavior = Behavior.DOWN

    when_she_opens_the_case(karin, number)
    karin.presses(step_of(karin).get_by_role("button", name=re.compile("^Skicka till ELVIS")))
    karin.is_told("Det är skickat. Steget är klart när kvittensen har kommit.")
    for days in range(4):
        town.wakes(at=WEDNESDAY + timedelta(days=days))
        when_the_worker_comes_by()

    karin = town.comes_in("Karin Åberg")
    karin.goes_to("/staff/systems/")
    karin.sees("ELVIS har inte svarat på tre dygn.")
    karin.looks_around()
    karin.page.get_by_role("link", name=number).click()
    karin.sees("Skicka igen, eller gör det själv där.")
    karin.looks_around()

    elvis.behavior = Behavior.GOOD
    karin.presses(step_of(karin).get_by_role("button", name=re.compile("^Skicka igen")))
    when_the_worker_comes_by()
    karin.page.reload()
    then_the_step_is_done(karin, STEP, by="kvittens Appointment/1")
    assert len(elvis.resources) == 1
    karin.goes_to("/staff/systems/")
    karin.sees("Allt har kommit fram.")
    expect(karin.page.get_by_role("link", name="Andra system")).to_have_text("Andra system")
