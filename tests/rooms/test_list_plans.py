"""A list of open cases is found by its index, however many have been closed at the clinic."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.doing import sent
from vardag.domain.case.flags import Flag
from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.lists import inbox as lists
from vardag.rooms.lists.behind import Order, Stood
from vardag.rooms.lists.filters import Ages, Only
from vardag.rooms.lists.inbox import Show
from vardag.rooms.lists.morning import morning

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 8)
OF_OPEN = ("case_open_at_clinic", "case_due_at_clinic", "case_open_by_status")
OPEN = (
    Only(),
    Only(service="message"),
    Only(is_free=True),
    Only(since=TODAY - timedelta(days=3)),
    Only(until=TODAY),
    Only(ages=Ages.YOUTH),
    Only(order=Order.OLDEST),
    Only(order=Order.NEWEST),
    Only(order=Order.OLDEST, behind=Stood(CaseId(1), local_midnight(TODAY))),
    *(Only(flag=flag) for flag in Flag if flag is not Flag.UNATTENDED),
)


def plan(page: Callable[[], object]) -> str:
    """Return how the database finds a list; without its liking for reading small tables as a whole."""
    with CaptureQueriesContext(connection) as asked:
        page()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {asked[-1]['sql']}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("only", OPEN, ids=str)
def test_whatever_is_asked_of_the_inbox_closed_cases_are_not_looked_at(world: World, only: Only):
    sent(world)
    clinic = ClinicId(world.clinics["outpatient"])

    found = plan(lambda: lists.inbox(clinic, on=TODAY, gone={}, show=Show.ALL, page=1, only=only))

    if connection.vendor == "sqlite":
        assert any(index in found for index in OF_OPEN)
    else:  # which chooses among indexes by what it happens to know of its tables
        assert "Seq Scan" not in found


@pytest.mark.parametrize(
    ("order", "index"),
    [
        (Order.URGENT, "case_closed_at_clinic"),
        (Order.OLDEST, "case_closed_by_receipt"),
        (Order.NEWEST, "case_closed_by_receipt"),
    ],
)
def test_a_page_of_closed_cases_is_read_in_its_order(world: World, order: Order, index: str):
    clinic = ClinicId(world.clinics["outpatient"])

    assert index in plan(lambda: lists.closed(clinic, on=TODAY, page=1, only=Only(order=order)))


def test_what_is_closed_has_no_flag_to_be_found_by(world: World):
    clinic = ClinicId(world.clinics["outpatient"])

    with CaptureQueriesContext(connection) as asked:
        assert not lists.closed(clinic, on=TODAY, page=1, only=Only(flag=Flag.OVERDUE)).cases
    assert not list(asked)


def test_closed_cases_are_not_looked_at_to_count_what_is_open(world: World):
    sent(world)
    clinic = ClinicId(world.clinics["outpatient"])

    found = plan(lambda: morning(clinic, on=TODAY))

    if connection.vendor == "sqlite":
        assert all(index in found for index in OF_OPEN)
    else:
        assert 'Seq Scan on "case"' not in found
