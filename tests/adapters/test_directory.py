"""Staff directories, in a file and over HTTP from a server on this machine: errors told apart."""

import json
import time
from pathlib import Path

import pytest

from tests.adapters.serving import (
    Handler,
    a_server,
    drips,
    hangs_up,
    is_silent,
    says,
)
from vardag.adapters.directory import staff_directory
from vardag.adapters.directory.file import FileDirectory
from vardag.adapters.directory.rest import RestDirectory
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import Profession
from vardag.rooms.people.staff.directory import DirectoryAway, Entry, current

NADJA = Entry(hsa_id("SE0000000000-2001"), "Nadja", "Sahlin", "sjuksköterska", Profession.NURSE)
WRITTEN = {
    "hsa_id": "SE0000000000-2001",
    "given_name": "Nadja",
    "family_name": "Sahlin",
    "title": "sjuksköterska",
    "profession": "nurse",
}
NOBODY = hsa_id("SE0000000000-9999")
IN_A_FILE = """
- hsa_id: " se0000000000-2001 "
  given_name: Nadja
  family_name: " Sahlin "
  title: sjuksköterska
  profession: nurse
  phone: not read
"""


def a_file(folder: Path, text: str | bytes) -> FileDirectory:
    path = folder / "directory.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return FileDirectory(path)


def test_a_file_knows_its_people_however_their_ids_are_written(tmp_path):
    directory = a_file(tmp_path, IN_A_FILE)

    assert directory.look_up(NADJA.hsa_id) == NADJA
    assert directory.look_up(NOBODY) is None


def test_a_change_of_the_file_holds_at_once(tmp_path):
    directory = a_file(tmp_path, "[]")
    assert directory.look_up(NADJA.hsa_id) is None

    a_file(tmp_path, IN_A_FILE)

    assert directory.look_up(NADJA.hsa_id) == NADJA


BROKEN = {
    "nothing": "",
    "no list": "hsa_id: SE0000000000-2001",
    "no YAML": "- [",
    "no text": b"\xff\xfe\x00",
    "no name": "- {hsa_id: SE0000000000-2001, given_name: '', family_name: Sahlin}",
    "no HSA-id": "- {hsa_id: '2001', given_name: Nadja, family_name: Sahlin}",
    "no profession that we know": (
        "- {hsa_id: SE0000000000-2001, given_name: N, family_name: S, profession: wizard}"
    ),
    "two persons": IN_A_FILE + IN_A_FILE,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_not_right_knows_nobody_and_says_so(tmp_path, text):
    with pytest.raises(DirectoryAway, match=r"directory\.yaml") as away:
        a_file(tmp_path, text).look_up(NADJA.hsa_id)

    assert not any(name in str(away.value) for name in ("Nadja", "Sahlin", "wizard"))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DirectoryAway, match=r"missing\.yaml"):
        FileDirectory(tmp_path / "missing.yaml").look_up(NADJA.hsa_id)


def knows_nadja(handler: Handler) -> None:
    is_she = handler.path == "/people/SE0000000000-2001"
    body = json.dumps(WRITTEN if is_she else {}).encode()
    says(200 if is_she else 404, body)(handler)


def test_a_service_is_asked_for_one_person_at_a_time():
    with a_server(knows_nadja) as address:
        directory = staff_directory(address)

        assert directory.look_up(NADJA.hsa_id) == NADJA
        assert directory.look_up(NOBODY) is None


def test_the_secret_goes_along_when_there_is_one(monkeypatch):
    seen = []

    def notes(handler: Handler) -> None:
        seen.append(handler.headers.get("Authorization"))
        knows_nadja(handler)

    with a_server(notes) as address:
        RestDirectory(address).look_up(NADJA.hsa_id)
        monkeypatch.setenv("VARDAG_STAFF_DIRECTORY_TOKEN", "open-sesame")
        RestDirectory(address).look_up(NADJA.hsa_id)

    assert seen == [None, "Bearer open-sesame"]


def breaks_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.write(json.dumps(WRITTEN).encode()[:40])


def another(**changed: object) -> bytes:
    return json.dumps({**WRITTEN, **changed}).encode()


WRONG_ANSWERS = {
    "an error of its own": (says(500, b"{}"), "answers 500"),
    "no entry": (says(403, b""), "answers 403"),
    "a way elsewhere": (says(302, b"", Location="http://127.0.0.1:9/"), "answers 302"),
    "nothing": (says(200, b""), "no JSON"),
    "a web page": (says(200, b"<html></html>"), "no JSON"),
    "no text": (says(200, b"\xff\xff"), "no JSON"),
    "far too much": (says(200, b" " * 100_000), "no JSON"),
    "far too deep": (says(200, b"[" * 60_000), "no JSON"),
    "a broken answer": (breaks_off, "answers with what is no JSON|doesn't answer"),
    "a hung up line": (hangs_up, "doesn't answer"),
    "null": (says(200, b"null"), "with null"),
    "a list": (says(200, b"[]"), "no person"),
    "a person without a name": (says(200, another(given_name=" ")), "no person"),
    "an endless name": (says(200, another(family_name="x" * 81)), "no person"),
    "an unknown profession": (says(200, another(profession="wizard")), "no person"),
    "no HSA-id": (says(200, another(hsa_id="2001")), "no person"),
    "another person": (says(200, another(hsa_id="SE0000000000-2002")), "gave another"),
}


@pytest.mark.parametrize(("answer", "told"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
def test_a_service_that_answers_wrongly_is_away_and_says_how(answer, told):
    with a_server(answer) as address, pytest.raises(DirectoryAway, match=told):
        RestDirectory(address, seconds=2).look_up(NADJA.hsa_id)


def test_a_service_that_is_not_there_is_away():
    with a_server(knows_nadja) as address:
        pass
    with pytest.raises(DirectoryAway, match="doesn't answer"):
        RestDirectory(address, seconds=2).look_up(NADJA.hsa_id)


@pytest.mark.parametrize("answer", [is_silent, drips])
def test_a_service_that_takes_its_time_is_away(answer):
    with a_server(answer) as address:
        begun = time.monotonic()
        with pytest.raises(DirectoryAway, match="doesn't answer"):
            RestDirectory(address, seconds=0.25).look_up(NADJA.hsa_id)

        assert time.monotonic() - begun < 0.6


@pytest.mark.parametrize(
    "where", ["", "/etc/directory.yaml", "http://directory.example", "ldap://x", "ftp://x"]
)
def test_a_setting_that_names_no_directory_is_told(where):
    with pytest.raises(DirectoryAway, match="VARDAG_STAFF_DIRECTORY"):
        staff_directory(where)


def test_the_installation_uses_the_directory_of_its_setting(settings, tmp_path):
    a_file(tmp_path, IN_A_FILE)
    settings.STAFF_DIRECTORY = f"file:{tmp_path / 'directory.yaml'}"

    assert current().look_up(NADJA.hsa_id) == NADJA


def test_without_a_setting_nobody_is_known_and_that_is_told(settings):
    settings.STAFF_DIRECTORY = ""

    with pytest.raises(DirectoryAway, match="not set"):
        current()


def test_the_demonstrations_directory_can_be_read():
    directory = current()

    assert directory.look_up(NADJA.hsa_id) == NADJA
