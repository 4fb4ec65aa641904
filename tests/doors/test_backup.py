"""Backups: what is taken along, that it can be put back, and every way in which one isn't whole."""

import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.doors.backups import Place, an_empty_place, this_place
from tests.doors.desk import WEDNESDAY, Desk, a_desk
from tests.doors.running import VARDAG, run
from tests.filing import at_once, keep
from vardag.doors.ops.backup.manifest import as_text, from_text
from vardag.rooms.files.models import FileRow

on_sqlite = pytest.mark.skipif(
    os.environ.get("VARDAG_DATABASE_URL", "").startswith("postgres"), reason="about SQLite's files"
)


@pytest.fixture
def desk(transactional_db, monkeypatch, tmp_path) -> Desk:
    monkeypatch.setattr(settings, "FILES", tmp_path / "store")
    monkeypatch.setattr(settings, "SCANNER", "stand-in")
    at_once(monkeypatch)
    return a_desk(monkeypatch)


@pytest.fixture
def here(desk, tmp_path) -> Place:
    """An installation with a case, a file that was sent with it, and somebody signed in."""
    case = desk.send("message")
    desk.file_of(case)
    desk.sits("nurse")
    folder = tmp_path / "here"
    folder.mkdir()
    return this_place(folder)


@pytest.fixture
def there(here, tmp_path) -> Iterator[Place]:
    with an_empty_place(tmp_path / "there") as place:
        yield place


@pytest.fixture
def key(here, tmp_path) -> str:
    here.run("backup-key", str(tmp_path / "backup.key"))
    return str(tmp_path / "backup.key")


def backed_up(here: Place, tmp_path: Path, *more: str) -> Path:
    folder = tmp_path / "backup"
    here.run("backup", str(folder), *more)
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- The whole way -------------------------------------------------------------------------------


def test_what_is_restored_is_what_was_there_row_by_row_and_byte_by_byte(here, there, key, tmp_path):
    before = here.rows()
    backup = backed_up(here, tmp_path, "--key", key)

    said = there.run("restore", str(backup), "--key", key)

    after = there.rows()
    assert after.pop("django_session") == []
    assert before.pop("django_session")
    assert after == before
    assert bytes_in(there.files) == bytes_in(here.files)
    assert there.key.read_text() == here.key.read_text()
    assert "1 cases" in said


def test_the_restored_place_serves_and_its_ledgers_and_files_are_whole(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    shutil.copy(here.key, there.key)

    there.run("restore", str(backup))

    there.run("ledger", "check")
    there.run("files", "check")
    assert "up to date" in there.run("migrate")


def test_what_comes_after_a_restore_gets_ids_that_nobody_has_had(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    shutil.copy(here.key, there.key)
    there.run("restore", str(backup))

    there.run("clinic", "add", "ny", "--name", "Ny mottagning")

    clinics = {row.split(",")[0] for row in there.rows()["clinic"]}
    assert len(clinics) == len(here.rows()["clinic"]) + 1


def test_who_was_signed_in_is_in_no_backup(here, tmp_path):
    signed_in = [row.split("'")[1] for row in here.rows()["django_session"]]
    backup = backed_up(here, tmp_path)

    packed = next(backup.glob("database.*"))
    unpacked = subprocess.run(["gzip", "-dc", str(packed)], capture_output=True, check=True).stdout

    assert signed_in
    assert b"message" in unpacked
    assert not any(each.encode() in unpacked for each in signed_in)


def test_nothing_that_anybody_wrote_can_be_read_in_an_encrypted_backup(here, key, tmp_path):
    backup = backed_up(here, tmp_path, "--key", key)

    lying = bytes_in(backup)

    assert all(name.endswith(".sealed") for name in lying)
    assert not any(b"SQLite" in data or b"message" in data for data in lying.values())
    assert "access-log.key.sealed" in lying


def test_without_a_key_the_logs_own_key_stays_where_it_is_and_that_is_said(here, there, tmp_path):
    said = here.run("backup", str(tmp_path / "backup"))
    restored = there.run("restore", str(tmp_path / "backup"))

    assert "isn't encrypted" in said
    assert here.key.read_bytes() not in b"".join(bytes_in(tmp_path / "backup").values())
    assert not there.key.exists()
    assert "put it back before anything is served" in restored


def test_what_was_found_harmful_is_not_taken_along(desk, here, there, tmp_path):
    harmful = FileRow.objects.get()
    FileRow.objects.filter(pk=harmful.pk).update(verdict="refused", why="infected")

    backup = backed_up(here, tmp_path)
    there.run("restore", str(backup))

    assert list(there.files.glob("*/*")) == []


def test_a_file_that_its_owner_removes_meanwhile_is_gone_after_a_restore_too(
    desk, here, there, tmp_path
):
    file = keep(desk.person("guardian"), at=WEDNESDAY)
    backup = tmp_path / "backup"
    removes_after_the_snapshot = f"""
import django; django.setup()
from vardag.doors.ops.backup import files
from vardag.rooms.files.actions import remove_unsent
from uuid import UUID
pour = files.pour
def removed_first(*given):
    remove_unsent(UUID({str(file)!r}), by={desk.person("guardian")})
    return pour(*given)
files.pour = removed_first
from vardag.doors.ops.cli import main
raise SystemExit(main(["backup", {str(backup)!r}]))
"""
    env = {**here.env, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"}
    subprocess.run([VARDAG[0], "-c", removes_after_the_snapshot], env=env, check=True)

    there.run("restore", str(backup))

    assert not any(str(file)[:8] in row for row in there.rows()["file"])
    assert len(there.rows()["file"]) == 1


def test_a_store_that_lacks_a_file_is_backed_up_and_says_so(here, there, tmp_path):
    file = FileRow.objects.get()
    next(here.files.glob(f"*/{file.pk.hex}")).unlink()

    done = run("backup", str(tmp_path / "backup"), env=here.env)
    restored = there.run("restore", str(tmp_path / "backup"))

    assert done.returncode == 3
    assert str(file.pk) in done.stdout
    assert str(file.pk) in restored


# ---- Over data, nothing --------------------------------------------------------------------------


def test_nothing_is_restored_over_a_database(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    there.run("migrate")
    before = there.rows()

    assert "Nothing is restored over data" in there.refuses("restore", str(backup))
    assert there.rows() == before


def test_nothing_is_restored_over_files(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    (there.files / "ab").mkdir(parents=True)
    (there.files / "ab" / "somebodys").write_bytes(b"x")

    assert "Nothing is restored over data" in there.refuses("restore", str(backup))
    assert bytes_in(there.files) == {"ab/somebodys": b"x"}


def test_a_newer_head_of_the_log_and_another_key_are_not_written_over(here, there, key, tmp_path):
    backup = backed_up(here, tmp_path, "--key", key)
    head = there.folder / "access-log.head"
    head.write_text("{}")
    assert "Move it aside and keep it" in there.refuses("restore", str(backup), "--key", key)

    head.unlink()
    there.key.write_text("o" * 64)
    assert "isn't the one of this backup" in there.refuses("restore", str(backup), "--key", key)
    assert there.key.read_text() == "o" * 64


@on_sqlite
def test_what_another_database_has_left_is_not_taken_for_the_restored_ones_own(
    here, there, tmp_path
):
    backup = backed_up(here, tmp_path)
    Path(f"{there.database}-wal").write_bytes(b"of another")

    assert "-wal is there already" in there.refuses("restore", str(backup))


def test_a_backup_is_not_written_over_what_is_there(here, tmp_path):
    backup = backed_up(here, tmp_path)
    before = bytes_in(backup)

    assert "isn't empty" in here.refuses("backup", str(backup))
    assert bytes_in(backup) == before


def test_a_key_is_not_written_over(here, key):
    before = Path(key).read_text()

    assert "isn't written over" in here.refuses("backup-key", key)
    assert Path(key).read_text() == before
    assert Path(key).stat().st_mode & 0o077 == 0


# ---- Backups that can't be used here -------------------------------------------------------------


def told_otherwise(backup: Path, **changes: Any) -> None:
    manifest = from_text((backup / "manifest.json").read_bytes())
    (backup / "manifest.json").write_bytes(as_text(replace(manifest, **changes)))


def test_a_damaged_backup_is_refused_before_anything_is_written(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    archive = backup / "files.tar"
    archive.write_bytes(archive.read_bytes()[:-1] + b"x")

    assert "isn't what was written" in there.refuses("restore", str(backup))
    assert [each.name for each in there.folder.iterdir()] == []


def test_a_backup_of_a_later_version_is_refused(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    told_otherwise(backup, migrations=[["cases", "9999_of_tomorrow"]])

    said = there.refuses("restore", str(backup))

    assert "later version" in said
    assert "cases.9999_of_tomorrow" in said


def test_a_backup_of_the_other_database_is_refused(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    told_otherwise(backup, database=other)

    assert "same kind of database" in there.refuses("restore", str(backup))


def test_rows_that_are_missing_are_noticed(here, there, tmp_path):
    backup = backed_up(here, tmp_path)
    told_otherwise(backup, tables={"case": 2})

    assert "isn't whole" in there.refuses("restore", str(backup))
    assert "migrations" in there.refuses("serve", "--port", "0")


# ---- Broken off ----------------------------------------------------------------------------------


def killed_at(place: Place, where: str, *command: str) -> None:
    """Run a command that is killed, as by a power cut, when it comes to a function."""
    module, function = where.rsplit(".", 1)
    script = f"""
import os, signal, django
django.setup()
import {module} as there
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
there.{function} = die
from vardag.doors.ops.cli import main
main({list(command)!r})
"""
    env = {**place.env, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"}
    done = subprocess.run([VARDAG[0], "-c", script], env=env, check=False)
    assert done.returncode == -signal.SIGKILL


IN_THE_MIDDLE = [
    "vardag.rooms.files.store.flush_all",
    "vardag.doors.ops.backup.files.damage",
    "vardag.doors.ops.backup.log.put_back",
]


@pytest.mark.parametrize("where", IN_THE_MIDDLE)
def test_a_restore_that_is_killed_leaves_nothing_that_is_served_and_can_begin_again(
    here, there, key, tmp_path, where
):
    backup = backed_up(here, tmp_path, "--key", key)
    arguments = ("restore", str(backup), "--key", key)

    killed_at(there, where, *arguments)

    assert "migrations" in there.refuses("serve", "--port", "0")
    there.run(*arguments)
    assert "every file is as it was kept" in there.run("files", "check")
    assert there.rows()["case"] == here.rows()["case"]


def test_a_backup_that_is_killed_is_none_and_stands_in_no_ones_way(here, there, tmp_path):
    half = tmp_path / "half"

    killed_at(here, "vardag.doors.ops.backup.files.pour", "backup", str(half))

    assert "never finished" in there.refuses("restore", str(half))
    there.run("restore", str(backed_up(here, tmp_path)))


@on_sqlite
def test_two_backups_at_once_do_not_disturb_each_other(here, tmp_path):
    copy = Path(f"{here.database}.being-backed-up")
    with copy.open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert "another backup is under way" in here.refuses("backup", str(tmp_path / "one"))

    here.run("backup", str(tmp_path / "two"))
    assert not copy.exists()


def test_ctrl_c_leaves_no_copy_of_the_database_behind(here, tmp_path):
    slow = f"""
import time, django
django.setup()
from vardag.doors.ops.backup import files
def wait(*_): print("waiting", flush=True); time.sleep(60)
files.pour = wait
from vardag.doors.ops.cli import main
raise SystemExit(main(["backup", {str(tmp_path / "backup")!r}]))
"""
    env = {**here.env, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"}
    backup = subprocess.Popen([VARDAG[0], "-c", slow], env=env, stdout=subprocess.PIPE, text=True)
    assert backup.stdout
    assert backup.stdout.readline() == "waiting\n"
    backup.send_signal(signal.SIGINT)

    assert backup.wait(30) == 130
    backup.stdout.close()
    assert not list(here.database.parent.glob("*.being-backed-up*"))


# ---- While others write --------------------------------------------------------------------------


@on_sqlite
def test_a_writer_waits_while_the_pages_are_copied_and_goes_on(here, tmp_path):
    process = subprocess.Popen([*VARDAG, "backup", str(tmp_path / "backup")], env=here.env)
    written = 0
    with closing(sqlite3.connect(here.database, timeout=20)) as writer:
        writer.execute("CREATE TABLE IF NOT EXISTS own (n INTEGER)")
        while process.poll() is None:
            with writer:
                writer.execute("INSERT INTO own VALUES (1)")
            written += 1
            time.sleep(0.01)
        writer.execute("DROP TABLE own")
        writer.commit()

    assert process.returncode == 0
    assert written
