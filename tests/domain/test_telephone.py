"""Numbers are known however they are typed, and what takes no text messages is refused."""

import pytest

from vardag.domain.notices.telephone import spelled
from vardag.domain.notices.wishes import NIGHT, Channel, Wishes, with_night

SMS, EMAIL = Wishes(Channel.SMS, "+46701740605"), Wishes()


@pytest.mark.parametrize(
    "typed",
    ["0701740605", "070-174 06 05", "+46 70 174 06 05", "0046701740605", "+46 (0)70-1740605"],
)
def test_a_swedish_mobile_number_has_one_spelling(typed):
    assert spelled(typed) == "+46701740605"


def test_a_number_of_another_country_is_kept():
    assert spelled("+47 900 12 345") == "+4790012345"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "nej", "08-123 45 67", "070-174 06 0", "0701740605\n0701740606", "+46 8 123456", "+"),
        *("+1", "٠٧٠١٧٤٠٦٠٥", "+" + "9" * 16, "<b>070</b>", "0701740605;0701740606"),
    ],
)
def test_what_takes_no_text_messages_is_no_number(typed):
    assert spelled(typed) is None


def test_the_night_is_quiet_for_who_begins_with_text_messages_and_says_no_hours():
    assert with_night(SMS, before=EMAIL).quiet == NIGHT


def test_who_has_text_messages_may_take_the_quiet_away():
    assert with_night(SMS, before=SMS).quiet is None
    assert with_night(EMAIL, before=SMS).quiet is None
