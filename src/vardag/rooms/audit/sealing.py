"""Putting the log's entries in a chain, behind those who write them, and saying how far it reaches.

Entries are sealed in the order in which they are found, not by id: one that became visible late, as
PostgreSQL allows, is sealed after others of its moment, and none is passed over. The head is a signed
line in a file outside the database: by it a chain that was cut, or an older copy of the database, is
told from the whole (ADR-0024).
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from vardag.rooms.audit.models import SealRow
from vardag.rooms.audit.signing import BEFORE_THE_FIRST, head_mac, moment, seal_mac

AT_ONCE = 1_000  # entries
# The first condition only spares a search among all that was sealed long ago.
_UNSEALED = """
SELECT a.id, a.mac FROM audit_access AS a WHERE a.id >= %s
AND NOT EXISTS (SELECT 1 FROM audit_seal AS s WHERE s.access_id = a.id)
ORDER BY a.id LIMIT %s
"""


class HeadDisagrees(Exception):
    """The database isn't the one that the head speaks of: it is older, or another."""


@dataclass(frozen=True)
class Sealed:
    """How far the chain reaches, and how many entries were added to it now."""

    number: int
    mac: str
    added: int = 0
    upto: int = 0  # the id of the last entry that was sealed now; where the next batch begins


def seal(*, key: bytes, head: Path, at: datetime, from_id: int = 0) -> Sealed:
    """Seal entries that have no seal, up to ``AT_ONCE``, and write the head.

    :param from_id: leave entries below this id, of which those of a moment have the least by
        ``actions.entry_id``; 0 looks through the whole log
    :raises HeadDisagrees: if the chain doesn't hold what the head says; nothing is sealed
    """
    _check(head)
    try:
        with transaction.atomic():
            sealed = _seal(key, at, from_id)
    except IntegrityError:  # another worker was quicker
        return _last()
    if sealed.number:
        _write(head, sealed, key, at)
    return sealed


def _seal(key: bytes, at: datetime, from_id: int) -> Sealed:
    last = _last()
    rows, number, mac, pk = [], last.number, last.mac, from_id
    for pk, entry in _unsealed(from_id):
        number += 1
        mac = seal_mac(key, previous=mac, number=number, access_id=pk, at=at, entry=entry)
        rows.append(SealRow(number=number, access_id=pk, at=at, mac=mac))
    SealRow.objects.bulk_create(rows)
    return Sealed(number, mac, added=len(rows), upto=pk)


def _last() -> Sealed:
    found = SealRow.objects.order_by("-number").values_list("number", "mac").first()
    return Sealed(*found) if found else Sealed(0, BEFORE_THE_FIRST)


def _unsealed(from_id: int) -> Iterable[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, (from_id, AT_ONCE))
        return list(cursor.fetchall())


def _check(head: Path) -> None:
    """Hold the chain against the head; what can't be read is the verifier's to name."""
    said = _read(head)
    if said is None:
        return
    found = SealRow.objects.filter(number=said["number"]).values_list("mac", flat=True).first()
    if found != said["seal"]:
        raise HeadDisagrees(
            f"the access log's chain doesn't hold entry {said['number']} as {head} has it: run "
            "`vardag audit verify`, and see docs/reference/access-log.md before anything is moved"
        )


def head_complaint(head: Path) -> str:
    """Return what is wrong with the head, for operations: nothing if it says how far the log reaches."""
    try:
        said = _read(head)
        _check(head)
    except HeadDisagrees as wrong:
        return str(wrong)
    last = _last().number
    if said is None:
        return f"{head} is missing" if last else ""
    writable = os.access(head.parent, os.W_OK)
    return "" if writable else f"{head} can't be written"


def _read(head: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(head.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as wrong:
        raise HeadDisagrees(f"the access log's head {head} can't be read: {wrong}") from wrong
    if not isinstance(said, dict) or not {"number", "seal"} <= said.keys():
        raise HeadDisagrees(f"the access log's head {head} says nothing that is a head")
    return said


def _write(head: Path, sealed: Sealed, key: bytes, at: datetime) -> None:
    """Put a new head in the place of the old one, whole or not at all; never one that says less."""
    said = _read(head)
    if said is not None and said["number"] >= sealed.number:
        return
    when = moment(at)
    signature = head_mac(key, number=sealed.number, seal=sealed.mac, at=when)
    line = {"number": sealed.number, "seal": sealed.mac, "at": when, "signature": signature}
    unfinished = head.with_name(f"{head.name}.{os.getpid()}")
    with unfinished.open("w", encoding="ascii") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(head)
