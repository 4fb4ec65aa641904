"""``vardag scenario run`` itself: 0 when all hold, 1 when one does not, 2 when one can't be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.database

GIVEN = sorted((Path(__file__).parent / "given").glob("*.yaml"))

HOLDS = """
scenario: A message is answered
routine: NU10094-2020762173-83
steps:
  - {at: 2026-09-07T08:00, resident: guardian, submits: message, for: child, form: {text: Hej}, case: A}
  - {staff: receiver, does: reply_and_close, case: A, text: Hej!}
  - expect: {case: A, status: closed}
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vardag.doors.ops.cli", "scenario", "run", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "vardag.config.settings"},
    )


@pytest.fixture
def written(tmp_path):
    def write(text: str, name: str = "scenario.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_scenarios_that_were_given_hold_and_each_has_its_line():
    done = run(*GIVEN)

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(GIVEN) == 5
    assert [line.split(maxsplit=1)[0] for line in done.stdout.splitlines()] == ["ok"] * 5
    assert all(str(path) in done.stdout for path in GIVEN)


def test_one_that_does_not_hold_says_the_step_what_was_expected_and_what_was_found(written):
    wrong = written(HOLDS.replace("status: closed", "status: received"), "wrong.yaml")
    right = written(HOLDS, "right.yaml")

    done = run(wrong, right)

    assert done.returncode == 1
    failed, found, held = done.stdout.splitlines()
    assert failed == f"FAILED  {wrong}: A message is answered"
    assert "line 7" in found
    assert "status" in found
    assert "expected 'received'" in found
    assert "found 'closed'" in found
    assert held.startswith("ok")


FAILING: list[tuple[str, str, str, str]] = [
    ("text: Hej!}", "text: ''}", "done", "refused: empty-text"),
    ("text: Hej!}", "text: Hej!, refused: empty-text}", "refused: empty-text", "done"),
    (
        "text: Hej!}",
        "text: '', refused: step-not-open}",
        "refused: step-not-open",
        "refused: empty-text",
    ),
    ("status: closed", "held_by: nurse", "'nurse'", "'receiver'"),
    ("status: closed", "held_by: null", "None", "'receiver'"),
    ("status: closed", "flags: [overdue]", "['overdue']", "[]"),
    ("status: closed", "response_due: 2026-09-09", "'2026-09-09'", "None"),
    ("status: closed", "follow_up_due: 2026-09-09", "'2026-09-09'", "None"),
    ("status: closed", "first_response: null", "None", "'reply'"),
    ("status: closed", "open_steps: [assess]", "['assess']", "[]"),
    ("status: closed", "open_work: [send]", "['send']", "[]"),
    ("status: closed", "visible_to: [stranger]", "['stranger']", "[]"),
    ("status: closed", "hidden_from: [nurse]", "[]", "['nurse']"),
    ("status: closed", "thread: [submission]", "['submission']", "['submission', 'reply']"),
    ("status: closed", "notices: []", "[]", "['guardian']"),
    ("status: closed", "notices: [nurse]", "['nurse']", "['guardian']"),
    (
        "status: closed",
        "notices: [{to: guardian, kind: answered}]",
        "[('guardian', 'answered')]",
        "[('guardian', 'closed')]",
    ),
    ("status: closed", "registered: true", "True", "False"),
]


@pytest.fixture(scope="module")
def failed(tmp_path_factory) -> list[str]:
    """Play all that fail with one command, since the command takes longer than the scenarios."""
    folder = tmp_path_factory.mktemp("failing")
    paths = [folder / f"{number:02}.yaml" for number in range(len(FAILING))]
    for path, (old, new, _, _) in zip(paths, FAILING, strict=True):
        assert HOLDS.count(old) == 1
        path.write_text(HOLDS.replace(old, new), encoding="utf-8")
    done = run(*paths)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout.split("FAILED")[1:]


@pytest.mark.parametrize("number", range(len(FAILING)), ids=lambda number: FAILING[number][1])
def test_each_check_and_each_refusal_can_fail(failed, number):
    _, _, expected, found = FAILING[number]

    assert f"expected {expected}; found {found}" in failed[number]


UNREADABLE = {
    "no YAML": ("scenario: [", 1, "expected"),
    "no scenario": ("- 1\n", 1, "begins with the keys"),
    "no steps": ("scenario: A\nroutine: NU10094-2020762173-83\n", 1, "steps is missing"),
    "a strange key": (HOLDS + "note: hej\n", 1, "unknown key note"),
    "steps that are no list": (
        "scenario: A\nroutine: NU10094-2020762173-83\nsteps: 1\n",
        3,
        "steps is not a list",
    ),
    "no step at all": (
        "scenario: A\nroutine: NU10094-2020762173-83\nsteps: []\n",
        1,
        "there are no steps",
    ),
    "a step that is no mapping": (HOLDS + "  - 1\n", 8, "a step is"),
    "no moment at first": (HOLDS.replace("at: 2026-09-07T08:00, ", ""), 5, "needs a moment"),
    "a moment that is none": (HOLDS.replace("2026-09-07T08:00", "soon"), 5, "not a moment"),
    "time that goes back": (HOLDS + "  - at: 2026-09-07T07:59\n", 8, "time goes back"),
    "two kinds of step in one": (
        HOLDS + "  - {staff: nurse, resident: guardian, case: A}\n",
        8,
        "a step is one of",
    ),
    "an unknown action": (HOLDS.replace("reply_and_close", "reply"), 6, "unknown action reply"),
    "an unknown deed": (HOLDS.replace("submits: message", "sends: message"), 5, "unknown key"),
    "two deeds": (
        HOLDS.replace("submits: message", "submits: message, answers: Hej"),
        5,
        "submits",
    ),
    "an unknown answer on a line": (
        HOLDS.replace("does: reply_and_close,", "does: send_step, line: maybe,"),
        6,
        "unknown answer maybe; one of done, later",
    ),
    "an unknown check": (HOLDS.replace("status: closed", "state: closed"), 7, "unknown key state"),
    "a check of no case": (
        HOLDS.replace("{case: A, status: closed}", "{status: closed}"),
        7,
        "case",
    ),
    "an action without a case": (
        HOLDS.replace("case: A, text: Hej!", "text: Hej!"),
        6,
        "which case",
    ),
    "a key that the action does not have": (
        HOLDS.replace("text: Hej!", "outcome: home"),
        6,
        "unknown key outcome",
    ),
    "nobody of that name": (
        HOLDS.replace("staff: receiver", "staff: rut"),
        6,
        "nobody is called rut",
    ),
    "a resident nobody knows": (
        HOLDS.replace("resident: guardian", "resident: rut"),
        5,
        "nobody is called rut",
    ),
    "a child nobody knows": (HOLDS.replace("for: child", "for: rut"), 5, "nobody is called rut"),
    "a case that is not there": (HOLDS.replace("close, case: A", "close, case: B"), 6, "no case B"),
    "a reader nobody knows": (
        HOLDS.replace("status: closed", "visible_to: [rut]"),
        7,
        "nobody is called rut",
    ),
    "a form that is no mapping": (HOLDS.replace("{text: Hej}", "Hej"), 5, "form"),
    "a form that is a list": (HOLDS.replace("{text: Hej}", "[Hej]"), 5, "form"),
    "flags that are no list": (HOLDS.replace("status: closed", "flags: overdue"), 7, "flags"),
    "notices that are no list": (HOLDS.replace("status: closed", "notices: nurse"), 7, "notices"),
    "readers that are no list": (
        HOLDS.replace("status: closed", "visible_to: nurse"),
        7,
        "visible_to",
    ),
    "words that are no text": (HOLDS.replace("text: Hej!", "text: [Hej]"), 6, "text"),
    "another routine": (HOLDS.replace("NU10094-2020762173-83", "NU1"), 3, "no routine NU1"),
    "a routine that has not begun": (HOLDS.replace("2026-09-07", "2026-03-10"), 3, "no routine"),
    "the same key twice": (HOLDS.replace("case: A, status", "case: A, case: A, status"), 7, "case"),
}


@pytest.fixture(scope="module")
def unreadable(tmp_path_factory) -> tuple[Path, str]:
    """Try all that can't be read with one command."""
    folder = tmp_path_factory.mktemp("unreadable")
    for what, (text, _, _) in UNREADABLE.items():
        (folder / f"{what}.yaml").write_text(text, encoding="utf-8")
    done = run(*(folder / f"{what}.yaml" for what in UNREADABLE))
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    return folder, done.stderr


@pytest.mark.one_database
@pytest.mark.parametrize("what", UNREADABLE)
def test_one_that_can_not_be_read_says_the_file_the_line_and_the_reason(unreadable, what):
    folder, said = unreadable
    _, line, reason = UNREADABLE[what]

    (about,) = [each for each in said.splitlines() if f"{folder / what}.yaml" in each]
    assert f"{folder / what}.yaml:{line}: " in about
    assert reason in about


@pytest.mark.one_database
@pytest.mark.parametrize("what", ["no YAML", "nobody of that name", "another routine"])
def test_one_alone_that_can_not_be_read_ends_with_two(written, what):
    done = run(written(UNREADABLE[what][0]))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.one_database
def test_a_file_that_is_not_there_or_is_no_text_can_not_be_read(tmp_path):
    bytes_ = tmp_path / "bytes.yaml"
    bytes_.write_bytes(b"scenario: \xff\xfe")

    paths = [tmp_path / "missing.yaml", tmp_path, bytes_]
    done = run(*paths)

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 3, done.stderr
    assert all(f"{path}:1: " in done.stderr for path in paths)


def test_the_worst_of_several_files_is_what_it_comes_to_and_all_are_played(written):
    unreadable = written("scenario: [", "unreadable.yaml")
    fails = written(HOLDS.replace("status: closed", "status: received"), "fails.yaml")
    holds = written(HOLDS, "holds.yaml")

    done = run(unreadable, fails, holds)

    assert done.returncode == 2
    assert "FAILED" in done.stdout
    assert "ok" in done.stdout


def test_each_file_has_a_database_of_its_own(written):
    twice = written(HOLDS)

    assert run(twice, twice).returncode == 0


@pytest.mark.one_database
def test_a_routine_that_is_not_there_or_is_none_can_not_be_played(written, tmp_path):
    scenario = written(HOLDS)
    broken = written("document: {}\n", "routine.yaml")

    for routine in (tmp_path / "missing.yaml", broken):
        done = run("--routine", routine, scenario)
        assert done.returncode == 2, done.stdout + done.stderr
        assert str(routine) in done.stderr
        assert "Traceback" not in done.stderr


WRITTEN_ALSO = [
    "\ufeff" + HOLDS,
    HOLDS.replace("\n", "\r\n"),
    HOLDS.replace("2026-09-07T08:00", "2026-09-07T08:00:00"),
    HOLDS.replace("2026-09-07T08:00", "'2026-09-07 08:00:30'"),
    HOLDS.replace("2026-09-07T08:00", "2026-09-07"),
    HOLDS.replace("2026-09-07T08:00", "2026-09-07T06:00:00Z"),
    HOLDS.replace("2026-09-07T08:00", "2026-09-07T08:00:00+02:00"),
    HOLDS.replace("form: {text: Hej}", "form: {text: 112}"),
    HOLDS.replace("text: Hej!", "text: 112"),
    HOLDS.replace("case: A", "case: 1"),
    HOLDS.replace(
        "status: closed", "status: closed, response_due: null, flags: null, notices: [guardian]"
    ),
]


@pytest.mark.one_database
def test_a_file_may_be_written_in_more_than_one_way(tmp_path):
    paths = [tmp_path / f"{number}.yaml" for number in range(len(WRITTEN_ALSO))]
    for path, text in zip(paths, WRITTEN_ALSO, strict=True):
        path.write_text(text, encoding="utf-8")

    done = run(*paths)

    assert done.returncode == 0, done.stdout + done.stderr
