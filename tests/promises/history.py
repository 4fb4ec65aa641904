"""Holding what is stored against what was said to those who sent it, without the product's own code.

Reads the tables by plain SQL and the files by their bytes, so that a mistake in the product's own way of
reading can't hide one in its way of writing. Who asks sees to it that nobody writes meanwhile.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

CAUSES_NOTICE = {"interim-reply": "interim-reply", "counter-question": "counter-question"}
CAUSES_NOTICE |= {"reply": "closed", "closed-without-reply": "closed", "answered": "answered"}

type Row = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """A form that somebody tried to send, once or again and again with the same key."""

    person: int
    text: str
    files: int = 0


@dataclass
class Journal:
    """What the clients tried, and what they were told. Keys of forms are 32 hexadecimal digits.

    A case that was there before anybody tried anything is in ``before``.
    """

    attempted: dict[str, Attempt] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)  # the case that it was said to be
    shown: set[tuple[int, int]] = field(default_factory=set)  # a case, and who was shown it
    replies: dict[str, int] = field(default_factory=dict)  # the words that staff tried to send
    replied: set[str] = field(default_factory=set)  # of these, which were said to be sent
    before: frozenset[int] = frozenset()
    wrong: list[str] = field(default_factory=list)  # answers that were wrong by themselves


@dataclass(frozen=True)
class Stored:
    """All that is stored of cases."""

    cases: dict[int, Row]
    events: dict[int, list[Row]]  # by case, in order
    named: dict[str, tuple[int, int]]  # files by id: the case and the event they came with
    files: dict[str, Row]
    notices: Counter[tuple[int, str]]
    words: frozenset[int]  # the cases that can be found by a word
    registered: frozenset[int]
    shown: frozenset[tuple[int, int]]
    unsent: frozenset[str]


def check(database: str, journal: Journal, *, files: Path) -> list[str]:
    """Return what is wrong, a sentence each; empty if all is where it should be.

    :param database: an address as psycopg takes it, or the path of an SQLite file
    :param files: the folder of the store of files
    """
    stored = read(database)
    return [
        *journal.wrong,
        *_integrity(database),
        *_acknowledged(stored, journal),
        *_nobodys(stored, journal),
        *(problem for case in stored.cases for problem in _case(stored, case)),
        *_files(stored, files),
        *_log(stored, journal),
    ]


# --- Reading -------------------------------------------------------------------------------------


def read(database: str) -> Stored:
    """Read the tables in one transaction."""
    with closing(_connected(database)) as connection:

        def rows(sql: str) -> list[Row]:
            cursor = connection.cursor()
            cursor.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]

        events: dict[int, list[Row]] = {}
        for row in rows("SELECT case_id, number, kind, data, by_id FROM case_event ORDER BY 1, 2"):
            events.setdefault(row["case_id"], []).append({**row, "data": _json(row["data"])})
        notices = rows('SELECT "case", kind FROM notice WHERE "case" IS NOT NULL')
        named = rows("SELECT file_id, case_id, number FROM case_file")
        log = (
            "SELECT case_id, person_id FROM audit_access WHERE what = 'opened' AND result = 'shown'"
        )
        cases = rows('SELECT id, form_key, author_id, version, service, form FROM "case"')
        return Stored(
            cases={row["id"]: row for row in cases},
            events=events,
            named={_hex(row["file_id"]): (row["case_id"], row["number"]) for row in named},
            files={_hex(row["id"]): row for row in rows("SELECT id, sha256, sent_at FROM file")},
            notices=Counter((row["case"], row["kind"]) for row in notices),
            words=frozenset(
                row["case_id"] for row in rows("SELECT DISTINCT case_id FROM case_word")
            ),
            registered=frozenset(
                row["case_id"] for row in rows("SELECT case_id FROM case_register")
            ),
            shown=frozenset((row["case_id"], row["person_id"]) for row in rows(log)),
            unsent=frozenset(_hex(row["form_key"]) for row in rows("SELECT form_key FROM unsent")),
        )


def _connected(database: str) -> Any:
    if database.startswith("postgres"):
        return psycopg.connect(database)
    return sqlite3.connect(database, timeout=20)


def _plain(value: Any) -> Any:
    return value.replace("-", "") if isinstance(value, str) and len(value) == 36 else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _hex(value: Any) -> str:
    return str(value).replace("-", "")


# --- Holding it against what was said --------------------------------------------------------------


def _integrity(database: str) -> Iterator[str]:
    if database.startswith("postgres"):
        return
    with closing(_connected(database)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        broken = list(connection.execute("PRAGMA foreign_key_check"))
    if found != ["ok"]:
        yield f"SQLite finds its file damaged: {found[0]}"
    if broken:
        yield f"a row points at one that isn't there: {broken[0]}"


def _acknowledged(stored: Stored, journal: Journal) -> Iterator[str]:
    """What was said to be sent is there, as it was sent, under the number that was said."""
    for key, pk in journal.acknowledged.items():
        row, attempt = stored.cases.get(pk), journal.attempted[key]
        if row is None or _hex(row["form_key"]) != key:
            yield f"case {pk} was acknowledged, and isn't there"
            continue
        sent = stored.events[pk][0]["data"] if pk in stored.events else {}
        if attempt.text not in _json(row["form"]).values():
            yield f"case {pk} doesn't say what was written"
        if len(sent.get("files", ())) != attempt.files:
            yield f"case {pk} lacks a file that it was sent with"
    for text in journal.replied - {_first_line(e) for each in stored.events.values() for e in each}:
        yield f"a reply in case {journal.replies[text]} was acknowledged, and isn't there"


def _first_line(event: Row) -> str:
    """Return the first line of an event's words; a sign-off may stand below it."""
    return str(event["data"].get("text") or "").partition("\n")[0]


def _nobodys(stored: Stored, journal: Journal) -> Iterator[str]:
    """What is there was sent by somebody, and a form made one case."""
    keys = Counter(
        _hex(row["form_key"]) for pk, row in stored.cases.items() if pk not in journal.before
    )
    for key, many in keys.items():
        if key not in journal.attempted:
            yield f"nobody sent the case of form {key}"
        if many > 1:
            yield f"form {key} made {many} cases"
    for key in stored.unsent & keys.keys():
        yield f"form {key} was sent, and lies among those that aren't"
    for pk, events in stored.events.items():
        replies = [each for each in events if each["kind"] == "interim-reply"]
        for text in map(_first_line, replies):
            if pk not in journal.before and journal.replies and text not in journal.replies:
                yield f"nobody wrote the reply in case {pk}"


def _case(stored: Stored, pk: int) -> Iterator[str]:
    """A case is whole: its events are without a gap, and every row that follows from them is there."""
    row, events = stored.cases[pk], stored.events.get(pk, [])
    if [each["number"] for each in events] != list(range(1, row["version"] + 1)) or not events:
        yield f"case {pk}: its events aren't 1 to {row['version']}"
        return
    first = events[0]
    if first["kind"] != "submitted" or first["by_id"] != row["author_id"]:
        yield f"case {pk} doesn't begin with being sent by its author"
    if "response_due" not in first["data"]:
        yield f"case {pk} has no date by which a response is due"
    if pk not in stored.words:
        yield f"case {pk} can't be found by its words"
    if row["service"] == "renew-prescription" and pk not in stored.registered:
        yield f"case {pk} isn't in its register"
    kinds = [each["kind"] for each in events]
    caused = Counter(CAUSES_NOTICE[kind] for kind in kinds if kind in CAUSES_NOTICE)
    for kind, many in caused.items():
        if kind != "answered" and stored.notices[pk, kind] < many:
            yield f"case {pk}: {many} messages of the kind {kind}, and fewer notices"


def _files(stored: Stored, store: Path) -> Iterator[str]:
    """A file that a ledger names has a row and its bytes, and no row says otherwise than the ledger."""
    told = {
        _hex(ref["id"]): (ref["sha256"], pk, event["number"])
        for pk, events in stored.events.items()
        for event in events
        for ref in event["data"].get("files", ())
    }
    for file, (sha256, pk, number) in told.items():
        row = stored.files.get(file)
        if row is None or row["sent_at"] is None or stored.named.get(file) != (pk, number):
            yield f"case {pk} names a file that no row tells of as sent with it"
        elif row["sha256"] != sha256 or _sum(store / file[:2] / file) != sha256:
            yield f"case {pk}: the bytes of its file are gone, or aren't what was sent"
    for file in stored.named.keys() - told.keys():
        yield f"a row ties file {file} to a case that doesn't name it"
    for file in (each for each, row in stored.files.items() if row["sent_at"]):
        if file not in told:
            yield f"file {file} stands as sent, and no case names it"


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _log(stored: Stored, journal: Journal) -> Iterator[str]:
    for case, person in journal.shown - stored.shown:
        yield f"case {case} was shown to person {person}, and the log doesn't know"


def leftovers(database: str, *, files: Path) -> int:
    """Return how many files lie in the store that no row tells of: no damage, and to be removed."""
    known = read(database).files
    return sum(1 for path in files.glob("*/*") if path.name.split(".")[0] not in known)
