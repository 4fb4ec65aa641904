"""Tries at the door, counted by network address and forgotten again."""

from datetime import datetime, timedelta

import pytest

from tests.build import MONDAY
from vardag.domain.people.tries import LIMITS, Try
from vardag.rooms.audit.models import TryRow
from vardag.rooms.audit.tries import came_to_something, forget, stopped, tried

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"
MANY = LIMITS[Try.FAILED].most
TEN, SECOND = timedelta(minutes=10), timedelta(seconds=1)


def fails(times: int, *, at: datetime = MONDAY, address: str = HERE) -> None:
    for _ in range(times):
        tried(address, Try.FAILED, at=at)


def test_one_less_than_the_limit_stops_nobody_and_the_limit_does():
    fails(MANY - 1)
    assert stopped(HERE, at=MONDAY) is None

    fails(1)
    assert stopped(HERE, at=MONDAY) == MONDAY + TEN
    assert stopped(ELSEWHERE, at=MONDAY) is None


def test_the_limit_slides_so_the_wait_is_to_when_the_first_of_them_counts_no_more():
    fails(1)
    fails(MANY - 1, at=MONDAY + 5 * SECOND)

    assert stopped(HERE, at=MONDAY + 6 * SECOND) == MONDAY + TEN
    assert stopped(HERE, at=MONDAY + TEN) is None
    fails(1, at=MONDAY + TEN)
    assert stopped(HERE, at=MONDAY + TEN) == MONDAY + TEN + 5 * SECOND


def test_what_has_begun_doesnt_count_as_failed_nor_the_other_way():
    fails(MANY)

    assert stopped(HERE, at=MONDAY, kinds=(Try.BEGUN,)) is None


def test_who_comes_in_takes_back_what_was_begun():
    tried(HERE, Try.BEGUN, at=MONDAY)
    tried(HERE, Try.BEGUN, at=MONDAY)
    tried(ELSEWHERE, Try.BEGUN, at=MONDAY)
    fails(1)

    came_to_something(HERE)

    assert TryRow.objects.filter(kind="begun").count() == 2
    assert TryRow.objects.filter(kind="failed").count() == 1


def test_no_more_rows_are_kept_of_an_address_than_count():
    fails(5)
    fails(1, at=MONDAY + TEN)

    assert TryRow.objects.count() == 1


def test_the_worker_forgets_what_counts_no_more():
    fails(3)
    fails(2, at=MONDAY + TEN, address=ELSEWHERE)

    assert forget(at=MONDAY + TEN) == 3
    assert TryRow.objects.count() == 2


def test_no_address_is_stored():
    fails(1)

    assert HERE not in str(TryRow.objects.values().get())


def test_this_machine_itself_is_never_stopped():
    fails(MANY, address="127.0.0.1")
    came_to_something("127.0.0.1")

    assert stopped("127.0.0.1", at=MONDAY) is None
    assert not TryRow.objects.exists()
