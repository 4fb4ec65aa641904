"""The workshop's own rules notice what they are there to notice."""

import subprocess
from pathlib import Path

import pytest

from tools import house_rules

PYPROJECT = """
[project]
dependencies = ["lantern>=2,<3"]
[dependency-groups]
dev = ["broom"]
[tool.uv]
constraint-dependencies = ["lantern==2.1", "broom==1.0"]
"""
LANTERN = "lantern==2.1 \\\n    --hash=sha256:aa\n"
BROOM = "broom==1.0 \\\n    --hash=sha256:bb\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "requirements.lock").write_text(LANTERN)
    (tmp_path / "requirements-dev.lock").write_text(LANTERN + BROOM)
    return tmp_path


def test_pins_that_agree_are_left_alone(project):
    assert house_rules.stale_pins(project) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("pyproject.toml", "lantern>=2", "lantern>=2.5", "nothing pinned fits lantern"),
        ("pyproject.toml", '["broom"]', '["broom", "mop"]', "nothing pinned fits mop"),
        ("pyproject.toml", "broom==1.0", "broom==1.1", "requirements-dev.lock has broom 1.0"),
        ("requirements.lock", "lantern==2.1", "lantern==2.2", "requirements.lock has lantern 2.2"),
        ("requirements-dev.lock", BROOM, "", "requirements-dev.lock lacks broom"),
        ("requirements-dev.lock", BROOM, "broom==1.0\n", "broom==1.0 has no hash"),
    ],
)
def test_pins_that_disagree_are_named(project, name, before, after, said):
    path = project / name
    path.write_text(path.read_text().replace(before, after))

    assert said in "\n".join(house_rules.stale_pins(project))


LISTING = """
[[package]]
name = "lantern"
[[package.file]]
path = "lantern/lantern.css"
sha256 = "{sum}"
"""
SUM_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def vendored(tmp_path: Path) -> Path:
    folder = tmp_path / "src/vendor"
    (folder / "lantern").mkdir(parents=True)
    (folder / "lantern/lantern.css").write_text("hello")
    (folder / "VENDOR.toml").write_text(LISTING.format(sum=SUM_OF_HELLO))
    return folder


def test_vendored_files_as_they_came_are_left_alone(vendored):
    assert house_rules.changed_vendored_files(vendored.parents[1]) == []


def test_a_changed_vendored_file_is_named(vendored):
    (vendored / "lantern/lantern.css").write_text("hello!")

    (problem,) = house_rules.changed_vendored_files(vendored.parents[1])
    assert "lantern.css is not what VENDOR.toml says" in problem


def test_a_vendored_file_that_nobody_listed_is_named(vendored):
    (vendored / "extra.js").write_text("")

    (problem,) = house_rules.changed_vendored_files(vendored.parents[1])
    assert "extra.js is there and not listed" in problem


def test_a_listed_file_that_is_gone_is_named(vendored):
    (vendored / "lantern/lantern.css").unlink()

    (problem,) = house_rules.changed_vendored_files(vendored.parents[1])
    assert "lantern.css is listed and not there" in problem


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


@pytest.mark.parametrize(
    "host", ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org"]
)
def test_a_package_host_is_named_with_its_place(repository, host):
    (repository / "notes.md").write_text(f"first\nfetch it from https://{host}/simple\n")

    (problem,) = house_rules.package_hosts(repository)
    assert problem.startswith("notes.md:2:")


@pytest.mark.parametrize("text", ["PyPI is the registry", "https://www.skatteverket.se/"])
def test_other_words_and_hosts_are_left_alone(repository, text):
    (repository / "notes.md").write_text(text)

    assert house_rules.package_hosts(repository) == []


@pytest.mark.parametrize("written", ["19{}{}", "{}-{}", "{}+{}", "19{}-{}"])
def test_a_number_that_could_be_a_person_is_found(repository, written):
    number = written.format("850615", "1235")  # put together, so that this file holds none
    (repository / "people.py").write_text(f'WHO = "{number}"\n')

    assert house_rules.real_personal_numbers(repository) == [f"people.py:1: {number}"]


@pytest.mark.parametrize(
    "number",
    [
        "20121212-1212",  # everybody's Tolvan
        "19850615-9808",  # of the test series
        "19850615-1234",  # wrong check digit
        "19851315-1236",  # no such month
        "sha256:ab8506151235ff",
    ],
)
def test_test_numbers_and_other_digits_are_left_alone(repository, number):
    (repository / "people.py").write_text(f'WHO = "{number}"\n')

    assert house_rules.real_personal_numbers(repository) == []


def test_a_shell_script_that_does_not_parse_is_named(tmp_path):
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/run").write_text("#!/bin/sh\nset -eu\n")
    (tmp_path / "dev").write_text("#!/bin/sh\nif true; then\n")

    assert house_rules.broken_shell(tmp_path)
