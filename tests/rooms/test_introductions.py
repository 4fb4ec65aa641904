"""A clinic's own introductions: versions that stand, and signatures that grow out of date."""

from functools import partial

import pytest
from django.db import DatabaseError, transaction

from tests.build import MONDAY
from tests.rooms.at_once import at_once
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.checklist import Line
from vardag.domain.people.identity import ClinicId, Role, Staff
from vardag.domain.people.staffing import Introduction, Standing
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted
from vardag.doors.ops.scenario.world import World
from vardag.rooms.people.checklist_rows import ChecklistRow
from vardag.rooms.people.somebody import somebody
from vardag.rooms.people.staff import staffing
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import (
    checklist_at,
    checklists_at,
    own_versions,
    shipped,
    write_checklist,
)
from vardag.rooms.people.staff.roll import member, own_roles

TODAY = local_date(MONDAY)
ROLE = Role.RECEIVER
ADDRESS = "https://vardag.example/film"
OWN = (Line("", "Vår egen film.", ADDRESS), Line("", "Var nycklarna finns.", ""))


def here(world: World) -> ClinicId:
    return world.clinics["outpatient"]


def staff(world: World, name: str) -> Staff:
    return world.staff_member(name, on=TODAY)


def write(world: World, *lines: Line, seen: int = 1, by: str = "administrator") -> int:
    return write_checklist(
        clinic=here(world),
        role=ROLE,
        lines=lines or OWN,
        seen=seen,
        by=staff(world, by),
        at=MONDAY,
    )


def sign(world: World, name: str, *, by: str, seen: int | None = None) -> None:
    sign_introduction(
        person=world.staff[name],
        clinic=here(world),
        role=ROLE,
        ticked=[item.key for item in checklist_at(here(world), ROLE).items],
        seen=seen,
        by=staff(world, by),
        at=MONDAY,
    )


def test_a_clinic_has_the_shipped_list_until_it_has_written_its_own(world):
    assert checklist_at(here(world), ROLE) == shipped(ROLE)

    assert write(world) == 2

    own = checklist_at(here(world), ROLE)
    assert [each.text.sv for each in own.items] == [each.text for each in OWN]
    assert own.items[0].address == ADDRESS
    lists = checklists_at(world.clinics.values())
    assert lists[world.clinics["medical"], ROLE] == shipped(ROLE)
    assert lists[here(world), Role.HANDLER] == shipped(Role.HANDLER)


def test_each_version_stands_with_who_wrote_it_and_when(world):
    write(world)
    write(world, *OWN, Line("", "Och en rad till.", ""), seen=2)

    found = own_versions(here(world), ROLE)

    assert [each.checklist.version for each in found] == [3, 2]
    assert {(each.at, each.shipped_version) for each in found} == {(MONDAY, 1)}
    assert {each.by.strip() for each in found} == {"administrator"}
    assert own_versions(here(world), Role.HANDLER) == []


def test_who_has_signed_the_older_is_out_of_date_and_keeps_the_role(world):
    person = world.staff["receiver"]

    write(world)

    found = member(here(world), person, on=TODAY)
    assert found is not None
    (held,) = found.held
    assert (held.introduction, held.standing) == (Introduction.OUT_OF_DATE, Standing.IN_FORCE)
    assert held.version == 2
    sign(world, "receiver", by="administrator")
    sign(world, "receiver", by="receiver")
    ((_, _, own),) = own_roles(person, on=TODAY)
    assert own.introduction is Introduction.SIGNED
    assert {each.version for each in own.signed} == {1, 2}


def test_a_newcomer_signs_the_clinics_own(world):
    write(world)
    staffing.give(
        to=world.staff["clinician"],
        clinic=here(world),
        roles=[ROLE],
        from_date=TODAY,
        by=staff(world, "administrator"),
        at=MONDAY,
    )
    for by in ("administrator", "clinician"):
        sign(world, "clinician", by=by, seen=2)

    found = somebody(world.staff["clinician"], on=TODAY)
    assert found is not None
    assert found.staff is not None
    assert found.staff.receives_at(here(world))


def test_nobody_signs_another_list_than_was_read(world):
    write(world)

    with pytest.raises(ChangedMeanwhile):
        sign(world, "receiver", by="receiver", seen=1)


@pytest.mark.parametrize("by", ["manager", "receiver", "nurse", "clinician", "doctor"])
def test_only_an_administrator_of_the_clinic_writes_its_lists(world, by):
    with pytest.raises(NotPermitted):
        write(world, by=by)

    assert not ChecklistRow.objects.exists()


def test_what_cant_be_is_not_written(world):
    for lines in ((Line("", "Film.", "http://vardag.example"),), (Line("", " ", ""),)):
        with pytest.raises(InvalidForm):
            write(world, *lines)
    with pytest.raises(ChangedMeanwhile):
        write(world, seen=7)

    assert not ChecklistRow.objects.exists()


def test_of_two_who_write_at_once_one_is_told(real_world):
    told: list[str] = []

    def tries(text: str) -> None:
        try:
            write(real_world, Line("", text, ""))
        except ChangedMeanwhile:
            told.append(text)

    at_once([partial(tries, "Den ena."), partial(tries, "Den andra.")])

    assert ChecklistRow.objects.count() == 1
    assert len(told) == 1


def test_a_version_that_was_written_stands(real_world):
    write(real_world)

    for change in (lambda rows: rows.update(items=[]), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(ChecklistRow.objects.all())
