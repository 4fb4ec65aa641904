"""``vardag audit verify``: whether the access log still says what was written into it.

A program of its own: it asks plain SQL, and has its own reading of the format that is described in
docs/reference/access-log.md, so that a mistake in what writes the log isn't made twice. Nothing here
writes. It names the first entry that is broken, by its number in the chain.

The chain is looked at in parts, which may be done side by side: a part begins with the seal before it
as it stands in the database, and whether that one is right is for the part before to say.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from vardag.doors.ops.log.words import IN_NO_TEXT, WORDS, Words

type Rows = Sequence[Sequence[Any]]
type Ask = Callable[[str, Sequence[object]], Rows]
"""Asks the database, with ``%s`` for each particular."""

SEALED_AT_THE_LATEST = timedelta(minutes=10)
AT_ONCE = 100_000  # entries in a part
_START = "0" * 64
_BLOCK = 64  # bytes of SHA-256
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Verdict:
    """How many entries were found in order, and what is wrong first; empty when nothing is.

    ``disposed`` is how many were disposed of before by decisions that stand in the log.
    """

    entries: int
    broken: str = ""
    disposed: int = 0


@dataclass(frozen=True)
class Part:
    """The entries after one number and up to another; ``before`` is the seal before, if it is known."""

    after: int
    upto: int
    before: str | None = None


@dataclass(frozen=True)
class Examined:
    """How far a part was found in order, and what is wrong after that; empty when nothing is."""

    upto: int
    broken: str = ""


type Examine = Callable[[Iterable[Part]], Iterable[Examined]]
"""Examines parts, in whatever way, and gives the results in their order."""


class Broken(Exception):
    """The first thing that isn't as it was written."""


def verify(
    ask: Ask,
    *,
    key: bytes,
    head: str | None,
    at: datetime,
    words: Words = WORDS["sqlite"],
    examine: Examine | None = None,
) -> Verdict:
    """Hold the log against its seals, and the seals against the head.

    :param head: what the head's file says; None if there is none
    :param at: now, aware
    :param words: the questions in the words of the database that is asked
    :param examine: how parts are examined; one after the other, by ``ask``, if left out
    """
    examine = examine or partial(map, partial(examined, ask, words, key))
    log = _Log(ask, words, key)
    try:
        log.begin()
        log.follow(examine)
        _end_as(log, head)
        _look_at_the_unsealed(log, at)
    except Broken as wrong:
        return Verdict(log.number - log.disposed, str(wrong), log.disposed)
    return Verdict(log.number - log.disposed, disposed=log.disposed)


class _Log:
    """The log as far as it has been verified."""

    def __init__(self, ask: Ask, words: Words, key: bytes) -> None:
        self.ask, self.words, self.key = ask, words, key
        self.number = self.disposed = 0
        self.mac = _START  # of the last entry that was disposed of, where the chain begins

    def begin(self) -> None:
        """Find where the chain begins: after what decisions, signed and without gaps, took away."""
        is_signed = signing(self.key)
        for nth, (number, first, last, seal, mac, text) in enumerate(
            self.ask(self.words.disposals, ()), start=1
        ):
            if number != nth or first != self.disposed + 1 or not is_signed(text, mac):
                raise Broken(f"disposal {nth}: it isn't what was decided, or one is missing")
            self.number = self.disposed = last
            self.mac = seal

    def follow(self, examine: Examine) -> None:
        """Follow the seals from the first to the last."""
        first, last = self.ask(self.words.first_and_last, ())[0]
        if first is not None and first <= self.disposed:
            raise Broken(f"entry {first}: there is no such place in the chain; it was inserted")
        for each in examine(_parts(self.disposed, last or 0, self.mac)):
            self.number = each.upto
            if each.broken:
                raise Broken(each.broken)


def _parts(after: int, last: int, before: str) -> Iterator[Part]:
    for start in range(after, last, AT_ONCE):
        known = before if start == after else None
        yield Part(start, min(start + AT_ONCE, last), known)


def examined(ask: Ask, words: Words, key: bytes, part: Part) -> Examined:
    """Follow the seals of a part."""
    chain = _Chain(signing(key), part.after, _before(ask, words, part))
    try:
        while chain.number < part.upto:
            rows = _rows(ask, words, chain.number, part.upto)
            chain.follow(rows)
    except Broken as wrong:
        return Examined(chain.number, str(wrong))
    return Examined(chain.number)


def _rows(ask: Ask, words: Words, after: int, upto: int) -> Rows:
    """Return the next entries of the chain; fewer, up to one that is in no text that can be signed."""
    try:
        return ask(words.chain, (after, upto))
    except Exception as wrong:
        if IN_NO_TEXT not in str(wrong):
            raise
    if upto == after + 1:
        raise Broken(f"entry {upto}: it isn't what was written")
    return _rows(ask, words, after, after + (upto - after) // 2)


def _before(ask: Ask, words: Words, part: Part) -> str:
    if part.before is not None:
        return part.before
    found = ask(words.seal, (part.after,))
    return str(found[0][0]) if found else ""  # then the part before says that it is missing


class _Chain:
    """The seals of a part as far as they have been followed."""

    def __init__(self, is_signed: "IsSigned", number: int, mac: str) -> None:
        self.is_signed, self.number, self.mac = is_signed, number, mac

    def follow(self, rows: Rows) -> None:
        if not rows:
            raise Broken(f"entry {self.number + 1}: its seal is missing")
        for row in rows:
            self._take(row)

    def _take(self, row: Sequence[Any]) -> None:
        number, mac, access_id, entry, text, place = row
        expected = self.number + 1
        if number != expected:
            raise Broken(f"entry {expected}: its seal is missing")
        if entry is None:
            raise Broken(f"entry {number}: row {access_id} of the log is missing")
        if not self.is_signed(text, entry):
            raise Broken(f"entry {number}: row {access_id} isn't what was written")
        if not self.is_signed(place and f'["vardag seal 1","{self.mac}",{place[1:]}', mac):
            raise Broken(f"entry {number}: its seal isn't the one that was set on row {access_id}")
        self.number, self.mac = number, mac


def _end_as(log: _Log, text: str | None) -> None:
    """Hold the chain against the head, which was written where the database can't reach."""
    if text is None:
        if log.number:
            raise Broken("the head is missing: nothing tells whether the chain was cut")
        return
    number, mac = _head(log.key, text)
    if number > log.number:
        raise Broken(
            f"entry {log.number + 1}: it and all up to entry {number} are missing; the log was "
            "cut, or the database is an older one"
        )
    if number < log.disposed:  # an older head, of an entry whose disposal was decided since
        return
    found = log.ask(log.words.seal, (number,))
    if (log.mac if number == log.disposed else found and found[0][0]) != mac:
        raise Broken(f"entry {number}: the head knows it with another seal")


def _head(key: bytes, text: str) -> tuple[int, str]:
    try:
        said = json.loads(text)
        number, seal, at = said["number"], said["seal"], said["at"]
        signature = str(said["signature"])
    except (ValueError, KeyError, TypeError):
        raise Broken("the head can't be read") from None
    if not hmac.compare_digest(signature, signed(key, "vardag head 1", (number, seal, at))):
        raise Broken("the head wasn't signed with this key")
    return int(number), str(seal)


def _look_at_the_unsealed(log: _Log, at: datetime) -> None:
    """Look at what no seal has reached yet: it is few and new, and signed all the same."""
    is_signed = signing(log.key)
    try:
        rows = log.ask(log.words.unsealed, ())
    except Exception as wrong:
        if IN_NO_TEXT not in str(wrong):
            raise
        raise Broken("an entry that has no seal isn't what was written") from None
    for pk, moment, mac, text in rows:
        row = f"row {pk} of the log has no seal"
        if not is_signed(text, mac):
            raise Broken(f"{row}, and isn't what was written")
        if at - datetime.fromisoformat(moment) > SEALED_AT_THE_LATEST:
            raise Broken(f"{row}, long after it was written")


type IsSigned = Callable[[str | None, object], bool]


def signing(key: bytes) -> IsSigned:
    """Return what tells whether a text bears a signature by a key.

    HMAC-SHA-256 (RFC 2104) with both its keyed beginnings made once: the library's own makes them
    anew for every text, which for millions of them takes longer than all the rest.
    """
    short = sha256(key).digest() if len(key) > _BLOCK else key
    padded = short.ljust(_BLOCK, b"\0")
    inner = sha256(bytes(each ^ 0x36 for each in padded))
    outer = sha256(bytes(each ^ 0x5C for each in padded))

    def sign(text: str) -> str:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text.encode("utf-8", "surrogatepass"))
        outside.update(inside.digest())
        return outside.hexdigest()

    def is_signed(text: str | None, mac: object) -> bool:
        return text is not None and (sign(text) == mac or sign(_rewritten(text)) == mac)

    return is_signed


def _rewritten(text: str) -> str:
    """Return a JSON array as it is written for signing; what is none as it is."""
    try:
        return _ENCODE(json.loads(text))
    except ValueError:
        return text


def signed(key: bytes, purpose: str, values: Sequence[object]) -> str:
    """Return the signature of values for a purpose."""
    text = _ENCODE([purpose, *values])
    return hmac.digest(key, text.encode(), "sha256").hex()
