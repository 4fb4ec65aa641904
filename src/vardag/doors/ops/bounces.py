"""What a message that came back says: which mailing it was, and why (RFC 3464).

Only a report of a delivery that failed for good counts; an answer of somebody's machine, a delay or a
receipt (RFC 8098) does not. The key is the proof: nobody guesses it.

Anybody can send such a message. So it is read once, part by part, and not by a parser of whole
messages: to that one, a hundred kilobytes of quotation marks or of parts in parts are seconds of work.
"""

import binascii
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from uuid import UUID

_HEX = r"[0-9a-f]"
_BY_SENDER = re.compile(rf"bounce\+({_HEX}{{32}})@", re.IGNORECASE)
_BY_ID = re.compile(rf"<({_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}})@", re.IGNORECASE)
_FAILED = re.compile(r"^action:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^status:[ \t]*(5\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r"boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))", re.IGNORECASE)
_REPORTS = ("message/delivery-status", "message/global-delivery-status")  # RFC 6533 is the other
_PARTS = 10  # a report has three
_LONGEST = 1000  # characters of a header that is looked at


@dataclass(frozen=True)
class Bounce:
    key: UUID
    status: str  # such as 5.1.1


def bounced(data: bytes) -> Bounce | None:
    """Return which mailing came back for good; None if this says of none that it did."""
    data = data.replace(b"\r\n", b"\n")
    message, body = _read(data)
    said = "\n".join(_reports(message, body))
    status = _STATUS.search(said)
    if not _FAILED.search(said) or status is None:
        return None
    key = _key(message, data)
    return Bounce(key, status[1]) if key else None


def _read(part: bytes) -> tuple[Message, bytes]:
    """Return the headers of a message or of a part of one, and what follows them."""
    head, _, body = part.partition(b"\n\n")
    return BytesHeaderParser().parsebytes(head), body


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:_LONGEST]


def _reports(message: Message, body: bytes) -> list[str]:
    """Return the words of the parts that are reports of deliveries."""
    boundary = _BOUNDARY.search(_header(message, "Content-Type"))
    if boundary is None:
        return []
    edge = b"\n--" + (boundary[1] or boundary[2]).encode("ascii", errors="replace")
    parts = (b"\n" + body).split(edge, _PARTS)[1:]
    read = [_read(part.removeprefix(b"\n")) for part in parts]
    return [
        _plain(text, how=_header(part, "Content-Transfer-Encoding").strip().lower())
        for part, text in read
        if _header(part, "Content-Type").strip().lower().startswith(_REPORTS)
    ]


def _plain(text: bytes, *, how: str) -> str:
    """Return words as they were before they were made fit for the way; none if they can't be."""
    try:
        if how == "base64":
            text = binascii.a2b_base64(text)
        elif how == "quoted-printable":
            text = binascii.a2b_qp(text)
    except binascii.Error:
        return ""
    return text.decode("ascii", errors="replace").replace("\r\n", "\n")


def _key(message: Message, data: bytes) -> UUID | None:
    """Return the key of the address it came back to; or else of what lies within."""
    for header in ("Delivered-To", "X-Original-To", "To"):
        for value in message.get_all(header, []):
            if found := _BY_SENDER.search(str(value)):
                return UUID(found[1])
    text = data.decode("ascii", errors="replace")
    found = _BY_ID.search(text) or _BY_SENDER.search(text)
    return UUID(found[1]) if found else None
