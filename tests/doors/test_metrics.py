"""Numbers for a system that watches: what waits, what is late, and nothing of anybody."""

import re

import pytest

from tests.doors.home import build_home
from tests.doors.running import environment, run
from vardag.domain.case import acts
from vardag.doors.ops.heart import note_all
from vardag.doors.ops.metrics import _lines
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
