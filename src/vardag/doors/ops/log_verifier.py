"""``vardag audit verify``: whether the access log still says what was written into it.

A program of its own: it asks plain SQL, and has its own reading of the format that is described in
docs/reference/access-log.md, so that a mistake in what writes the log isn't made twice. Nothing here
writes. It names the first entry that is broken, by its number in the chain.
"""

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

type Rows = Sequence[Sequence[Any]]
type Ask = Callable[[str, Sequence[object]], Rows]
"""Asks the database, with ``%s`` for each particular."""

CHAIN = """
SELECT s.number, s.access_id, s.at, s.mac, a.mac, a.id, a.at, a.what, a.result, a.person_id,
    a.clinic_id, a.roles, a.patient_id, a.case_id, a.named, a.page, a.reason, a.request_id,
    a.provider, a.level, a.version
FROM audit_seal AS s LEFT JOIN audit_access AS a ON a.id = s.access_id
WHERE s.number > %s ORDER BY s.number LIMIT 5000
"""
UNSEALED = """
SELECT a.mac, a.id, a.at, a.what, a.result, a.person_id, a.clinic_id, a.roles, a.patient_id,
    a.case_id, a.named, a.page, a.reason, a.request_id, a.provider, a.level, a.version
FROM audit_access AS a
WHERE NOT EXISTS (SELECT 1 FROM audit_seal AS s WHERE s.access_id = a.id) ORDER BY a.id LIMIT 5000
"""
FIRST = "SELECT min(number) FROM audit_seal"
SEALED_AT_THE_LATEST = timedelta(minutes=10)
_START = "0" * 64
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Verdict:
    """How many entries were found in order, and what is wrong first; empty when nothing is."""

    entries: int
    broken: str = ""


class Broken(Exception):
    """The first thing that isn't as it was written."""


def verify(ask: Ask, *, key: bytes, head: str | None, at: datetime) -> Verdict:
    """Hold the log against its seals, and the seals against the head.

    :param head: what the head's file says; None if there is none
    :param at: now, aware
    """
    chain = _Chain(key, wanted=_number_of(head))
    try:
        chain.follow(ask)
        chain.end_as(head)
        _look_at_the_unsealed(ask, key, at)
    except Broken as wrong:
        return Verdict(chain.number, str(wrong))
    return Verdict(chain.number)


class _Chain:
    """The seals as far as they have been followed."""

    def __init__(self, key: bytes, *, wanted: object) -> None:
        self.key = key
        self.wanted = wanted  # the number of the entry that the head knows
        self.wanted_mac = _START
        self.number = 0
        self.mac = _START

    def follow(self, ask: Ask) -> None:
        """Follow the seals from the first to the last."""
        first = ask(FIRST, ())[0][0]
        if first is not None and first < 1:
            raise Broken(f"entry {first}: there is no such place in the chain; it was inserted")
        while rows := ask(CHAIN, (self.number,)):
            for row in rows:
                try:
                    self._take(row)
                except (ValueError, TypeError):  # such as a moment that is none
                    expected = self.number + 1
                    raise Broken(f"entry {expected}: it isn't what was written") from None

    def _take(self, row: Sequence[Any]) -> None:
        number, access_id, sealed_at, mac, entry = row[:5]
        expected = self.number + 1
        if number != expected:
            raise Broken(f"entry {expected}: its seal is missing")
        if entry is None:
            raise Broken(f"entry {number}: row {access_id} of the log is missing")
        if entry != _signature(self.key, row[5:]):
            raise Broken(f"entry {number}: row {access_id} isn't what was written")
        place = (self.mac, number, access_id, _moment(sealed_at), entry)
        if mac != signed(self.key, "vardag seal 1", place):
            raise Broken(f"entry {number}: its seal isn't the one that was set on row {access_id}")
        self.number, self.mac = number, mac
        if number == self.wanted:
            self.wanted_mac = mac

    def end_as(self, head: str | None) -> None:
        """Hold the chain against the head, which was written where the database can't reach."""
        if head is None:
            if self.number:
                raise Broken("the head is missing: nothing tells whether the chain was cut")
            return
        number, mac = self._head(head)
        if number > self.number:
            raise Broken(
                f"entry {self.number + 1}: it and all up to entry {number} are missing; the log was "
                "cut, or the database is an older one"
            )
        if self.wanted_mac != mac:
            raise Broken(f"entry {number}: the head knows it with another seal")

    def _head(self, text: str) -> tuple[int, str]:
        try:
            said = json.loads(text)
            number, seal, at = said["number"], said["seal"], said["at"]
            signature = str(said["signature"])
        except (ValueError, KeyError, TypeError):
            raise Broken("the head can't be read") from None
        if not hmac.compare_digest(
            signature, signed(self.key, "vardag head 1", (number, seal, at))
        ):
            raise Broken("the head wasn't signed with this key")
        return int(number), str(seal)


def _number_of(head: str | None) -> object:
    """Return which entry a head speaks of, before it is known whether it can be believed."""
    try:
        return json.loads(head or "")["number"]
    except (ValueError, KeyError, TypeError):
        return None


def _look_at_the_unsealed(ask: Ask, key: bytes, at: datetime) -> None:
    """Look at what no seal has reached yet: it is few and new, and signed all the same."""
    for mac, *values in ask(UNSEALED, ()):
        row = f"row {values[0]} of the log has no seal"
        try:
            is_as_written = mac == _signature(key, values)
        except (ValueError, TypeError):
            is_as_written = False
        if not is_as_written:
            raise Broken(f"{row}, and isn't what was written")
        if at - _aware(values[1]) > SEALED_AT_THE_LATEST:
            raise Broken(f"{row}, long after it was written")


def _signature(key: bytes, row: Sequence[Any]) -> str:
    """Return what an entry's signature must be, in the version that it says it has.

    :raises ValueError: if there is no such version, or it holds what its version doesn't sign
    """
    pk, at, *others, version = row
    values = [pk, _moment(at), *others]
    if version == 1 and values[-2:] == ["", ""]:
        return signed(key, "vardag access 1", values[:-2])
    if version == 2:
        return signed(key, "vardag access 2", values)
    raise ValueError("no version of ours")


def _moment(value: object) -> str:
    return _aware(value).isoformat(timespec="microseconds")


def _aware(value: object) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise TypeError(f"no moment: {value!r}")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def signed(key: bytes, purpose: str, values: Sequence[object]) -> str:
    """Return the signature of values for a purpose."""
    text = _ENCODE([purpose, *values])
    return hmac.digest(key, text.encode(), "sha256").hex()
