"""What is measured still is what is there: each benchmark runs, small, and every answer is right.

The figures of so few cases mean nothing; that they come at all does. A column that a case gets, or a
page that wants another field, would otherwise be missed until somebody measures.
"""

import re
import time

import pytest
from django.conf import settings

from tools.bench import __main__ as bench
from tools.bench import client, lists, memory
from tools.bench.sites import OPERATIONS
from vardag.domain.case.flags import Flag
from vardag.doors.ops import cli

SMALL = "--cases 300 --rounds 1 --seconds 0.1 --fewest 1 --processes 1".split()


def test_every_operation_is_answered_rightly_by_the_floor_and_the_product(capfd):
    assert bench.main(SMALL) == 0

    said = capfd.readouterr().out
    for operation in OPERATIONS:
        assert re.search(rf"^{operation} +\d+ +\d+ +\d", said, flags=re.MULTILINE), said


def test_what_is_slow_is_asked_for_longer_until_its_figure_says_something():
    crowd = client.Crowd({"seconds": 0.02, "fewest": 3, "ids": [1], "again": True})
    time.sleep(0.03)

    crowd.done[:] = [1, 1]
    assert crowd.goes_on()
    crowd.done[:] = [2, 1]
    assert not crowd.goes_on()


def test_memory_is_measured_after_every_operation_was_answered_rightly(capfd, monkeypatch):
    monkeypatch.setattr(memory, "CASES", 300)
    monkeypatch.setattr(memory, "REQUESTS", 2)

    assert bench.main(["--memory"]) == 0

    assert re.search(r"pages and worker \d\d+ MiB", capfd.readouterr().out)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_every_list_is_asked_for_and_finds_cases(capsys):
    assert lists.main(["--open", "80", "--closed", "160", "--plans"]) == 0

    said = capsys.readouterr().out
    found = dict(re.findall(r"^(\S.*?) +[\d.]+ ms +(\d+) cases$", said, flags=re.MULTILINE))
    assert {f"flag {flag}" for flag in Flag} <= found.keys()
    for name in ("inbox", "a service", "since", "until", "awaiting", "mine", "closed, newest"):
        assert int(found[name]), f"{name}: {said}"


@pytest.mark.django_db(transaction=True)
def test_the_log_that_the_verifier_is_measured_on_is_sound(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "LOG_HEAD_FILE", tmp_path / "head")
    from tools.bench import log_rows  # noqa: PLC0415 - it wakes Django up as it is read

    assert log_rows.main(200) == 0

    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out.rstrip().endswith(": 200")
