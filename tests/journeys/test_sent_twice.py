"""A form that is sent twice makes one case, however it came to be sent twice."""

import pytest

from tests.journeys.families import (
    given_a_guardian_starts,
    then_she_has_one_case,
    when_she_goes_on,
    when_she_sends_it,
)

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def given_a_message_not_yet_sent(guardian) -> None:
    given_a_guardian_starts(guardian, "Skriva till oss > Skicka meddelande")
    guardian.writes("När börjar kursen?", "Ditt meddelande")


def given_it_is_read_through(guardian) -> None:
    given_a_message_not_yet_sent(guardian)
    when_she_goes_on(guardian)


@BOTH
def test_a_double_click_makes_one_case(town, scripts):
    petra = town.comes_in("Petra Sand", scripts=scripts)
    given_it_is_read_through(petra)

    petra.main.get_by_role("button", name="Skicka", exact=True).dblclick()
    petra.page.wait_for_url("**/sent/")

    then_she_has_one_case(petra)


@BOTH
def test_whoever_goes_back_after_sending_is_told_that_it_is_sent(town, scripts):
    petra = town.comes_in("Petra Sand", scripts=scripts)
    given_a_message_not_yet_sent(petra)
    number = when_she_sends_it(petra)

    petra.page.go_back()

    petra.sees("Du har redan skickat det här", number)
    petra.looks_around()
    then_she_has_one_case(petra)


def test_the_same_form_sent_from_two_windows_makes_one_case(town):
    petra = town.comes_in("Petra Sand")
    given_a_message_not_yet_sent(petra)
    when_she_goes_on(petra)
    other = petra.in_another_window()
    number = when_she_sends_it(petra)

    other.presses("Skicka")

    other.sees(number)
    then_she_has_one_case(other)
