"""How often one may try the door: wide enough for a clinic behind one address, and never for ever."""

from datetime import timedelta

import pytest

from tests.build import MONDAY
from vardag.domain.people.sign_in import Why
from vardag.domain.people.tries import LIMITS, Try, counts_as, network, stopped_until

TEN = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("kind", Try)
def test_an_address_is_stopped_until_the_oldest_of_so_many_tries_is_ten_minutes_old(kind: Try):
    assert stopped_until(kind, MONDAY, at=MONDAY) == MONDAY + TEN
    assert stopped_until(kind, MONDAY, at=MONDAY + TEN - SECOND) == MONDAY + TEN
    assert stopped_until(kind, MONDAY, at=MONDAY + TEN) is None
    assert stopped_until(kind, None, at=MONDAY) is None


def test_a_clinic_of_two_hundred_that_comes_at_seven_is_far_from_the_limits():
    staff = 200
    assert LIMITS[Try.BEGUN].most > staff
    assert LIMITS[Try.FAILED].most > staff / 10


@pytest.mark.parametrize("why", Why)
def test_what_says_nothing_of_who_tries_counts_not(why: Why):
    says_nothing = {Why.CANCELLED, Why.PROVIDER_AWAY, Why.REGISTER_AWAY}

    assert (counts_as(why) is None) == (why in says_nothing)


@pytest.mark.parametrize("why", Why)
def test_what_any_web_page_can_cause_isnt_a_failed_sign_in(why: Why):
    assert (counts_as(why) is Try.STRAY) == (why is Why.ANOTHER_BROWSER)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("127.8.9.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_one_address_is_one_machine_or_household_and_this_machine_is_nobody(address, counted):
    assert network(address) == counted
