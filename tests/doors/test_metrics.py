"""Numbers for a system that watches: what waits, what is late, and nothing of anybody."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.doors.home import build_home
from tests.doors.running import environment, run, started
from vardag.domain.case import acts
from vardag.doors.ops.heart import note_all
from vardag.doors.ops.metrics import _lines
from vardag.doors.shared.counting import read
from vardag.rooms.people.models import PersonRow

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[a-z0-9-]+"\})? [0-9.e+-]+')


@pytest.mark.django_db
def test_what_is_open_due_and_late_is_counted_for_each_clinic(monkeypatch):
    home = build_home(monkeypatch)
    cases = [home.send() for _ in range(3)]
    home.do(cases[0], acts.Claim())
    note_all()

    told = [*_lines()]

    assert 'vardag_cases_open{clinic="outpatient"} 3' in told
    assert 'vardag_cases_overdue{clinic="outpatient"} 0' in told
    assert 'vardag_round_age_seconds{work="house"} 0' in told
    assert "vardag_up 1" in told
    assert not [line for line in told if not line.startswith("# ") and not LINE.fullmatch(line)]
    people = PersonRow.objects.exclude(family_name="").values_list("family_name", flat=True)
    assert not [name for name in people if name in "\n".join(told)]


def test_a_file_of_numbers_is_whole_and_replaced(tmp_path):
    env = environment(tmp_path / "data")
    (tmp_path / "data").mkdir()
    assert run("migrate", env=env).returncode == 0
    file = tmp_path / "vardag.prom"
    for _ in range(2):
        assert run("metrics", "--file", str(file), env=env).returncode == 0

    assert 'vardag_check{check="worker"} 2' in file.read_text()
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["vardag.prom"]
    assert run("metrics", env=env).stdout.startswith("# HELP vardag_check")


def test_without_a_database_there_is_a_number_for_that(tmp_path):
    done = run("metrics", env=environment(tmp_path))

    assert done.returncode == 0
    assert "vardag_up 0" in done.stdout
    assert 'vardag_check{check="database"} 2' in done.stdout


def test_requests_are_counted_by_route_over_all_processes_and_never_by_address(tmp_path):
    env = environment(tmp_path, VARDAG_HTTPS="0")
    assert run("migrate", env=env).returncode == 0
    with started("serve", "--port", "0", env=env) as server:
        server.wait_for("serving")
        server.get("/sign-in/?next=/cases/4711/")
        first = run("metrics", env=env).stdout
    counted = 'vardag_request_seconds_count{route="signin:choose",method="GET",status="2xx"}'
    assert f"{counted} 1" in first
    assert "4711" not in first

    with started("serve", "--port", "0", env=env) as server:  # another process, and so another file
        server.wait_for("serving")
        server.get("/sign-in/")
        second = run("metrics", env=env).stdout
    assert f"{counted} 2" in second
    assert "# TYPE vardag_request_seconds histogram" in second


def test_numbers_of_a_process_long_gone_and_files_that_are_not_ours_count_for_nothing(tmp_path):
    (tmp_path / "a.json").write_text('[["x", "GET", "2xx", 3, 0.3, [3, 3, 3, 3, 3, 3, 3]]]')
    (tmp_path / "b.json").write_text("not ours")
    today = datetime.fromtimestamp((tmp_path / "a.json").stat().st_mtime, UTC)

    (each,) = read(tmp_path, at=today).values()
    assert (each.many, each.within[0]) == (3, 3)
    assert not read(tmp_path, at=today + timedelta(days=8))
    assert not [*tmp_path.iterdir()]
