"""``vardag response-due``: quick, for any year, and able to say why."""

import os
import pty
import random
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

import holidays
import pytest

from vardag.doors.ops import cli

FIRST, LAST = 1953, 2099  # the oracle knows 1953 to 2100, the last of them for the count
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VARDAG")}
    done = subprocess.run(
        [sys.executable, "-m", "vardag.doors.ops.cli", "response-due", *arguments],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        timeout=120,
        check=False,
        env={**environment, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"},
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask the command in this process, which is quick enough to ask about every kind of moment."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as told:
        code = cli.main(["response-due", *arguments])
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


# --- An oracle that shares nothing with the product ------------------------------------------------

RED_DAYS = holidays.country_holidays(
    "SE", years=range(FIRST, LAST + 2), categories=("public", "de_facto"), language="sv"
)


@cache
def due_by_the_oracle(day: date) -> str:
    counted = 0
    while counted < 2:
        day = day + timedelta(days=1)
        counted += day.isoweekday() <= 5 and day not in RED_DAYS
    return day.isoformat()


def test_a_hundred_thousand_moments_agree_with_another_calendar_and_take_seconds():
    chance = random.Random(20260907)
    begin = datetime(FIRST, 1, 1, tzinfo=STOCKHOLM)
    seconds = int((datetime(LAST, 12, 31, tzinfo=STOCKHOLM) - begin).total_seconds())
    moments = [begin + timedelta(seconds=chance.randrange(seconds)) for _ in range(100_000)]
    written = [moment.replace(tzinfo=None).isoformat() for moment in moments]

    started = time.monotonic()
    done = run(given="".join(f"{each}\n" for each in written))
    took = time.monotonic() - started

    assert done.returncode == 0, done.stderr
    found = done.stdout.splitlines()
    expected = [due_by_the_oracle(date.fromisoformat(each[:10])) for each in written]
    assert [each for each in zip(written, expected, found, strict=True) if each[1] != each[2]] == []
    assert took < 30, f"{took:.1f} s"


def test_every_day_of_nearly_a_hundred_and_fifty_years_agrees_with_another_calendar():
    days = (date(LAST, 12, 31) - date(FIRST, 1, 1)).days + 1
    written = [date(FIRST, 1, 1) + timedelta(days=number) for number in range(days)]

    done = run(given="".join(f"{day}T23:59:59\n" for day in written))

    assert done.stdout.splitlines() == [due_by_the_oracle(day) for day in written]


# --- How it is asked ------------------------------------------------------------------------------


def test_moments_come_as_arguments_and_each_gets_a_line():
    done = run("2026-04-02T15:30", "2026-06-17T00:00:00", "2026-12-31")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2026-04-08\n2026-06-22\n2027-01-05\n"


def test_or_one_a_line_on_standard_input():
    done = run(given="2026-09-11T12:00\n\n 2026-09-12T12:00 \r\n2026-09-13T12:00")

    assert done.stdout == "2026-09-15\n2026-09-15\n2026-09-15\n"


def test_nothing_asked_is_nothing_said():
    done = run(given="")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_whoever_sits_at_a_terminal_is_told_what_is_awaited():
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "vardag.doors.ops.cli", "response-due"]
    os.write(ours, b"2026-04-02T15:30\n\x04")

    done = subprocess.run(
        command, stdin=theirs, capture_output=True, text=True, timeout=60, check=False
    )

    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stdout) == (0, "2026-04-08\n")
    assert done.stderr == (
        "write a moment on each line, such as 2026-04-02T15:30; end with Ctrl-D\n"
    )


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-29T01:59:59", "2026-03-31"),
        ("2026-03-29T02:30", "2026-03-31"),  # an hour that never was
        ("2026-10-25T02:30", "2026-10-27"),  # an hour that came twice
        ("2026-09-06T22:00:00Z", "2026-09-09"),  # midnight in Sweden
        ("2026-09-06T21:59:59Z", "2026-09-08"),
        ("2026-09-06T23:30:00-10:00", "2026-09-09"),
        ("2026-09-07T00:00:00+02:00", "2026-09-09"),
        ("0001-01-01T00:00", "0001-01-03"),
        ("0999-12-30T00:00", "1000-01-03"),
        ("1066-10-14T09:00", "1066-10-16"),
        ("2024-02-28T12:00", "2024-03-01"),
        ("9998-12-31T00:00", "9999-01-05"),
        ("9999-12-28T23:59:59", "9999-12-30"),
    ],
)
def test_any_moment_of_any_year_will_do(moment, due):
    done = asked(moment)

    assert (done.stdout, done.returncode) == (f"{due}\n", 0), done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("soon", "'soon' is not a moment"),
        ("2026-02-30T10:00", "is not a moment"),
        ("2026-04-02T25:00", "is not a moment"),
        ("2026-04-02T10:60", "is not a moment"),
        ("10000-01-01T10:00", "is not a moment"),
        ("0000-01-01T10:00", "is not a moment"),
        ("9999-12-31T10:00", "the calendar ends with the year 9999"),
        ("9999-12-31T23:30:00-02:00", "the calendar ends with the year 9999"),
        ("0001-01-01T00:00:00+14:00", "before the year 1"),
    ],
)
def test_what_is_no_moment_is_told_of_with_its_line_and_a_remedy(given, said):
    done = run(given="2026-09-07T10:00\n" + given + "\n2026-09-07T10:00\n")

    assert done.returncode == 2
    assert done.stdout == "2026-09-09\n"  # what came before it
    assert "line 2" in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_text_is_told_of():
    done = run(given=b"2026-09-07T10:00\n\xff\xfe\n")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_it_says_which_days_were_counted_and_which_not_with_their_names():
    done = run("--explain", "2026-06-17T15:30")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "2026-06-22",
        "  2026-06-17 onsdag: dag noll",
        "  2026-06-18 torsdag: räknas",
        "  2026-06-19 fredag: räknas inte: midsommarafton",
        "  2026-06-20 lördag: räknas inte: midsommardagen",
        "  2026-06-21 söndag: räknas inte: helg",
        "  2026-06-22 måndag: räknas",
    ]


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        ("2026-04-02", ["långfredagen", "påskdagen", "annandag påsk", "helg"]),
        ("2026-12-22", ["julafton", "juldagen", "annandag jul", "helg"]),
        ("2026-12-30", ["nyårsafton", "nyårsdagen", "helg"]),
        ("2026-05-13", ["Kristi himmelsfärdsdag", "helg"]),
        ("2027-01-05", ["trettondedag jul"]),
        ("2026-04-30", ["första maj", "helg"]),
        ("2025-06-05", ["nationaldagen", "helg"]),
        ("2026-10-30", ["alla helgons dag", "helg"]),
        ("1990-06-01", ["pingstdagen", "annandag pingst", "helg"]),
    ],
)
def test_every_day_off_has_its_swedish_name(moment, names):
    done = asked("--explain", moment)

    for name in names:
        assert f"räknas inte: {name}" in done.stdout


def test_the_end_of_the_calendar_is_told_of_in_an_explanation_too():
    done = run("--explain", "9999-12-31")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
