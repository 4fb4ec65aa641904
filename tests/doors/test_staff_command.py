"""``vardag staff add-administrator``: the first administrators, to whom no colleague could give it."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from vardag.domain.people.identity import Role
from vardag.domain.people.staffing import Introduction, Standing
from vardag.doors.ops.cli import parser
from vardag.doors.ops.staff import add_administrator
from vardag.rooms.people.models import GrantRow, PersonRow
from vardag.rooms.people.staff import roll

pytestmark = pytest.mark.django_db

NADJA = "SE0000000000-2001"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def test_the_first_administrator_begins_at_once_and_the_introduction_is_shown_as_lacking(desk):
    assert add_administrator(f" {NADJA.lower()} ", clinic="medical") == 0

    person = PersonRow.objects.get(hsa_id=NADJA)
    desk.world.staff["nadja"] = person.pk
    assert desk.sits("nadja").get("/staff/office/staff/").status_code == 200
    clinic = desk.world.clinics["medical"]
    member = roll.member(clinic, desk.person("nadja"), on=TUESDAY.date())
    assert member is not None
    (held,) = member.held
    assert (held.role, held.standing) == (Role.ADMINISTRATOR, Standing.IN_FORCE)
    assert held.introduction is Introduction.LACKING
    (event,) = roll.events_of(clinic, desk.person("nadja"))
    assert event.by == ""


def test_whom_operations_add_is_told_by_id_and_not_by_name(desk, capsys):
    add_administrator(NADJA, clinic="medical")

    assert capsys.readouterr().out == f"{NADJA} is an administrator of medical from now on.\n"


@pytest.mark.parametrize(
    ("typed", "clinic", "why"),
    [
        ("hej", "medical", "isn't an HSA-id"),
        ("SE0000000000-9999", "medical", "knows nobody"),
        (NADJA, "nowhere", "elsewhere, medical, outpatient"),
    ],
)
def test_what_cant_be_is_told_and_changes_nothing(desk, capsys, typed, clinic, why):
    before = GrantRow.objects.count()

    assert add_administrator(typed, clinic=clinic) == 1

    assert why in capsys.readouterr().err
    assert GrantRow.objects.count() == before


def test_without_a_directory_nobody_is_added(desk, settings, capsys):
    settings.STAFF_DIRECTORY = ""

    assert add_administrator(NADJA, clinic="medical") == 1

    assert "VARDAG_STAFF_DIRECTORY" in capsys.readouterr().err
    assert not PersonRow.objects.filter(hsa_id=NADJA).exists()


def test_who_is_one_already_is_told(desk, capsys):
    add_administrator(NADJA, clinic="medical")

    assert add_administrator(NADJA, clinic="medical") == 1
    assert "already" in capsys.readouterr().err


def test_the_command_takes_an_id_and_a_clinic():
    options = parser().parse_args(["staff", "add-administrator", NADJA, "--clinic", "medical"])

    assert (options.hsa_id, options.clinic) == (NADJA, "medical")
