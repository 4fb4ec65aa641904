"""The rules in pyproject.toml bite: each is shown something that breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def lint(code: str, *, as_file: str) -> str:
    command = [str(BIN / "ruff"), "check", "--no-cache", "--output-format=concise"]
    done = subprocess.run(
        [*command, f"--stdin-filename={as_file}", "-"],
        cwd=ROOT,
        input=f'"""A module."""\n\n{code}',
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("from datetime import UTC, datetime\n\nWHEN = datetime.now(UTC)\n", "TID251"),
        ("from datetime import date\n\nTODAY = date.today()\n", "TID251"),
        ("from django.utils import timezone\n\nWHEN = timezone.now()\n", "TID251"),
        ("from datetime import datetime\n\nWHEN = datetime(2026, 4, 2, 15, 30)\n", "DTZ001"),
        ("from ..people import models\n\nPEOPLE = models\n", "TID252"),
        ('print("somebody was here")\n', "T201"),
        ("try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
    ],
)
@pytest.mark.parametrize("place", ["domain/case/new.py", "rooms/cases/new.py"])
def test_below_the_doors_lint_refuses(place, code, rule):
    assert rule in lint(code, as_file=f"src/vardag/{place}")


def test_a_door_may_read_the_clock():
    code = "from django.utils import timezone\n\nWHEN = timezone.now()\n"

    assert "All checks passed" in lint(code, as_file="src/vardag/doors/portal/new.py")


def test_a_door_may_not_print_but_a_command_may():
    code = 'print("hello")\n'

    assert "T201" in lint(code, as_file="src/vardag/doors/portal/new.py")
    assert "All checks passed" in lint(code, as_file="src/vardag/doors/ops/new.py")


# --- Import contracts, on a house of empty rooms -------------------------------------------------

HOUSE = (
    "config.settings",
    "doors.shared.site",
    "doors.portal.views",
    "doors.inbox.lists.views",
    "adapters.mail",
    "reactions.notices",
    "rooms.cases.actions",
    "rooms.cases.queries",
    "rooms.cases.models",
    "rooms.people.queries",
    "rooms.audit.actions",
    "domain.access",
    "domain.case.decide",
    "domain.case.evolve",
    "domain.routine.document",
    "domain.people.identity",
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the contracts, over a house whose modules are all there and empty."""
    (tmp_path / "tools").mkdir()
    for name in ("pyproject.toml", "tools/__init__.py", "tools/contracts.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    for module in HOUSE:
        path = tmp_path / "src/vardag" / (module.replace(".", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        for parent in path.relative_to(tmp_path / "src").parents[:-1]:
            (tmp_path / "src" / parent / "__init__.py").touch()
    return tmp_path


def contracts(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "lint-imports"), "--no-logo", "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": f"{house / 'src'}{os.pathsep}{house}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_empty_house_keeps_the_contracts(house):
    done = contracts(house)

    assert "0 broken" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("domain.access", "vardag.rooms.cases.models", "The floors"),
        ("rooms.cases.queries", "vardag.doors.shared.site", "The floors"),
        ("doors.portal.views", "vardag.config.settings", "The floors"),
        ("doors.portal.views", "vardag.doors.inbox.lists.views", "The doors"),
        ("doors.shared.site", "vardag.doors.portal.views", "The doors"),
        ("doors.portal.views", "vardag.adapters.mail", "No door reaches"),
        ("rooms.people.queries", "vardag.rooms.cases.queries", "The rooms stand"),
        ("rooms.audit.actions", "vardag.rooms.people.queries", "The rooms stand"),
        ("rooms.cases.queries", "vardag.rooms.cases.actions", "In a room"),
        ("rooms.cases.models", "vardag.rooms.cases.queries", "In a room"),
        ("domain.people.identity", "vardag.domain.case.decide", "In the domain"),
        ("domain.case.decide", "vardag.domain.access", "In the domain"),
        ("domain.case.decide", "django.db", "The domain knows"),
        ("domain.case.decide", "pydantic", "The domain knows"),
    ],
)
def test_an_import_against_the_house_breaks_its_contract(house, importer, imported, contract):
    path = house / "src/vardag" / (importer.replace(".", "/") + ".py")
    path.write_text(f"import {imported}\n")

    done = contracts(house)

    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), done.stdout + done.stderr
    assert done.returncode == 1


def test_two_modules_in_a_circle_break_a_contract(house):
    folder = house / "src/vardag/domain/case"
    (folder / "decide.py").write_text("from vardag.domain.case import evolve\n")
    (folder / "evolve.py").write_text("from vardag.domain.case import decide\n")

    assert "No cycles BROKEN" in contracts(house).stdout


@pytest.mark.parametrize("package", ["cellar", "rooms.attic", "doors.window", "domain.weather"])
def test_a_package_without_a_floor_breaks_a_contract(house, package):
    folder = house / "src/vardag" / package.replace(".", "/")
    folder.mkdir()
    (folder / "__init__.py").touch()

    assert contracts(house).returncode == 1
