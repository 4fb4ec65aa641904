"""A clinic's sign-off: who writes it, in versions."""

import pytest

from tests.build import MONDAY
from vardag.domain.case.sign_off import USUAL
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted
from vardag.doors.ops.scenario.world import World
from vardag.rooms.sign_offs import actions
from vardag.rooms.sign_offs.models import SignOffRow
from vardag.rooms.sign_offs.queries import template_of, versions_of

pytestmark = pytest.mark.django_db


def write(world: World, text: str, *, seen: int = 0, who: str = "manager") -> None:
    clinic = ClinicId(world.clinics["outpatient"])
    by = world.staff_member(who, on=MONDAY.date())
    actions.write(clinic=clinic, text=text, seen=seen, by=by, at=MONDAY)


def test_a_clinic_that_has_written_none_has_the_usual_one(world: World):
    assert template_of(ClinicId(world.clinics["outpatient"])) == USUAL


def test_the_latest_version_holds_at_its_clinic_and_says_who_wrote_it(world: World):
    clinic = ClinicId(world.clinics["outpatient"])

    write(world, "Hälsningar {mitt namn} ")
    write(world, "", seen=1, who="administrator")

    assert template_of(clinic) == ""
    assert template_of(ClinicId(world.clinics["medical"])) == USUAL
    found = [(row.number, row.text, row.made_by.given_name) for row in versions_of(clinic)]
    assert found == [(2, "", "administrator"), (1, "Hälsningar {mitt namn}", "manager")]


@pytest.mark.parametrize("who", ["receiver", "nurse", "clinician", "medical_receiver", "outsider"])
def test_it_is_for_the_clinics_manager_and_administrator_to_write(world: World, who: str):
    with pytest.raises(NotPermitted):
        write(world, "Hej", who=who)

    assert not SignOffRow.objects.exists()


def test_what_cant_be_filled_in_is_refused(world: World):
    with pytest.raises(InvalidForm):
        write(world, "{okänt}")


def test_of_two_who_write_at_once_the_later_is_told(world: World, monkeypatch):
    write(world, "Den första")

    with pytest.raises(ChangedMeanwhile):
        write(world, "Den andra")

    monkeypatch.setattr(actions, "_latest", lambda _: 0)  # as it was when both began
    with pytest.raises(ChangedMeanwhile):
        write(world, "Den andra")
    assert SignOffRow.objects.count() == 1
