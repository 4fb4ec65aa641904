"""How long the lists of a clinic with many open cases take: ``python -m tools.bench.lists``.

Fills the database of the settings, if it is empty, with rows of cases (no ledgers: lists read rows),
asks for each list as its page does, and prints the time of each and the plan by which the database
finds it.
"""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from vardag.rooms.cases.models import CaseRow
    from vardag.rooms.lists.filters import Only
    from vardag.rooms.lists.inbox import Page
    from vardag.rooms.people.models import PersonRow

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardag.config.settings")
_ROUNDS, _AT_ONCE, _FAMILIES, _STAFF = 7, 5_000, 200, 20
_SERVICES = ("message", "renew-prescription", "cancel-or-rebook", "contact-details")
_SINCE = 730  # days over which what is closed has come


def main(argv: Sequence[str] | None = None) -> int:
    """Fill, measure and say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=2_000)
    parser.add_argument("--closed", type=int, default=100_000)
    parser.add_argument("--plans", action="store_true", help="print the databases' plans too")
    asked = parser.parse_args(argv)
    django.setup()
    from django.db import connection

    from vardag.domain.clock.deadline import local_date

    on = local_date(datetime.now(UTC))
    _fill(asked.open, asked.closed, on)
    connection.cursor().execute("ANALYZE")
    print(f"{connection.vendor}: {asked.open} open, {asked.closed} closed")
    for name, page in _lists(on):
        taken, found = _measured(page)
        print(f"{name:<24}{taken:8.1f} ms  {found} cases")
        if asked.plans:
            _print_plan(page)
    return 0


def _measured(page: "Callable[[], Page]") -> tuple[float, int]:
    """Return the quickest of some rounds in milliseconds, and how many cases were found."""
    taken, found = [], page()
    for _ in range(_ROUNDS):
        begun = perf_counter()
        found = page()
        taken.append((perf_counter() - begun) * 1_000)
    return min(taken), len(found.cases)


def _print_plan(page: "Callable[[], Page]") -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        page()
    if not asked.captured_queries:  # nothing can be like that, and nothing is asked
        return
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ANALYZE "
    with connection.cursor() as cursor:
        cursor.execute(explain + asked.captured_queries[-1]["sql"])
        for row in cursor.fetchall():
            print("    ", row[-1])


type _Lists = "Iterator[tuple[str, Callable[[], Page]]]"


def _lists(on: date) -> _Lists:
    """Yield each list by a name, as its page asks for it."""
    from vardag.domain.people.identity import ClinicId
    from vardag.rooms.lists import inbox as lists
    from vardag.rooms.lists.morning import morning

    here = ClinicId(1)
    show = lists.Show.ALL
    for name, only in _filters(on):
        yield name, partial(lists.inbox, here, on=on, gone={}, show=show, page=1, only=only)
    yield "awaiting", partial(lists.awaiting, here, on=on, page=1)
    yield from _others(on)
    yield "the counts", lambda: (morning(here, on=on), lists.Page(()))[1]


def _filters(on: date) -> "Iterator[tuple[str, Only]]":
    """Yield what is asked of the inbox."""
    from vardag.domain.case.flags import Flag
    from vardag.domain.clock.deadline import local_midnight
    from vardag.domain.people.identity import CaseId, PersonId
    from vardag.rooms.lists.behind import Order, Stood
    from vardag.rooms.lists.filters import Ages, Only

    yield "inbox", Only()
    yield "a service", Only(service=_SERVICES[0])
    yield from ((f"flag {flag}", Only(flag=flag)) for flag in Flag)
    yield "held by somebody", Only(held=PersonId(2))
    yield "held by nobody", Only(is_free=True)
    yield "since", Only(since=on - timedelta(days=3))
    yield "until", Only(until=on - timedelta(days=30))
    yield from ((f"age {ages}", Only(ages=ages)) for ages in Ages)
    yield from ((f"order {order}", Only(order=order)) for order in (Order.OLDEST, Order.NEWEST))
    yield (
        "what follows a case",
        Only(order=Order.OLDEST, behind=Stood(CaseId(0), local_midnight(on))),
    )


def _others(on: date) -> _Lists:
    """Yield one's own cases, and the closed ones."""
    from vardag.domain.people.identity import ClinicId, PersonId
    from vardag.rooms.lists import inbox as lists
    from vardag.rooms.lists.behind import Order
    from vardag.rooms.lists.filters import Only
    from vardag.rooms.people.queries import staff as staff_of

    here, staff = ClinicId(1), staff_of(PersonId(1), on=on)
    assert staff is not None
    yield "mine", partial(lists.held, staff, on=on, page=1)
    yield "closed", partial(lists.closed, here, on=on, page=1)
    newest, rare = Only(order=Order.NEWEST), Only(service=_SERVICES[3], held=PersonId(2))
    yield "closed, newest", partial(lists.closed, here, on=on, page=1, only=newest)
    yield "closed, filtered", partial(lists.closed, here, on=on, page=1, only=rare)


def _fill(many_open: int, many_closed: int, on: date) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from vardag.rooms.cases.models import CaseRow
    from vardag.rooms.routines.actions import publish
    from vardag.rooms.routines.packaged import packaged_routine

    call_command("migrate", verbosity=0)
    if CaseRow.objects.exists():
        return
    name, text = packaged_routine()
    sha256 = publish(text=text, name=name, at=datetime.now(UTC))
    with transaction.atomic():
        _people()
        every = many_open + many_closed
        is_open = max(every // max(many_open, 1), 1)  # open ones lie among the closed
        rows = [_row(n, sha256, on, is_open=n % is_open == 0) for n in range(every)]
        CaseRow.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _people() -> None:
    """A clinic, its staff, and families of a guardian and a child, as their numbers say."""
    from vardag.domain.people.identity import PersonId, Profession, Role
    from vardag.rooms.clinics.actions import add_clinic
    from vardag.rooms.people import actions as people
    from vardag.rooms.people.models import PersonRow

    here = add_clinic(key="clinic", name="Clinic")
    for number in range(_STAFF):
        person = people.add_staff(
            given_name="Staff",
            family_name=str(number),
            hsa_id=f"SE0000000000-{number}",
            profession=Profession.NURSE,
            title="sjuksköterska",
        )
        people.grant(person=person, clinic=here, role=Role.RECEIVER, from_date=date(2020, 1, 1))
    assert PersonRow.objects.get(hsa_id="SE0000000000-0").pk == PersonId(1)
    PersonRow.objects.bulk_create(_resident(number) for number in range(2 * _FAMILIES))


def _resident(number: int) -> "PersonRow":
    """Guardian and child by turns; every other child is a youth."""
    from vardag.rooms.people.models import PersonRow

    born = (date(1985, 1, 1), date(2012, 1, 1), date(2018, 1, 1))
    return PersonRow(
        given_name="Somebody",
        family_name=str(number),
        personal_number=f"{number:012d}",
        born=born[number % 2 and 1 + number % 4 // 2],
    )


def _row(number: int, sha256: str, on: date, *, is_open: bool) -> "CaseRow":
    from vardag.rooms.cases.models import CaseRow

    days = number * 7 % (40 if is_open else _SINCE)
    at = datetime.now(UTC) - timedelta(days=days, seconds=number)
    child = _STAFF + 2 + 2 * (number % _FAMILIES)
    closed = {"closed_at": at, "status": "closed", "holder_id": 1 + number // 7 % _STAFF}
    kept = _dates(number, on, days) if is_open else closed
    return CaseRow(
        routine_id=sha256,
        service=_SERVICES[number // 3 % len(_SERVICES)],
        clinic_id=1,
        patient_id=child,
        author_id=child - 1,
        received_at=at,
        form={"text": "Hej"},
        version=1,
        **kept,
    )


def _dates(number: int, on: date, days: int) -> dict[str, object]:
    """What an open case's row says: received, held, answered or waiting."""
    day = on + timedelta(days=7 - days // 3)
    held = {"status": "assigned", "holder_id": 1 + number // 7 % _STAFF}
    kind = number // 5 % 4
    if kind == 0:
        return {"status": "received", "response_due_date": day, "attention_date": day}
    if kind == 1:
        return held | {"response_due_date": day, "attention_date": day}
    if kind == 2:
        return held | {"follow_up_date": day, "attention_date": day + timedelta(days=1)}
    after = day + timedelta(days=1)
    return {"status": "awaiting_resident", "waits_until_date": day, "attention_date": after}


if __name__ == "__main__":
    raise SystemExit(main())
