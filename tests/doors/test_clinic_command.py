"""``vardag clinic``: an installation is put into service by commands that refuse what can't be."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.running import environment, run
from vardag.domain.people.identity import ClinicId
from vardag.doors.ops.cli import parser
from vardag.doors.ops.clinic import perform
from vardag.rooms.clinics.models import ClinicRow, ClosedDayRow, LinkRow
from vardag.rooms.clinics.queries import calendar_of, clinics_for_residents
from vardag.rooms.people.models import GroupRow

ADDRESS = "https://vardag.example/introduktion"


@pytest.fixture
def desk(monkeypatch, db) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def vardag(*arguments: str) -> int:
    return perform(parser().parse_args(["clinic", *arguments]))


def everything() -> list[object]:
    return [
        list(each.objects.order_by("pk").values())
        for each in (ClinicRow, LinkRow, GroupRow, ClosedDayRow)
    ]


def test_a_clinic_is_added_changed_and_shown(desk, capsys):
    assert vardag("add", "aviken", "--name", " BUP  Åviken ", "--phone", "031-390 06 10") == 0
    assert vardag("set", "aviken", "--short-name", "Åviken", "--no-residents") == 0

    row = ClinicRow.objects.get(key="aviken")
    assert (row.name, row.short_name, row.phone) == ("BUP Åviken", "Åviken", "031-390 06 10")
    assert "aviken" not in {each.key for each in clinics_for_residents()}
    assert vardag("set", "aviken", "--residents", "--phone", "") == 0
    assert "aviken" in {each.key for each in clinics_for_residents()}
    capsys.readouterr()
    assert vardag("list", "aviken") == 0
    shown = capsys.readouterr().out
    assert "aviken: BUP Åviken (Åviken)" in shown
    assert "families send cases here: yes" in shown
    assert "families read no number to call" in shown
    assert "groups: none" in shown


def test_a_clinics_own_address_goes_before_the_routines_until_it_is_taken_away(desk, capsys):
    assert vardag("link", "outpatient", "introduction-material", f" {ADDRESS} ") == 0
    assert LinkRow.objects.get().address == ADDRESS
    vardag("list", "outpatient")
    assert f"link introduction-material: {ADDRESS}\n" in capsys.readouterr().out

    assert vardag("link", "outpatient", "introduction-material") == 0

    assert not LinkRow.objects.exists()
    vardag("list", "outpatient")
    assert "(by the routine)" in capsys.readouterr().out


def test_a_clinic_gets_a_group_of_the_routine(desk):
    assert vardag("group", "outpatient", "certificate-handlers") == 0

    row = GroupRow.objects.get(clinic=desk.world.clinics["outpatient"])
    assert (row.key, row.members.count()) == ("certificate-handlers", 0)
    assert row.name[0].isupper()


def test_a_clinic_is_closed_on_a_day_and_opened_again(desk, capsys):
    clinic = ClinicId(desk.world.clinics["outpatient"])

    assert vardag("close", "outpatient", "2026-04-08", "--reason", "Planeringsdag") == 0
    assert not calendar_of(clinic).is_working_day(TUESDAY.date().replace(day=8))
    vardag("list", "outpatient")
    assert "closed 2026-04-08: Planeringsdag" in capsys.readouterr().out

    assert vardag("open", "outpatient", "2026-04-08") == 0
    assert calendar_of(clinic).is_working_day(TUESDAY.date().replace(day=8))


WRONG = {
    "a key with capitals": ("add Åviken --name BUP", "small letters"),
    "a key that is taken": ("add outpatient --name BUP", "already"),
    "no name": ("add aviken --name", "Write a name"),
    "a name that is a book": (f"add aviken --name {'x' * 121}", "120 characters"),
    "a number that nobody can dial": ("add aviken --name BUP --phone ring", "telephone number"),
    "nothing to change": ("set outpatient", "what is to be changed"),
    "an empty short name": ("set outpatient --short-name", "Write a name"),
    "a clinic that there isn't": ("set aviken --name BUP", "elsewhere, medical, outpatient"),
    "a link that there isn't": (f"link outpatient inbox {ADDRESS}", "introduction-material"),
    "an address without lock": ("link outpatient evi http://vardag.example", "https://"),
    "a script for an address": ("link outpatient evi javascript:alert(1)", "https://"),
    "an address that was never set": ("link outpatient evi", "no address of its own"),
    "a group that there isn't": ("group outpatient team", "certificate-handlers"),
    "a group twice": ("group medical certificate-handlers", "already"),
    "a day that there isn't": ("close outpatient 2026-02-30 --reason Plan", "is no date"),
    "a day that has been": ("close outpatient 2026-04-06 --reason Plan", "has been"),
    "no reason": ("close outpatient 2026-04-08 --reason", "Say why"),
    "a long reason": (f"close outpatient 2026-04-08 --reason {'x' * 121}", "120 characters"),
    "a day that isn't closed": ("open outpatient 2026-04-08", "isn't closed"),
    "a day that was open": ("open outpatient 2026-04-06", "has been"),
}


@pytest.mark.parametrize(("line", "why"), WRONG.values(), ids=WRONG.keys())
def test_what_cant_be_is_told_and_changes_nothing(desk, capsys, line, why):
    words = line.split()
    before = everything()

    assert vardag(*words, *([""] if words[-1].startswith("--") else [])) == 1

    told = capsys.readouterr()
    assert why in told.err
    assert not told.out
    assert everything() == before


def test_a_day_is_closed_once(desk, capsys):
    line = ("close", "outpatient", "2026-04-08", "--reason", "Planeringsdag")
    assert [vardag(*line), vardag(*line)] == [0, 1]
    assert "already" in capsys.readouterr().err


def test_without_clinics_the_list_says_so(db, capsys):
    assert vardag("list") == 0
    assert capsys.readouterr().out == "There is no clinic yet.\n"


def test_a_new_installation_is_put_into_service_by_commands_alone(tmp_path):
    env = environment(tmp_path)
    early = run("clinic", "add", "aviken", "--name", "BUP Åviken", env=env)
    assert (early.returncode, "vardag migrate" in early.stderr) == (1, True)
    assert run("migrate", env=env).returncode == 0

    for line in (
        ("add", "aviken", "--name", "BUP Åviken", "--phone", "031-390 06 10"),
        ("link", "aviken", "introduction-material", ADDRESS),
        ("group", "aviken", "certificate-handlers"),
    ):
        done = run("clinic", *line, env=env)
        assert (done.returncode, done.stderr) == (0, "")

    listed = run("clinic", "list", env=env)
    assert "aviken: BUP Åviken" in listed.stdout
    assert "certificate-handlers" in listed.stdout
