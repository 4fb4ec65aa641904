"""The doctor: what a running installation is told of, on each database, and what staff are not."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

import vardag
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.running import environment, run
from vardag.domain.health.finding import Finding, Level
from vardag.domain.health.machine import Seen
from vardag.domain.health.work import Queue, Rounds, Work
from vardag.domain.messages.delivery import State
from vardag.domain.routine.document import MessageKind
from vardag.doors.ops.heart import Heart, note_all
from vardag.doors.shared.health.database import read_database
from vardag.doors.shared.health.look import look
from vardag.doors.shared.health.machine import is_served, read_by
from vardag.rooms.audit.sealing import head_complaint
from vardag.rooms.deliveries.models import DeliveryRow
from vardag.rooms.deliveries.queries import failed, waiting
from vardag.rooms.rounds.actions import note_done
from vardag.rooms.rounds.queries import rounds
from vardag.rooms.routines.models import RoutineRow


def found(folder: Path, *more: str, **settings: str) -> tuple[int, dict[str, dict[str, str]]]:
    """What the command returns and says, by what it is about."""
    done = run("doctor", "--json", *more, env=environment(folder, **settings))
    assert "Traceback" not in done.stderr, done.stderr
    told = json.loads(done.stdout)["findings"]
    return done.returncode, {each["key"]: each for each in told}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    assert run("migrate", env=environment(folder)).returncode == 0
    assert run("worker", "--once", env=environment(folder)).returncode == 0
    return folder


# ---- The command ---------------------------------------------------------------------------------


def test_an_installation_that_has_just_been_made_has_nothing_wrong(installed):
    status, told = found(installed, "--thorough")

    assert status == 1  # nobody can sign in yet, and the like
    assert not [key for key, each in told.items() if each["level"] == "wrong"]
    assert told["whole-log"]["level"] == told["worker"]["level"] == "ok"


def test_the_worst_stands_first_and_each_line_says_what_helps(installed):
    env = environment(installed, VARDAG_SCANNER="stand-in")
    done = run("doctor", "--trouble", env=env)

    first, *rest = done.stdout.splitlines()
    assert done.returncode == 2
    assert first.startswith(
        "wrong scanner: The demonstration's stand-in takes every file for clean."
    )
    assert "Set VARDAG_SCANNER" in first
    assert all(line.startswith("warn ") for line in rest)


def test_what_the_folder_lacks_is_found(tmp_path):
    status, told = found(tmp_path)

    assert status == 2
    assert told["database"]["level"] == told["log-key"]["level"] == "wrong"
    assert [*tmp_path.iterdir()] == []  # it has only looked


def test_a_database_that_is_away_is_found_and_its_password_is_not_told(tmp_path):
    url = "postgresql://u:hemligt@127.0.0.1:1/d"
    done = run("doctor", env=environment(tmp_path, VARDAG_DATABASE_URL=url))

    assert done.returncode == 2
    assert "wrong database: The database can't be reached." in done.stdout
    assert "hemligt" not in done.stdout + done.stderr


def test_a_setting_that_cannot_be_read_is_said_and_that_is_all(tmp_path):
    done = run("doctor", env=environment(tmp_path, VARDAG_PROXIES="many"))

    assert done.returncode == 2
    assert "VARDAG_PROXIES" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_others_can_read_is_found(installed):
    key = installed / "access-log.key"
    key.chmod(0o644)
    try:
        assert found(installed)[1]["log-key"]["level"] == "wrong"
    finally:
        key.chmod(0o600)


def test_a_log_whose_head_is_gone_or_of_another_database_is_found(tmp_path):
    head = tmp_path / "access-log.head"
    head.write_text('{"number": 7, "seal": "x"}', encoding="ascii")
    env = environment(tmp_path)
    assert run("migrate", env=env).returncode == 0

    assert found(tmp_path)[1]["access-log"]["level"] == "wrong"


# ---- What it reads, on each database -------------------------------------------------------------


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def levels() -> dict[str, Finding]:
    return {each.key: each for each in look().findings}


@pytest.mark.django_db
def test_the_database_of_the_tests_is_what_it_is():
    seen = read_database()

    assert (seen.unreachable, seen.pending, seen.unknown) == ("", 0, 0)
    if connection.vendor == "sqlite":
        assert seen.sqlite is not None
        assert (seen.sqlite.synchronous, seen.sqlite.foreign_keys) == (
            0,
            True,
        )  # as the tests set it
        assert seen.postgres is None
    else:
        assert seen.postgres is not None
        assert not seen.postgres.fsync  # as the tests set it
        assert seen.postgres.encoding == "UTF8"
        assert abs(seen.postgres.seconds_ahead) < 60
        assert not seen.postgres.is_elsewhere


@pytest.mark.django_db
def test_a_test_database_would_lose_what_it_says_is_saved_and_the_doctor_sees_it():
    assert levels()["durability"].level is Level.WRONG


@pytest.mark.django_db
def test_a_day_without_anybody_responsible_is_found(desk: Desk):
    holes = [each for each in look().findings if each.key == "roster"]

    assert {each.level for each in holes} >= {Level.WRONG}
    assert all(each.clinic for each in holes)


@pytest.mark.django_db
def test_an_entry_that_is_not_sealed_is_found_after_a_while(desk: Desk):
    desk.sits("receiver").get("/staff/")
    assert levels()["access-log"].level is Level.OK

    desk.it_is(TUESDAY + timedelta(minutes=20))
    assert levels()["access-log"].level is Level.WRONG


@pytest.mark.django_db
@pytest.mark.asvs("16.2.2")
def test_a_clock_that_has_gone_back_is_found(desk: Desk):
    desk.sits("receiver").get("/staff/")

    desk.it_is(TUESDAY - timedelta(minutes=2))
    assert levels()["clock"].level is Level.WRONG


@pytest.mark.django_db
def test_without_a_routine_no_case_can_be_sent():
    assert not RoutineRow.objects.exists()
    assert levels()["routine"].level is Level.WRONG


# ---- The heartbeat -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_worker_is_heard_of_and_missed(desk: Desk):
    assert levels()["worker"].level is Level.WRONG

    note_all()
    assert levels()["worker"].level is Level.OK

    desk.it_is(TUESDAY + timedelta(hours=9))
    assert levels()["worker"].level is Level.WRONG


@pytest.mark.django_db
def test_a_heart_notes_its_first_round_and_then_only_now_and_again(desk: Desk):
    heart = Heart(Work.SEALING)
    heart.done()
    noted = rounds()[Work.SEALING]
    desk.it_is(TUESDAY + timedelta(minutes=1))
    heart.done()
    assert rounds()[Work.SEALING] == noted

    heart.fails()
    failing = rounds()[Work.SEALING]
    assert failing == Rounds(noted.done_at, TUESDAY + timedelta(minutes=1))
    heart.done()
    assert rounds()[Work.SEALING] == Rounds(TUESDAY + timedelta(minutes=1))


@pytest.mark.django_db
def test_since_when_a_worker_is_missed_is_when_it_was_last_heard_of(desk: Desk):
    note_all()
    note_done(Work.HOUSE, at=TUESDAY - timedelta(days=1))

    assert levels()["worker"].since == TUESDAY - timedelta(days=1)


# ---- Folders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "seen"), [(0o600, Seen.NOBODY), (0o640, Seen.GROUP), (0o644, Seen.EVERYBODY)]
)
def test_who_else_can_read_a_file(tmp_path, mode, seen):
    file = tmp_path / "key"
    file.touch()
    file.chmod(mode)

    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert read_by(file) is (seen if os.name == "posix" else Seen.NOBODY)


def test_a_folder_that_pages_are_served_from_is_known(tmp_path):
    assert is_served(Path(vardag.__file__).parent / "files")
    assert is_served(Path("/var/www/files"))
    assert not is_served(tmp_path)


@pytest.mark.django_db
def test_a_head_that_nobody_has_written_yet_is_no_fault_in_an_empty_log(tmp_path):
    assert head_complaint(tmp_path / "head") == ""


@pytest.mark.django_db
def test_messages_to_other_systems_that_wait_or_failed_are_counted(desk: Desk):
    at = TUESDAY
    clinic = desk.world.clinics["outpatient"]
    for number, state in enumerate((State.WAITING, State.FAILED, State.FAILED)):
        DeliveryRow.objects.create(
            key=UUID(int=number + 1),
            case=number,
            part="journal",
            clinic_id=clinic,
            system="journal",
            kind=next(iter(MessageKind)).value,
            payload={},
            state=state,
            since=at - timedelta(hours=number),
            due_at=at,
            trouble="away",
        )

    assert waiting(at=at) == Queue(1, at)
    assert failed() == {clinic: Queue(2, at - timedelta(hours=2))}
