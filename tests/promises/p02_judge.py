"""Holding what a mail server was given against what was to be told, without the product's own code."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.harness.mail_sink import Kept, Way
from tests.promises.history import _connected
from tests.promises.leaks import Secrets, leaks

if TYPE_CHECKING:
    from tests.promises.p02 import House

LONG = 3600.0  # seconds: a killed worker's try is another's far sooner
_ID = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.IGNORECASE | re.MULTILINE)
_ROWS = """
SELECT n.to_id, n."case", n.left_out, m.key, m.state, m.due_at
FROM notice n LEFT JOIN mailing m ON m.key = n.mailing_id
"""


@dataclass(frozen=True)
class Judged:
    """What was found, and how much of it there was."""

    problems: tuple[str, ...]
    mails: int
    again: int
    kills: int
    lost_replies: int
    failed: int
    taken: int
    secrets: int
    bytes: int


@dataclass(frozen=True)
class Row:
    """A notice, and the mailing that carries it if one does."""

    to: int
    case: int
    left_out: str
    key: str
    state: str
    due: float  # seconds since 1970


def judge(
    place: "House",
    filled: dict[str, Any],
    *,
    lost: set[int],
    moved: set[int],
    unlucky: set[str],
    shown: set[str],
    until: float,
    is_whole: bool,
) -> Judged:
    """Return what is wrong with what was sent.

    :param lost: who lost the right before anything was taken; ``moved``: who had another address by then
    :param unlucky: addresses that the server never took
    :param shown: the mailings that staff are shown as having reached nobody
    :param until: the moment of the last round of work, in seconds since 1970
    :param is_whole: whether all of the 72 hours have passed
    """
    server = place.server
    kept, rows = list(server.kept), _rows(place.place.database)
    ids = Counter(_identifier(each) for each in kept)
    again = sum(ids.values()) - len(ids)
    lost_replies = server.seen[Way.KEEP_QUIET] + max(server.unheard - place.kills, 0)
    log = place.log.read_bytes()
    secrets = _secrets(filled)
    problems = [
        *_missing(rows, filled["notices"]),
        *(each for row in rows.values() for each in _of_a_notice(row, ids, lost, shown)),
        *_left(rows.values(), until=until, is_whole=is_whole),
        *_of_identifiers(kept, rows),
        *_to_whom(kept, lost=lost, moved=moved, unlucky=unlucky),
        *_leaks(kept, server.asked, log, secrets, [each["to"] for each in filled["notices"]]),
    ]
    if again > place.kills + lost_replies:
        problems.append(
            f"{again} came again after {place.kills} kills, {lost_replies} lost replies"
        )
    states = Counter(row.state for row in rows.values())
    return Judged(
        tuple(problems),
        mails=len(kept),
        again=again,
        kills=place.kills,
        lost_replies=lost_replies,
        failed=states["failed"],
        taken=len(lost),
        secrets=len(secrets.words) + len(secrets.phrases) + 6 * len(secrets.numbers),
        bytes=sum(len(each.data) for each in kept) + len(log),
    )


def _rows(database: str) -> dict[tuple[int, int], Row]:
    with closing(_connected(database)) as connection:
        cursor = connection.cursor()
        cursor.execute(_ROWS)
        found = [
            Row(to, case, left, str(key or "").replace("-", ""), state or "", _seconds(due))
            for to, case, left, key, state, due in cursor.fetchall()
        ]
    return {(row.to, row.case): row for row in found}


def _seconds(moment: datetime | str | None) -> float:
    """Return a column's moment, which SQLite gives as words in UTC."""
    if moment is None:
        return 0.0
    aware = (
        datetime.fromisoformat(moment).replace(tzinfo=UTC) if isinstance(moment, str) else moment
    )
    return aware.timestamp()


def _identifier(kept: Kept) -> str:
    found = _ID.search(kept.data)
    return found[1].decode().replace("-", "") if found else ""


def _missing(rows: dict[tuple[int, int], Row], notices: list[dict[str, Any]]) -> Iterator[str]:
    for each in notices:
        if (each["to"], each["case"]) not in rows:
            yield f"case {each['case']}: its notice is nowhere"


def _of_a_notice(row: Row, ids: Counter[str], lost: set[int], shown: set[str]) -> Iterator[str]:
    said = f"the notice of case {row.case} (state {row.state!r}, left out {row.left_out!r})"
    if row.left_out and row.to in lost:
        return
    if row.left_out:
        yield f"{said} was left out, and its receiver has every right"
    is_shown = any(each.replace("-", "") == row.key for each in shown)
    if row.state == "failed" and not is_shown:
        yield f"{said} reached nobody, and nobody sees it"
    if row.state == "sent" and not ids[row.key]:
        yield f"{said} is said to be sent, and never came"


def _left(rows: Iterable[Row], *, until: float, is_whole: bool) -> Iterator[str]:
    """Say what waits on after 72 hours, and what was due long ago and nobody has tried."""
    for row in rows:
        if row.left_out or row.state in ("failed", "sent"):
            continue
        if is_whole:
            yield f"the notice of case {row.case} is neither sent nor told of after 72 hours"
        elif row.due < until - LONG:
            yield f"the notice of case {row.case} was due long ago, and nobody tries it"


def _of_identifiers(kept: list[Kept], rows: dict[tuple[int, int], Row]) -> Iterator[str]:
    """Each identifier is a mailing's, and its sender's: so what comes twice is known for the same."""
    known = {row.key for row in rows.values()}
    for each in kept:
        key = _identifier(each)
        if key not in known or f"+{key}@" not in each.sender:
            yield f"an e-mail has an identifier that no mailing has: {key}"


def _to_whom(
    kept: list[Kept], *, lost: set[int], moved: set[int], unlucky: set[str]
) -> Iterator[str]:
    gone = {f"p{each}@post.example" for each in moved}
    mustnt = {f"p{each}@post.example": "who lost the right" for each in lost}
    for each in kept:
        if each.to in mustnt:
            yield f"an e-mail went to {mustnt[each.to]}"
        if each.to in gone:
            yield "an e-mail went to an address of before"
        if each.to in unlucky:
            yield "an e-mail went where none was taken"


# --- Leaks ---------------------------------------------------------------------------------------


def _secrets(filled: dict[str, Any]) -> Secrets:
    notices = filled["notices"]
    return Secrets.of(
        [*filled["words"], *(word for each in notices for word in each["words"])],
        filled["phrases"],
        [number for each in notices for number in each["numbers"]],
    )


def _leaks(
    kept: list[Kept], asked: list[str], log: bytes, secrets: Secrets, people: list[int]
) -> Iterator[str]:
    envelope = "\n".join(asked).encode()
    for what, data in [("an e-mail", each.data) for each in kept] + [("an envelope", envelope)]:
        if found := leaks(data, secrets):
            yield f"{what} says {sorted(found)[:5]}"
    if found := leaks(log, secrets):
        yield f"the log says {sorted(found)[:5]}"
    if re.search(rb"(?:new|p)\d+@post\.example", log):
        yield "the log names a receiver"
    if any(f"p{each}@".encode() in log for each in people):
        yield "the log names a receiver"
