"""The file of lines to other systems: read before anything starts, and each fault told where it is."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vardag.config.lines import read_lines
from vardag.domain.messages.lines import Line

GOOD = """\
lines:
  - {clinic: aviken, system: elvis, folder: /srv/elvis, unit: SE0000000000-AVIKEN}
  - {clinic: aviken, system: vard-och-halsa, fhir: "https://fhir.example/r4/", token_env: A_TOKEN}
"""


def written(folder: Path, text: str) -> str:
    path = folder / "lines.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_a_file_everything_is_done_by_hand():
    assert read_lines(None) == ()


def test_a_line_says_whose_it_is_and_where_it_ends(tmp_path, monkeypatch):
    monkeypatch.setenv("A_TOKEN", "hemlig\n")

    found = read_lines(written(tmp_path, GOOD))

    folder = Path("/srv/elvis")
    assert found == (
        Line("aviken", "elvis", folder=folder, unit="SE0000000000-AVIKEN"),
        Line("aviken", "vard-och-halsa", fhir="https://fhir.example/r4", token="hemlig"),
    )


def test_a_token_can_lie_in_a_file(tmp_path):
    (tmp_path / "token").write_text("hemlig\n")
    line = f"clinic: a, system: b, fhir: 'https://x.example', token_file: {tmp_path / 'token'}"

    assert read_lines(written(tmp_path, f"lines: [{{{line}}}]"))[0].token == "hemlig"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("clinic: a, system: b", "lines[0].folder, fhir: name one of the two"),
        ("clinic: a, system: b, folder: /x, fhir: 'https://x.example'", "name one of the two"),
        ("clinic: a, system: b, folder: x", "write the whole path"),
        ("clinic: a, system: b, fhir: 'http://x.example'", "must begin with https://"),
        ("clinic: a, system: b, fhir: 'https://me@x.example'", "must begin with https://"),
        ("clinic: a, system: b, folder: /x, unit: SE1", "unit: SE1 is no HSA-id"),
        ("clinic: a, system: b, folder: /x, token_env: NOT_SET", "can't be read, or is empty"),
        ("clinic: a, system: b, folder: /x, token_file: /nowhere/x", "can't be read, or is empty"),
        ("clinic: A B, system: b, folder: /x", "lines[0].clinic"),
        ("clinic: a, system: b, folder: /x, port: 1", "lines[0].port"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(tmp_path, line, told):
    with pytest.raises(ImproperlyConfigured) as wrong:
        read_lines(written(tmp_path, f"lines: [{{{line}}}]"))

    assert told in str(wrong.value)


def test_two_lines_of_a_clinic_to_one_system_are_one_too_many(tmp_path):
    line = "{clinic: a, system: b, folder: /x}"

    with pytest.raises(ImproperlyConfigured, match="a has two lines to b"):
        read_lines(written(tmp_path, f"lines: [{line}, {line}]"))


def test_a_file_that_isnt_there_or_is_no_yaml_is_told(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        read_lines(str(tmp_path / "gone.yaml"))
    with pytest.raises(ImproperlyConfigured, match="no YAML"):
        read_lines(written(tmp_path, "lines: ["))
