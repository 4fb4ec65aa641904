"""What is handed to those who run it: systemd's units, and what a container is made of."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from vardag.doors.ops.cli import main as vardag

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [each for each in UNITS if each.suffix == ".service"]
PROGRAM = "/opt/vardag/current/bin/vardag"
WORST = 2.0  # of ten; systemd calls less than that well kept in


@pytest.fixture
def analyze():
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd-analyze here")

    def run(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return run


def test_systemd_takes_every_unit_as_it_is(analyze, tmp_path):
    for unit in UNITS:  # with a program that is there
        text = unit.read_text().replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("file:/opt", "https://example.se/opt"))

    for unit in UNITS:
        said = analyze("verify", "--man=no", str(tmp_path / unit.name)).splitlines()
        assert not [line for line in said if "vardag" in line], unit.name


def test_a_unit_with_a_mistake_is_seen(analyze, tmp_path):
    unit = tmp_path / "vardag-worker.service"
    unit.write_text("[Service]\nExecStart=/bin/true\nNoNewPrivilege=yes\n")

    assert re.search("Unknown key.*NoNewPrivilege", analyze("verify", str(unit)))


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.stem)
def test_a_service_is_kept_in_a_box(analyze, service):
    said = analyze("security", "--offline=true", "--no-pager", str(service))

    exposure = re.search(r"Overall exposure level for \S+: (\d+\.\d)", said)
    assert exposure, said
    assert float(exposure.group(1)) < WORST


def test_every_timer_has_its_service():
    timers = {each.stem for each in UNITS if each.suffix == ".timer"}
    oneshots = {each.stem for each in SERVICES if "Type=oneshot" in each.read_text()}

    assert timers == oneshots


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.stem)
def test_a_service_begins_a_command_that_there_is(service, capsys):
    begun = re.search(rf"{PROGRAM} (\S+)", service.read_text())
    assert begun

    with pytest.raises(SystemExit) as ended:
        vardag([begun.group(1), "--help"])
    assert ended.value.code == 0


# ---- The container --------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    told = [each.split(maxsplit=1) for each in lines if each.strip() and not each.startswith("#")]
    return [(word, rest) for word, rest in told]


def test_the_container_is_made_in_two_stages_and_runs_as_nobody_special():
    stages = [rest for word, rest in instructions() if word == "FROM"]
    last = instructions()[[word for word, _ in instructions()].index("FROM", 3) :]
    users = [rest for word, rest in last if word == "USER"]

    assert stages == ["${BASE} AS build", "${BASE}"]
    assert users == ["10001:10001"]
    assert not [rest for word, rest in last if word == "RUN" and "pip" in rest]


def test_all_that_is_copied_into_the_container_is_there():
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY"]
    ours = [name for names in copied if not names[0].startswith("--from=") for name in names]

    assert ours
    assert all((ROOT / name).exists() for name in ours)


def test_the_container_begins_a_command_that_there_is_and_asks_whether_it_lives(capsys):
    said = dict(instructions())
    entry, arguments = json.loads(said["ENTRYPOINT"]), json.loads(said["CMD"])
    asks = said["HEALTHCHECK"].split("CMD ", 1)[1]

    assert entry == ["vardag"]
    with pytest.raises(SystemExit) as ended:
        vardag([*arguments, "--help"])
    assert ended.value.code == 0
    compile(json.loads(asks)[2], "HEALTHCHECK", "exec")
    assert f":{said['EXPOSE']}/health/live" in asks


def test_what_the_container_installs_is_pinned_by_its_content():
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip install" in rest]

    assert "--require-hashes" in installs[0]
    assert all("--no-deps" in each for each in installs[1:])
