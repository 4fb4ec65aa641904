"""``vardag audit verify`` and the sealing beside it, as whoever runs the product meets them."""

import logging
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError

from tests.build import MONDAY
from tests.doors.running import environment, run
from tests.rooms.logged import noted
from vardag.doors.ops.log import sealer
from vardag.doors.ops.log.command import run as verify
from vardag.rooms.audit.models import SealRow


@pytest.fixture
def head(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "access-log.head"
    monkeypatch.setattr(settings, "LOG_HEAD_FILE", path)
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + timedelta(minutes=1))
    return path


@pytest.mark.django_db
def test_a_whole_log_is_0_and_says_how_many_entries(head, capsys):
    noted()
    sealer.seal_all()

    assert verify(key=None, head=None) == 0
    assert capsys.readouterr().out == "every entry is as it was written: 1\n"


@pytest.mark.django_db
def test_a_broken_log_is_1_and_names_the_first_broken_entry(head, capsys):
    noted()
    sealer.seal_all()
    head.unlink()

    assert verify(key=None, head=None) == 1
    assert capsys.readouterr().out == (
        "the head is missing: nothing tells whether the chain was cut\n"
    )


@pytest.mark.django_db
def test_a_copy_of_the_head_can_be_named(head, tmp_path):
    noted()
    sealer.seal_all()
    kept = tmp_path / "kept"
    kept.write_text(head.read_text())
    head.unlink()

    assert verify(key=None, head=str(kept)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "kept"), [("nothing", None), (None, "nothing")])
def test_what_can_not_be_told_is_2_and_says_why(head, tmp_path, capsys, key, kept):
    key, kept = (each and str(tmp_path / each) for each in (key, kept))

    assert verify(key=key, head=kept) == 2
    assert "nothing" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_2(tmp_path):
    done = run("audit", "verify", env=environment(tmp_path))

    assert done.returncode == 2
    assert done.stderr.startswith("vardag audit verify: ")


class Rounds:
    """Lets so many rounds pass, and remembers for how long each was to wait."""

    def __init__(self, many: int) -> None:
        self.left, self.waited = many, list[float]()

    def __call__(self, seconds: float) -> bool:
        self.waited.append(seconds)
        self.left -= 1
        return self.left < 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_seals_within_five_seconds(head):
    noted()
    rounds = Rounds(2)

    sealer.keep_sealing(rounds)

    assert SealRow.objects.count() == 1
    assert all(0 < seconds < 5 for seconds in rounds.waited[1:])


@pytest.mark.django_db(transaction=True)
def test_more_than_a_batch_is_sealed_in_one_round(head, monkeypatch):
    monkeypatch.setattr("vardag.rooms.audit.sealing.AT_ONCE", 3)
    for n in range(8):
        noted(at=MONDAY + timedelta(seconds=n))

    assert sealer.seal_all() == 8


@pytest.mark.django_db(transaction=True)
def test_what_is_in_the_way_is_said_and_waited_for(head, monkeypatch, caplog):
    caplog.set_level(logging.ERROR)

    def away(**_: object) -> int:
        raise DatabaseError("the database is away")

    monkeypatch.setattr(sealer, "seal_all", away)
    rounds = Rounds(1)

    sealer.keep_sealing(rounds)

    assert "the access log isn't sealed: the database is away" in caplog.text
    assert rounds.waited == [0.0, 60.0]


@pytest.mark.django_db(transaction=True)
def test_a_log_that_the_head_knows_otherwise_is_not_sealed_and_said(head, caplog):
    noted()
    head.write_text('{"number": 7, "seal": "x"}')

    sealer.keep_sealing(Rounds(1))

    assert not SealRow.objects.exists()
    assert "run `vardag audit verify`" in caplog.text


def program(name: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program of the tests that needs a database of its own."""
    command = [sys.executable, "-m", f"tests.doors.{name}"]
    environ = {**env, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_a_log_from_before_sign_ins_were_entries_goes_on_holding(tmp_path):
    done = program("an_old_log", environment(tmp_path, VARDAG_THROW_AWAY="1"))

    said = "[1, 1, 1, 2] Verdict(entries=4, broken='', disposed=0)\n"
    assert done.stdout == said, done.stderr


def test_a_long_log_is_looked_at_by_several_processes(tmp_path):
    """Five parts of two entries, in a database that other processes can reach."""
    environ = environment(tmp_path)
    assert run("migrate", env=environ).returncode == 0

    done = program("a_long_log", environ)

    assert done.stdout.splitlines() == [
        "Verdict(entries=10, broken='', disposed=0)",
        'Verdict(entries=6, broken="entry 7: it isn\'t what was written", disposed=0)',
    ], done.stderr
