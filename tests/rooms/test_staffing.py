"""Giving, confirming and ending roles: by whom, in which order, and what is written down."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.rooms.at_once import at_once
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import ClinicId, PersonId, Profession, Role, Staff
from vardag.domain.people.staffing import Introduction, Part, Standing
from vardag.domain.refusals import (
    AlreadyGranted,
    ChangedMeanwhile,
    InvalidForm,
    NeedsAnother,
    NotPermitted,
    OutOfReach,
    OwnRole,
)
from vardag.doors.ops.scenario.world import World
from vardag.rooms.people.actions import add_group, set_email
from vardag.rooms.people.models import GrantRow, PersonRow, SignatureRow, StaffEventRow
from vardag.rooms.people.somebody import somebody
from vardag.rooms.people.staff import leaving, roll, staffing
from vardag.rooms.people.staff.directory import Entry
from vardag.rooms.people.staff.grouping import set_members
from vardag.rooms.people.staff.introducing import sign_introduction
from vardag.rooms.people.staff.introductions import checklists
from vardag.rooms.people.staff.introductions import shipped as checklist
from vardag.rooms.people.staff.noted import Did

NOW = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 9, 8), date(2026, 9, 9)
NEW = Entry(hsa_id("SE0000000000-7001"), "Nya", "Nilsson", "kurator", Profession.CLINICIAN)


def staff(world: World, name: str) -> Staff:
    return world.staff_member(name, on=TODAY)


def here(world: World) -> ClinicId:
    return world.clinics["outpatient"]


def give(world: World, to: str, *roles: Role, by: str = "administrator", **more: Any) -> None:
    filled: dict[str, Any] = {"from_date": TODAY, "by": staff(world, by), "at": NOW, **more}
    staffing.give(to=world.staff[to], clinic=here(world), roles=roles, **filled)


def sign(world: World, newcomer: PersonId, role: Role, *, by: Staff, **more: Any) -> None:
    filled: dict[str, Any] = {
        "ticked": [item.key for item in checklist(role).items],
        "seen": None,
        **more,
    }
    sign_introduction(person=newcomer, clinic=here(world), role=role, by=by, at=NOW, **filled)


def both_sign(world: World, name: str, role: Role, *, by: str = "administrator") -> None:
    sign(world, world.staff[name], role, by=staff(world, by))
    sign(world, world.staff[name], role, by=staff(world, name))


def roles_of(world: World, name: str, on: date = TODAY) -> frozenset[Role]:
    found = somebody(world.staff[name], on=on)
    assert found is not None
    assert found.staff is not None
    return found.staff.roles.get(here(world), frozenset())


def grant_of(world: World, name: str, role: Role) -> GrantRow:
    return GrantRow.objects.get(person=world.staff[name], clinic=here(world), role=role)


def what_was_done(world: World, name: str) -> list[Did]:
    return [each.did for each in roll.events_of(here(world), world.staff[name])]


def test_a_role_takes_effect_when_both_have_signed_its_introduction(world):
    give(world, "clinician", Role.RECEIVER)
    assert roles_of(world, "clinician") == {Role.HANDLER}

    sign(world, world.staff["clinician"], Role.RECEIVER, by=staff(world, "administrator"))
    assert roles_of(world, "clinician") == {Role.HANDLER}
    sign(world, world.staff["clinician"], Role.RECEIVER, by=staff(world, "clinician"))

    assert roles_of(world, "clinician") == {Role.HANDLER, Role.RECEIVER}
    assert what_was_done(world, "clinician") == [Did.SIGNED, Did.SIGNED, Did.GAVE]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.LOG_REVIEWER])
def test_a_trusted_role_takes_a_second_person(world, role):
    give(world, "clinician", role)
    both_sign(world, "clinician", role)
    assert role not in roles_of(world, "clinician")
    grant = grant_of(world, "clinician", role).pk

    with pytest.raises(NeedsAnother):
        staffing.confirm(grant=grant, clinic=here(world), by=staff(world, "administrator"), at=NOW)
    staffing.confirm(grant=grant, clinic=here(world), by=staff(world, "manager"), at=NOW)

    assert role in roles_of(world, "clinician")
    assert what_was_done(world, "clinician")[0] is Did.CONFIRMED
    with pytest.raises(ChangedMeanwhile):
        staffing.confirm(grant=grant, clinic=here(world), by=staff(world, "manager"), at=NOW)


def test_nobody_confirms_ones_own_role(world):
    give(world, "manager", Role.ADMINISTRATOR)
    grant = grant_of(world, "manager", Role.ADMINISTRATOR).pk

    with pytest.raises(OwnRole):
        staffing.confirm(grant=grant, clinic=here(world), by=staff(world, "manager"), at=NOW)


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_any_role_to_oneself(world, role):
    with pytest.raises(OwnRole):
        give(world, "administrator", role)


def test_two_together_cant_lift_themselves_by_taking_turns(world):
    """What one proposes for another, the other can't turn into a role of one's own."""
    give(world, "manager", Role.LOG_REVIEWER)
    both_sign(world, "manager", Role.LOG_REVIEWER)
    grant = grant_of(world, "manager", Role.LOG_REVIEWER).pk

    for name in ("manager", "administrator"):
        with pytest.raises(NotPermitted):
            staffing.confirm(grant=grant, clinic=here(world), by=staff(world, name), at=NOW)

    assert roles_of(world, "manager") == {Role.MANAGER}


WHO_MAY_NOT = ("receiver", "nurse", "clinician", "doctor", "medical_receiver", "outsider")


@pytest.mark.parametrize("name", WHO_MAY_NOT)
def test_who_does_not_manage_staff_changes_nothing(world, name):
    by, clinic, person = staff(world, name), here(world), world.staff["clinician"]
    grant = grant_of(world, "clinician", Role.HANDLER).pk
    group = add_group(key="team", clinic=clinic, name="Team")
    before = list(GrantRow.objects.values())

    for refused in (
        lambda: give(world, "clinician", Role.RECEIVER, by=name),
        lambda: staffing.add(NEW, clinic=clinic, by=by, at=NOW),
        lambda: staffing.confirm(grant=grant, clinic=clinic, by=by, at=NOW),
        lambda: staffing.end(grant=grant, clinic=clinic, last_day=None, by=by, at=NOW),
        lambda: leaving.leave(person=person, clinic=clinic, by=by, at=NOW),
        lambda: set_members(group=group, clinic=clinic, members=[person], by=by, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            refused()

    assert list(GrantRow.objects.values()) == before
    assert not StaffEventRow.objects.exists()


def test_a_manager_reaches_no_other_clinics_roles(world):
    by, clinic = staff(world, "manager"), here(world)
    grant = GrantRow.objects.get(person=world.staff["doctor"]).pk
    group = world.groups["certificate-handlers"]

    for act in (
        lambda: staffing.confirm(grant=grant, clinic=clinic, by=by, at=NOW),
        lambda: staffing.end(grant=grant, clinic=clinic, last_day=None, by=by, at=NOW),
        lambda: set_members(group=group, clinic=clinic, members=[], by=by, at=NOW),
        lambda: sign(world, world.staff["doctor"], Role.HANDLER, by=by),
    ):
        with pytest.raises(OutOfReach):
            act()


def test_a_colleague_comes_by_the_directorys_word_and_once_only(world):
    by = staff(world, "administrator")
    taken: dict[str, Any] = {"clinic": here(world), "from_date": TODAY, "by": by, "at": NOW}
    person = staffing.take_on(entry=NEW, roles=[Role.HANDLER], **taken)

    renamed = Entry(NEW.hsa_id, "Nya", "Nygren", "psykolog", Profession.CLINICIAN)
    again = staffing.take_on(entry=renamed, roles=[Role.RECEIVER], **taken)

    assert person == again
    row = PersonRow.objects.get(pk=person)
    assert (row.name, row.title) == ("Nya Nygren", "psykolog")


def test_who_is_refused_a_role_is_not_added_either(world):
    by = staff(world, "administrator")

    with pytest.raises(InvalidForm):
        staffing.take_on(entry=NEW, clinic=here(world), roles=[], from_date=TODAY, by=by, at=NOW)

    assert not PersonRow.objects.filter(hsa_id=NEW.hsa_id).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"from_date": TODAY - timedelta(days=1)}, "from_date"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"from_date": TOMORROW, "until": TODAY}, "until"),
    ],
)
def test_days_that_cant_be_are_told_at_their_field(world, typed, field):
    with pytest.raises(InvalidForm) as refused:
        give(world, "clinician", Role.RECEIVER, **typed)

    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_role_that_one_has_is_not_given_again(world):
    with pytest.raises(AlreadyGranted):
        give(world, "clinician", Role.HANDLER)
    give(world, "clinician", Role.LOG_REVIEWER)
    with pytest.raises(AlreadyGranted):
        give(world, "clinician", Role.LOG_REVIEWER, by="manager")


def test_a_role_ends_after_its_last_day(world):
    grant, by = grant_of(world, "clinician", Role.HANDLER).pk, staff(world, "administrator")

    staffing.end(grant=grant, clinic=here(world), last_day=TOMORROW, by=by, at=NOW)

    assert roles_of(world, "clinician", TOMORROW) == {Role.HANDLER}
    assert roles_of(world, "clinician", date(2026, 9, 10)) == frozenset()
    with pytest.raises(InvalidForm):  # an end is only moved nearer
        staffing.end(grant=grant, clinic=here(world), last_day=date(2026, 9, 10), by=by, at=NOW)
    with pytest.raises(InvalidForm):
        staffing.end(grant=grant, clinic=here(world), last_day=date(2026, 9, 7), by=by, at=NOW)


def test_a_role_ends_at_once_and_can_be_given_again_the_same_day(world):
    by = staff(world, "administrator")
    end: dict[str, Any] = {"clinic": here(world), "last_day": None, "by": by, "at": NOW}
    grant = grant_of(world, "clinician", Role.HANDLER).pk

    staffing.end(grant=grant, **end)
    assert roles_of(world, "clinician") == frozenset()
    with pytest.raises(ChangedMeanwhile):
        staffing.end(grant=grant, **end)

    for _ in range(2):  # who was introduced before needs it no more
        give(world, "clinician", Role.HANDLER)
        assert roles_of(world, "clinician") == {Role.HANDLER}
        last = GrantRow.objects.filter(person=world.staff["clinician"]).latest("pk")
        staffing.end(grant=last.pk, **end)


def test_leaving_ends_every_role_and_group_here_and_nothing_elsewhere(world):
    person, clinic = world.staff["clinician"], here(world)
    group = add_group(key="team", clinic=clinic, name="Team", members=[person])
    give(world, "clinician", Role.ADMINISTRATOR)
    GrantRow.objects.filter(person=person, role=Role.HANDLER).update(until_date=TODAY)
    GrantRow.objects.create(
        person_id=person,
        clinic_id=world.clinics["medical"],
        role=Role.HANDLER,
        from_date=TODAY,
        confirmed_at=NOW,
        introduced_at=NOW,
    )

    leaving.leave(person=person, clinic=clinic, by=staff(world, "manager"), at=NOW)

    found = somebody(person, on=TODAY)
    assert found is not None
    assert found.staff is not None
    assert set(found.staff.roles) == {world.clinics["medical"]}
    assert found.staff.groups == {}
    assert roll.groups_of(clinic)[0].id == group
    done = what_was_done(world, "clinician")
    assert done == [Did.LEFT, Did.LEFT_GROUP, Did.ENDED, Did.ENDED, Did.PROPOSED]
    with pytest.raises(ChangedMeanwhile):
        leaving.leave(person=person, clinic=clinic, by=staff(world, "manager"), at=NOW)


def test_a_proposal_that_was_withdrawn_is_not_confirmed(world):
    give(world, "clinician", Role.MANAGER)
    grant = grant_of(world, "clinician", Role.MANAGER).pk
    by = staff(world, "manager")
    staffing.end(grant=grant, clinic=here(world), last_day=None, by=by, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        staffing.confirm(grant=grant, clinic=here(world), by=by, at=NOW)


def test_an_introduction_is_signed_whole_and_once(world):
    give(world, "clinician", Role.RECEIVER)
    person, by = world.staff["clinician"], staff(world, "administrator")
    keys = [item.key for item in checklist(Role.RECEIVER).items]

    for some in ([], keys[1:], [*keys[:-1], "another"]):
        with pytest.raises(InvalidForm):
            sign(world, person, Role.RECEIVER, by=by, ticked=some)
    sign(world, person, Role.RECEIVER, by=by)
    with pytest.raises(ChangedMeanwhile):
        sign(world, person, Role.RECEIVER, by=staff(world, "manager"))

    assert SignatureRow.objects.filter(person=person, role=Role.RECEIVER).count() == 1


@pytest.mark.parametrize("name", WHO_MAY_NOT[:2])
def test_who_does_not_manage_staff_introduces_nobody(world, name):
    give(world, "clinician", Role.RECEIVER)

    with pytest.raises(NotPermitted):
        sign(world, world.staff["clinician"], Role.RECEIVER, by=staff(world, name))


def test_nobody_signs_for_a_role_that_one_was_not_given(world):
    with pytest.raises(OutOfReach):
        sign(world, world.staff["clinician"], Role.RECEIVER, by=staff(world, "clinician"))


def test_a_new_version_makes_older_signatures_out_of_date_and_stops_nobody(world, monkeypatch):
    give(world, "clinician", Role.RECEIVER)
    both_sign(world, "clinician", Role.RECEIVER)
    lists = dict(checklists())
    old = lists[Role.RECEIVER]
    lists[Role.RECEIVER] = type(old)(old.role, old.version + 1, old.items)
    monkeypatch.setattr("vardag.rooms.people.staff.introductions.checklists", lambda: lists)

    held = {each.role: each for each in member_of(world, "clinician").held}
    assert held[Role.RECEIVER].introduction is Introduction.OUT_OF_DATE
    assert held[Role.RECEIVER].standing is Standing.IN_FORCE
    both_sign(world, "clinician", Role.RECEIVER, by="manager")
    held = {each.role: each for each in member_of(world, "clinician").held}
    assert held[Role.RECEIVER].introduction is Introduction.SIGNED
    assert [each.part for each in held[Role.RECEIVER].signed] == [*Part] * 2


def member_of(world: World, name: str) -> roll.Member:
    found = roll.member(here(world), world.staff[name], on=TODAY)
    assert found is not None
    return found


def test_every_role_has_a_checklist():
    assert set(checklists()) == set(Role)
    for each in checklists().values():
        keys = [item.key for item in each.items]
        assert keys
        assert len(set(keys)) == len(keys)
        assert any(item.link == "introduction-material" for item in each.items)


def test_a_group_holds_people_of_the_clinic_and_nobody_joins_alone(world):
    clinic = here(world)
    group = add_group(key="team", clinic=clinic, name="Team")
    clinician, nurse = world.staff["clinician"], world.staff["nurse"]
    done: dict[str, Any] = {"group": group, "clinic": clinic, "at": NOW}

    set_members(members=[clinician, nurse], by=staff(world, "manager"), **done)
    set_members(members=[nurse], by=staff(world, "manager"), **done)

    assert roll.groups_of(clinic)[0].members == {nurse}
    assert what_was_done(world, "clinician") == [Did.LEFT_GROUP, Did.JOINED_GROUP]
    with pytest.raises(InvalidForm):
        set_members(members=[world.staff["doctor"]], by=staff(world, "manager"), **done)
    with pytest.raises(OwnRole):
        set_members(members=[world.staff["manager"]], by=staff(world, "manager"), **done)
    assert roll.groups_of(clinic)[0].members == {nurse}


@pytest.mark.parametrize(
    "typed", ["a", "a@", "@b.se", "a b@c.se", "a@b.se\nBcc: c@d.se", "x" * 300]
)
def test_an_address_is_one(world, typed):
    with pytest.raises(InvalidForm):
        set_email(person=world.staff["clinician"], email=typed)


def test_an_address_is_set_and_taken_away(world):
    person = world.staff["clinician"]
    for typed, kept in ((" klara@vardag.example ", "klara@vardag.example"), ("  ", "")):
        set_email(person=person, email=typed)
        assert PersonRow.objects.get(pk=person).email == kept


def test_two_who_sign_at_the_same_moment_both_count(real_world):
    give(real_world, "clinician", Role.RECEIVER)
    person = real_world.staff["clinician"]
    signers = [staff(real_world, name) for name in ("administrator", "clinician")]

    at_once([partial(sign, real_world, person, Role.RECEIVER, by=by) for by in signers])

    assert Role.RECEIVER in roles_of(real_world, "clinician")


def test_two_who_give_the_same_role_at_once_give_it_once(real_world):
    givers = ["administrator", "manager"]

    at_once([partial(give, real_world, "clinician", Role.RECEIVER, by=by) for by in givers])

    rows = GrantRow.objects.filter(person=real_world.staff["clinician"], role=Role.RECEIVER)
    assert rows.count() == 1


def test_the_first_administrator_is_in_force_at_once_and_only_once(world):
    medical = world.clinics["medical"]
    person = staffing.install_administrator(entry=NEW, clinic=medical, at=NOW)

    found = somebody(person, on=TODAY)

    assert found is not None
    assert found.staff is not None
    assert found.staff.roles == {medical: frozenset({Role.ADMINISTRATOR})}
    with pytest.raises(AlreadyGranted):
        staffing.install_administrator(entry=NEW, clinic=medical, at=NOW)


def test_what_was_written_down_stands(real_world):
    give(real_world, "clinician", Role.RECEIVER)
    both_sign(real_world, "clinician", Role.RECEIVER)

    for table in (StaffEventRow, SignatureRow):
        for change in (lambda rows: rows.update(at=NOW), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                change(table.objects.all())
