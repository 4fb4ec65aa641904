"""A role gives rights when it is in force, and the rule is the same wherever it is asked."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import connection

from vardag.domain.people.identity import ClinicId, PersonId, Role
from vardag.domain.people.staffing import Grant, Standing, standing
from vardag.doors.ops.scenario.world import World
from vardag.rooms.lists.morning import morning
from vardag.rooms.people import queries
from vardag.rooms.people.in_force import in_force, in_force_sql, not_over
from vardag.rooms.people.models import GrantRow
from vardag.rooms.people.somebody import somebody

DAY = date(2026, 9, 8)
NOON = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)
BEGINS: tuple[date, ...] = (DAY - timedelta(days=9), DAY, DAY + timedelta(days=1))
ENDS: tuple[date | None, ...] = (None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
SRC = Path(__file__).resolve().parents[2] / "src/vardag"


def every_kind(world: World) -> Iterator[GrantRow]:
    """Yield a grant of every kind there is; each at a date of its own, since a role is given once."""
    facts = product(*[(None, NOON)] * 3)
    whole = product(BEGINS, ENDS, facts)
    for nth, (begins, ends, (confirmed, introduced, withdrawn)) in enumerate(whole):
        if ends is not None and ends < begins:
            continue
        yield GrantRow(
            person_id=world.staff["receiver"],
            clinic_id=world.clinics["medical"],
            role=f"role-{nth}",
            from_date=begins,
            until_date=ends,
            confirmed_at=confirmed,
            introduced_at=introduced,
            withdrawn_at=withdrawn,
        )


def as_the_law_sees(row: GrantRow) -> Standing:
    grant = Grant(
        from_date=row.from_date,
        until_date=row.until_date,
        is_confirmed=row.confirmed_at is not None,
        is_introduced=row.introduced_at is not None,
        is_withdrawn=row.withdrawn_at is not None,
    )
    return standing(grant, on=DAY)


def test_the_law_the_condition_and_the_sql_agree_on_every_kind_of_grant(world):
    GrantRow.objects.all().delete()
    rows = GrantRow.objects.bulk_create(every_kind(world))
    expected = {row.pk for row in rows if as_the_law_sees(row) is Standing.IN_FORCE}

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT g.id FROM person_grant AS g WHERE {in_force_sql('g')}", (DAY, DAY))
        by_hand = {pk for (pk,) in cursor.fetchall()}

    assert expected == set(GrantRow.objects.filter(in_force(DAY)).values_list("pk", flat=True))
    assert expected == by_hand
    assert expected
    assert len(rows) > 10 * len(expected)
    still = {row.pk for row in rows if as_the_law_sees(row) is not Standing.ENDED}
    assert still == set(GrantRow.objects.filter(not_over(DAY)).values_list("pk", flat=True))


NOT_IN_FORCE = {
    "awaits a second person": {"confirmed_at": None},
    "awaits signatures": {"introduced_at": None},
    "was withdrawn": {"withdrawn_at": NOON},
    "is past": {"until_date": DAY - timedelta(days=1)},
    "is to come": {"from_date": DAY + timedelta(days=1)},
}


@pytest.mark.parametrize("change", NOT_IN_FORCE.values(), ids=NOT_IN_FORCE.keys())
def test_a_role_that_is_not_in_force_gives_nothing_anywhere(world, change):
    person, clinic = world.staff["receiver"], world.clinics["outpatient"]
    GrantRow.objects.filter(person=person).update(**change)

    found = somebody(person, on=DAY)

    assert found is not None
    assert found.staff is not None
    assert (found.staff.roles, found.clinics) == ({}, ())
    assert person not in {row.pk for row in queries.working_at(clinic, on=DAY)}
    assert person not in {row.pk for row in queries.present_at(clinic, on=DAY)}
    assert queries.clinics_where_working(person, on=DAY) == []
    assert not queries.grants(DAY).filter(person=person).exists()
    assert not queries.working(DAY).filter(person=person).exists()
    assert morning(clinic, on=DAY).gone[person].left


@pytest.mark.parametrize(
    ("change", "awaited"),
    [
        ({"confirmed_at": None}, True),
        ({"introduced_at": None}, True),
        ({"from_date": DAY + timedelta(days=1)}, True),
        ({"withdrawn_at": NOON}, False),
        ({"until_date": DAY - timedelta(days=1)}, False),
    ],
)
def test_who_has_a_role_that_may_yet_come_is_awaited(world, change, awaited):
    person = world.staff["receiver"]
    GrantRow.objects.filter(person=person).update(**change)

    found = somebody(person, on=DAY)

    assert found is not None
    assert found.is_awaited is awaited


def test_a_role_beside_one_that_is_in_force_gives_no_more(world):
    person, clinic = world.staff["receiver"], world.clinics["outpatient"]
    GrantRow.objects.create(
        person_id=person,
        clinic_id=clinic,
        role=Role.ADMINISTRATOR,
        from_date=DAY,
        confirmed_at=None,
    )

    found = somebody(person, on=DAY)

    assert found is not None
    assert found.staff is not None
    assert found.staff.roles == {clinic: frozenset({Role.RECEIVER})}
    assert found.is_awaited


def test_a_group_holds_those_whose_roles_are_in_force(world):
    group, doctor = world.groups["certificate-handlers"], world.staff["doctor"]
    assert doctor in queries.members_of(group, on=DAY)

    GrantRow.objects.filter(person=doctor).update(introduced_at=None)

    assert queries.members_of(group, on=DAY) == [PersonId(world.staff["certificate_secretary"])]


def test_sql_by_hand_reads_roles_by_the_one_rule():
    """A new query on ``person_grant`` takes the rule from ``in_force``, or is about rows as such."""
    by_hand = {
        path.relative_to(SRC).as_posix(): path.read_text()
        for path in SRC.rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"\b(FROM|JOIN) person_grant\b", path.read_text())
    }

    assert by_hand
    for text in by_hand.values():
        asked = len(re.findall(r"\b(?:FROM|JOIN) person_grant AS g\b", text))
        assert asked == len(re.findall(r"\b(?:FROM|JOIN) person_grant\b", text))
        assert text.count('in_force_sql("g"') >= asked


def test_only_the_room_of_people_reads_grants_as_rows():
    astray = [
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if "GrantRow.objects" in path.read_text() and SRC / "rooms/people" not in path.parents
    ]

    assert not astray


def test_a_clinic_is_named_only_where_a_role_is_in_force(world):
    person = world.staff["receiver"]
    GrantRow.objects.create(
        person_id=person, clinic_id=world.clinics["medical"], role=Role.HANDLER, from_date=DAY
    )

    found = somebody(person, on=DAY)

    assert found is not None
    assert [ClinicId(each.pk) for each in found.clinics] == [world.clinics["outpatient"]]
