"""Looking for words in bytes, however they are written there: in headers, MIME, base64, addresses.

Shares no code with the product. Whatever can be read out of some bytes is read, again and again, and
the words and numbers of each reading are looked for among those that mustn't be there.
"""

import base64
import binascii
import html
import quopri
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from itertools import pairwise
from urllib.parse import unquote_to_bytes

DEPTH = 4  # readings of readings
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-+. /\u2010-\u2015\xa0](?=\d)")
_DIGITS = re.compile(r"\d{10,}")
_WITH_CENTURY, _WITHOUT = 12, 10  # digits of a personal number


@dataclass(frozen=True)
class Secrets:
    """What mustn't be there.

    :param words: single words, and numbers that stand alone; in any letters
    :param phrases: several words in a row
    :param numbers: personal numbers, of twelve digits each
    """

    words: frozenset[str]
    phrases: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()

    @staticmethod
    def of(
        words: Iterable[str], phrases: Iterable[str] = (), numbers: Iterable[str] = ()
    ) -> "Secrets":
        return Secrets(
            frozenset(map(_alike, words)),
            tuple(_alike(each) for each in dict.fromkeys(phrases)),
            frozenset(numbers),
        )


def leaks(data: bytes, secrets: Secrets) -> set[str]:
    """Return the secrets that can be read out of some bytes."""
    short = {each[2:] for each in secrets.numbers}
    return {
        found
        for reading in readings(data)
        for text in _texts(reading)
        for found in _in_a_text(text, secrets, short)
    }


def spellings(number: str) -> tuple[str, ...]:
    """Return six ways in which a personal number of twelve digits is written."""
    day, last = number[:8], number[8:]
    return (
        day + last,
        f"{day}-{last}",
        f"{day} {last}",
        day[2:] + last,
        f"{day[2:]}-{last}",
        f"{day[2:]}+{last}",
    )


def _in_a_text(text: str, secrets: Secrets, short: set[str]) -> Iterator[str]:
    plain = _alike(text)
    yield from secrets.words & set(_WORD.findall(plain))
    yield from (phrase for phrase in secrets.phrases if phrase in plain)
    for run in _DIGITS.findall(_BETWEEN_DIGITS.sub("", plain)):
        yield from _windows(run, _WITH_CENTURY) & secrets.numbers
        yield from _windows(run, _WITHOUT) & short


def _windows(run: str, long: int) -> set[str]:
    return {run[start : start + long] for start in range(len(run) - long + 1)}


def _alike(text: str) -> str:
    """Return a text as it is compared: one form of each letter, no case, one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


# --- Reading -------------------------------------------------------------------------------------


def readings(data: bytes) -> set[bytes]:
    """Return all that some bytes can be read as, themselves among it."""
    found, fresh = {data}, {data}
    for _ in range(DEPTH):
        fresh = {new for each in fresh for new in _read(each)} - found
        found |= fresh
    return found


def _read(data: bytes) -> Iterator[bytes]:
    if b"=" in data:
        yield quopri.decodestring(data)
        yield quopri.decodestring(data, header=True)
    if b"%" in data:
        yield unquote_to_bytes(data)
    if b"&" in data:
        yield html.unescape(data.decode(errors="replace")).encode()
    if b"\r\n\t" in data or b"\r\n " in data:
        yield re.sub(rb"\r\n[ \t]", b"", data)
    yield from _of_base64(data)
    if re.match(rb"[\w-]+:", data) or b"\nContent-" in data:
        yield from _of_a_message(data)


def _of_base64(data: bytes) -> Iterator[bytes]:
    for found in _BASE64.findall(data):
        letters = re.sub(rb"[\r\n=]", b"", found).translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):  # what stands before it may be of the same letters
            some = letters[start:]
            yield _base64(some[: len(some) - (len(some) % 4 == 1)])


def _base64(letters: bytes) -> bytes:
    """Return what some letters are in base64; empty if they are none."""
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _of_a_message(data: bytes) -> Iterator[bytes]:
    message = message_from_bytes(data)
    for name, value in message.items():
        try:
            yield f"{name}: {make_header(decode_header(str(value)))}".encode(errors="replace")
        except (LookupError, ValueError):
            continue
    for part in message.walk():
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            yield body
            yield body.decode(part.get_content_charset() or "utf-8", errors="replace").encode()


def _texts(data: bytes) -> Iterator[str]:
    """Return a reading as text: in the encodings that something here might be in."""
    yield data.decode(errors="replace")
    if any(each > 127 for each in data):
        yield data.decode("latin-1")
    if any(a == 0 or b == 0 for a, b in pairwise(data[:64])):
        yield data.decode("utf-16-le", errors="replace")
