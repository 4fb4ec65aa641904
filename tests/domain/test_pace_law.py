"""How much somebody may ask for at a time."""

import pytest

from vardag.domain.people.pace import PACES, Asked, Pace, Window, stretch, wait

A_MINUTE = Pace(seconds=60, person=10, network=None)


def asked(times: int, *, at: float, window: Window | None = None) -> Window:
    nth = stretch(at, A_MINUTE)
    found = (window or Window(nth)).at(nth)
    for _ in range(times):
        found = found.one_more()
    return found


def test_who_asks_for_what_a_person_does_waits_for_nothing():
    assert wait(asked(9, at=30), 10, 30, A_MINUTE) == 0


@pytest.mark.parametrize(("at", "seconds"), [(0, 60), (30, 30), (59.9, 1)])
def test_who_asks_for_too_much_waits_until_the_minute_is_over(at, seconds):
    assert wait(asked(10, at=at), 10, at, A_MINUTE) == seconds


def test_what_was_asked_for_in_the_minute_before_counts_as_much_as_is_left_of_it():
    before = asked(8, at=50)

    assert wait(asked(4, at=65, window=before), 10, 65, A_MINUTE) > 0
    assert wait(asked(4, at=90, window=before), 10, 90, A_MINUTE) == 0


def test_what_was_asked_for_long_ago_counts_for_nothing():
    assert asked(0, at=190, window=asked(10, at=50)) == Window(3)


def test_a_person_may_never_ask_for_more_than_a_network_may():
    counted = [(each.person, each.network) for each in PACES.values()]

    assert all(network is None or network > person for person, network in counted)
    assert set(PACES) == set(Asked)
