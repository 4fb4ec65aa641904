"""`vardag demo`: one command, a folder of its own, and an end that leaves nothing running."""

import os
import re
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.doors.running import SOON, environment, gone_soon, run, started, under_load
from vardag.rooms.routines.packaged import packaged_routine

FREE = ("--port", "0")
DATABASE, KEY = "vardag.sqlite3", "demonstration.key"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A demonstration's folder, whose data has been made."""
    path = tmp_path_factory.mktemp("demonstration") / "a folder with #, % and å"
    with demo(path) as running:
        running.wait_for("Ctrl-C")
        assert "making the demonstration's people and cases" in running.said
    return path


def demo(folder, *arguments, **more):
    env = environment(Path("/nowhere"), **more)
    return started("demo", *FREE, "--data", str(folder), *arguments, env=env)


def refused(folder, *arguments):
    """Return what the command says when it can't begin."""
    done = run("demo", *FREE, "--data", str(folder), *arguments, env=environment(Path("/nowhere")))
    assert done.returncode == 1
    assert done.stderr.startswith("vardag demo: ")
    assert "Traceback" not in done.stderr
    return done.stderr


def names_in(folder):
    return {name for (name,) in in_database(folder, "SELECT given_name FROM person")}


def in_database(folder, sql):
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        return database.execute(sql).fetchall()


# ---- What one sees -------------------------------------------------------------------------------


def test_it_prints_its_addresses_and_whom_to_try(folder):
    with demo(folder) as running:
        running.wait_for("Ctrl-C")

        for path in ("/", "/staff/", "/sign-in/"):
            assert re.search(rf"http://127\.0\.0\.1:\d+{path}\n", running.said)
            assert running.get(path).status == 200
        assert "Maria Wik" in running.get("/sign-in/").read().decode()
        assert str(folder) in running.said
        assert "making" not in running.said


def test_a_monday_is_not_made_of_another_days_data(folder):
    assert "Start over with --fresh" in refused(folder, "--monday")


def test_its_database_is_its_own_whatever_the_environment_says(folder):
    elsewhere = "postgresql://somebody:secret@db.example/real"
    with demo(folder, VARDAG_DATABASE_URL=elsewhere, VARDAG_HOSTS="real.example") as running:
        running.wait_for("Ctrl-C")

        assert running.get("/sign-in/").status == 200


def test_without_a_folder_it_finds_its_own_again(folder, tmp_path):
    home = tmp_path / "vardag" / "demo"
    shutil.copytree(folder, home)
    env = environment(Path("/nowhere"), XDG_DATA_HOME=str(tmp_path))

    with started("demo", *FREE, env=env) as running:
        running.wait_for("Ctrl-C")
        assert str(home) in running.said
        assert "making" not in running.said


def test_its_key_is_its_own_and_nobody_elses_to_read(folder):
    key = folder / KEY

    assert len(key.read_text()) >= 50
    assert key.stat().st_mode & 0o077 == 0


def test_two_can_share_a_folder_but_neither_can_start_it_over(folder):
    with demo(folder) as first:
        first.wait_for("Ctrl-C")
        with demo(folder) as second:
            second.wait_for("Ctrl-C")
            assert "another demonstration is using" in second.said
            assert second.get("/sign-in/").status == 200

        assert "another demonstration is using" in refused(folder, "--fresh")


# ---- Routines ------------------------------------------------------------------------------------


@pytest.fixture
def copy(folder, tmp_path):
    """A demonstration's folder to change as one likes."""
    return shutil.copytree(folder, tmp_path / "copy")


def routine_file(tmp_path, old, new):
    name, text = packaged_routine()
    assert old in text
    file = tmp_path / name
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_new_cases_follow_another_routine(copy, tmp_path):
    file = routine_file(tmp_path, "name: {sv: Förnya recept,", "name: {sv: Nytt recept tack,")

    with demo(copy, "--routine", str(file)) as running:
        running.wait_for("Ctrl-C")
        assert f"new cases follow {file}" in running.said
    with demo(copy) as running:
        running.wait_for("Ctrl-C")
        assert "new cases do not follow the packaged routine" in running.said


def test_a_routine_of_the_future_is_waited_for(copy, tmp_path):
    file = routine_file(tmp_path, "valid_from: 2026-03-11", "valid_from: 2028-03-10")

    with demo(copy, "--routine", str(file)) as running:
        running.wait_for("Ctrl-C")
        assert "holds from 2028-03-10" in running.said


def test_a_routine_that_could_strand_a_case_is_refused_with_its_lines(copy, tmp_path):
    file = routine_file(tmp_path, "  response: 2 ", "  response: 0 ")

    said = refused(copy, "--routine", str(file))

    assert re.search(rf"{re.escape(str(file))}:\d+: dates.response: ", said)


def test_a_routine_that_is_not_there_is_named(copy):
    assert "no-such.yaml" in refused(copy, "--routine", "no-such.yaml")


# ---- Folders that won't do -----------------------------------------------------------------------


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()

    assert "is a file and no folder" in refused(tmp_path / "file")


def test_a_database_that_is_no_demonstrations_is_left_alone(tmp_path):
    (tmp_path / DATABASE).write_bytes(b"somebody's")

    for arguments in ((), ("--fresh",)):
        assert "no demonstration's" in refused(tmp_path, *arguments)
    assert (tmp_path / DATABASE).read_bytes() == b"somebody's"
    assert [file.name for file in tmp_path.iterdir()] == [DATABASE]


def test_a_broken_database_can_be_started_over(copy):
    (copy / DATABASE).write_bytes(os.urandom(5_000))

    assert "--fresh" in refused(copy)
    with demo(copy, "--fresh") as running:
        running.wait_for("Ctrl-C")
    assert "Maria" in names_in(copy)


def test_data_that_has_grown_old_is_told_of(copy):
    in_database(copy, "UPDATE routine SET published_at = '2026-05-04 08:00:00'")

    with demo(copy) as running:
        running.wait_for("Ctrl-C")
        assert "It was made on 2026-05-04" in running.said
        assert "--fresh" in running.said


# ---- Its end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("is_busy", [False, True])
def test_it_ends_at_once_with_all_it_started(folder, number, group, is_busy):
    with demo(folder) as running:
        running.wait_for("Ctrl-C")
        if is_busy:
            with under_load(running, "/sign-in/"):
                took = running.end(number, group=group)
        else:
            took = running.end(number, group=group)

        assert took < SOON
        assert running.process.returncode == 0
        assert running.said.endswith("ended\n")
        assert "Traceback" not in running.said
        assert gone_soon(running.process.pid)


def test_ended_while_it_makes_its_data_it_leaves_none(tmp_path):
    with demo(tmp_path) as running:
        running.wait_for("people and cases")

        assert running.end(signal.SIGTERM) < SOON
        assert running.process.returncode == 128 + signal.SIGTERM
        assert "Traceback" not in running.said
    assert names_in(tmp_path) == set()
    with demo(tmp_path) as running:
        running.wait_for("Ctrl-C")
    assert "Maria" in names_in(tmp_path)
