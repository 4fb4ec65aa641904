"""The checker of histories itself: it finds nothing wrong with what is whole, and each thing that is."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.promises.history import Attempt, Journal, check, leftovers

KEY, OTHER, FILE = "a" * 32, "b" * 32, "f" * 32
BYTES = b"a photograph"
SUM = hashlib.sha256(BYTES).hexdigest()
TABLES = """
CREATE TABLE "case" (id INTEGER, form_key TEXT, author_id INTEGER, version INTEGER, service TEXT,
    form TEXT);
CREATE TABLE case_event (case_id INTEGER, number INTEGER, kind TEXT, data TEXT, by_id INTEGER);
CREATE TABLE notice ("case" INTEGER, kind TEXT);
CREATE TABLE case_file (file_id TEXT, case_id INTEGER, number INTEGER);
CREATE TABLE case_word (case_id INTEGER);
CREATE TABLE case_register (case_id INTEGER);
CREATE TABLE file (id TEXT, sha256 TEXT, sent_at TEXT);
CREATE TABLE audit_access (case_id INTEGER, person_id INTEGER, what TEXT, result TEXT);
CREATE TABLE unsent (form_key TEXT);
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """One case with a photograph, which was read, and of which staff have told that they read it."""
    sent = {"response_due": {}, "files": [{"id": FILE, "sha256": SUM}]}
    with closing(sqlite3.connect(tmp_path / "db")) as connection, connection:
        connection.executescript(TABLES)
        row = (7, KEY, 3, 2, "renew-prescription", json.dumps({"medicine": "Hej"}))
        connection.execute('INSERT INTO "case" VALUES (?, ?, ?, ?, ?, ?)', row)
        events = [
            (7, 1, "submitted", json.dumps(sent), 3),
            (7, 2, "interim-reply", json.dumps({"text": "Läst\n\nRut"}), 1),
        ]
        connection.executemany("INSERT INTO case_event VALUES (?, ?, ?, ?, ?)", events)
        connection.execute("INSERT INTO notice VALUES (7, 'interim-reply')")
        connection.execute("INSERT INTO case_file VALUES (?, 7, 1)", [FILE])
        connection.execute("INSERT INTO case_word VALUES (7)")
        connection.execute("INSERT INTO case_register VALUES (7)")
        connection.execute("INSERT INTO file VALUES (?, ?, '2026-11-23')", (FILE, SUM))
        connection.execute("INSERT INTO audit_access VALUES (7, 3, 'opened', 'shown')")
    (tmp_path / "files" / FILE[:2]).mkdir(parents=True)
    (tmp_path / "files" / FILE[:2] / FILE).write_bytes(BYTES)
    return tmp_path


def a_journal() -> Journal:
    return Journal(
        attempted={KEY: Attempt(3, "Hej", files=1)},
        acknowledged={KEY: 7},
        shown={(7, 3)},
        replies={"Läst": 7},
        replied={"Läst"},
    )


def found(place: Path, journal: Journal | None = None, *, but: str = "") -> list[str]:
    """Return what is found, perhaps after something was done to the database."""
    with closing(sqlite3.connect(place / "db")) as connection, connection:
        connection.executescript(but)
    return check(str(place / "db"), journal or a_journal(), files=place / "files")


def test_what_is_whole_has_nothing_wrong(place: Path):
    assert found(place) == []
    assert leftovers(str(place / "db"), files=place / "files") == 0


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ('DELETE FROM "case"; DELETE FROM case_event', "case 7 was acknowledged, and isn't there"),
        ("""UPDATE "case" SET form = '{"text": "Hm"}'""", "doesn't say what was written"),
        (f"""UPDATE "case" SET form_key = '{OTHER}'""", f"nobody sent the case of form {OTHER}"),
        ('INSERT INTO "case" SELECT 8, form_key, 3, 0, service, form FROM "case"', "made 2 cases"),
        ("DELETE FROM case_event WHERE number = 1", "its events aren't 1 to 2"),
        ("DELETE FROM case_event WHERE number = 2", "a reply in case 7 was acknowledged"),
        ('UPDATE "case" SET version = 3', "its events aren't 1 to 3"),
        ("UPDATE case_event SET by_id = 9 WHERE number = 1", "being sent by its author"),
        (
            "UPDATE case_event SET data = '{}' WHERE number = 1",
            "no date by which a response is due",
        ),
        ("UPDATE case_event SET data = '{}' WHERE number = 2", "nobody wrote the reply in case 7"),
        ("DELETE FROM notice", "fewer notices"),
        ("DELETE FROM case_word", "can't be found by its words"),
        ("DELETE FROM case_register", "isn't in its register"),
        ("DELETE FROM audit_access", "shown to person 3, and the log doesn't know"),
        ("UPDATE audit_access SET result = 'refused'", "and the log doesn't know"),
        ("DELETE FROM case_file", "names a file that no row tells of"),
        ("DELETE FROM file", "names a file that no row tells of"),
        ("UPDATE file SET sent_at = NULL", "names a file that no row tells of"),
        ("UPDATE file SET sha256 = 'x'", "the bytes of its file are gone"),
        (
            "INSERT INTO file VALUES ('e', 'x', '2026')",
            "file e stands as sent, and no case names it",
        ),
        ("INSERT INTO case_file VALUES ('e', 7, 1)", "to a case that doesn't name it"),
        (f"INSERT INTO unsent VALUES ('{KEY}')", "lies among those that aren't"),
    ],
)
def test_what_is_wrong_is_found(place: Path, harm: str, sentence: str):
    assert any(sentence in each for each in found(place, but=harm))


def test_bytes_that_have_changed_or_gone_are_found(place: Path):
    path = place / "files" / FILE[:2] / FILE
    path.write_bytes(b"another photograph")
    assert "the bytes of its file" in found(place)[0]

    path.unlink()
    assert "the bytes of its file" in found(place)[0]


def test_a_file_that_was_sent_along_and_is_missing_is_found(place: Path):
    journal = a_journal()
    journal.attempted[KEY] = Attempt(3, "Hej", files=2)

    assert found(place, journal) == ["case 7 lacks a file that it was sent with"]


def test_what_clients_found_wrong_is_passed_on(place: Path):
    journal = a_journal()
    journal.wrong.append("a form was answered 500")

    assert found(place, journal) == ["a form was answered 500"]


def test_a_case_that_was_there_before_was_sent_by_nobody_here(place: Path):
    journal = Journal(before=frozenset({7}))

    assert found(place, journal) == []
    assert found(place, Journal()) == [f"nobody sent the case of form {KEY}"]


def test_bytes_that_no_row_tells_of_are_counted(place: Path):
    (place / "files" / FILE[:2] / ("c" * 32)).write_bytes(BYTES)

    assert found(place) == []
    assert leftovers(str(place / "db"), files=place / "files") == 1
