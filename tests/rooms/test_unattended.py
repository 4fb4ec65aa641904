"""A case whose holder has left, lost the role or is away is flagged, and stays where it is."""

from datetime import date

import pytest

from tests.build import WORDS, on
from tests.rooms.doing import did, sent, to_group
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.case.flags import Flag
from vardag.domain.people.identity import CaseId, Role
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.queries import flags_of, full_case
from vardag.rooms.people.actions import grant, mark_absent
from vardag.rooms.people.models import GrantRow

TODAY = date(2026, 9, 8)


def is_unattended(case: CaseId, on: date = TODAY) -> bool:
    return Flag.UNATTENDED in flags_of(full_case(case), on=on)


@pytest.fixture
def held(world) -> CaseId:
    """A case that the clinician holds."""
    case = sent(world)
    to_clinician = acts.Person(world.staff["clinician"], world.clinics["outpatient"])
    did(world, case, acts.Assign(to_clinician))
    return case


def test_a_case_whose_holder_is_there_is_attended(held):
    assert not is_unattended(held)


def test_a_holder_who_has_left_leaves_it_unattended_from_the_day_after_the_last(world, held):
    leaves(world, "clinician", on=TODAY)

    assert not is_unattended(held, date(2026, 9, 7))
    assert is_unattended(held)


def test_a_holder_who_has_another_role_now_leaves_it_unattended(world, held):
    GrantRow.objects.filter(person=world.staff["clinician"]).update(role=Role.MANAGER)

    assert is_unattended(held)


def test_a_holder_who_works_only_at_another_clinic_leaves_it_unattended(world, held):
    GrantRow.objects.filter(person=world.staff["clinician"]).update(
        clinic=world.clinics["elsewhere"]
    )

    assert is_unattended(held)


def test_an_absence_counts_with_its_first_and_last_day(world, held):
    mark_absent(
        person=world.staff["clinician"], from_date=date(2026, 9, 8), until=date(2026, 9, 10)
    )

    flagged = [day for day in range(7, 13) if is_unattended(held, date(2026, 9, day))]

    assert flagged == [8, 9, 10]


def test_an_absence_without_an_end_goes_on(world, held):
    mark_absent(person=world.staff["clinician"], from_date=TODAY)

    assert is_unattended(held, date(2030, 1, 1))


def test_what_nobody_or_a_group_holds_and_what_is_closed_is_not_unattended(world, held):
    everybody_leaves(world)
    received, with_group = sent(world), sent(world)

    assert not is_unattended(received)
    grant_back(world, "receiver")
    did(world, with_group, acts.Assign(to_group(world)), at=on("2026-09-09T08:00"))
    assert not is_unattended(with_group)
    did(world, held, acts.ReplyAndClose(WORDS), at=on("2026-09-09T08:00"))
    assert not is_unattended(held)


def test_an_unattended_case_is_flagged_beside_its_other_flags_until_somebody_claims_it(world, held):
    mark_absent(person=world.staff["clinician"], from_date=TODAY)

    assert flags_of(full_case(held), on=date(2026, 9, 10)) == (Flag.OVERDUE, Flag.UNATTENDED)
    did(world, held, acts.Claim(), by="nurse")
    assert not is_unattended(held)


def everybody_leaves(world: World) -> None:
    for name in world.staff:
        leaves(world, name, on=TODAY)


def grant_back(world: World, name: str) -> None:
    grant(
        person=world.staff[name],
        clinic=world.clinics["outpatient"],
        role=Role.RECEIVER,
        from_date=date(2026, 9, 9),
    )
