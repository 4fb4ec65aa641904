"""What a message that came back says: which mailing it was, and why (RFC 3464).

Only a report of a delivery that failed for good counts; an answer of somebody's machine, a delay or a
receipt (RFC 8098) does not. The key is the proof: nobody guesses it.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from uuid import UUID

_HEX = r"[0-9a-f]"
_BY_SENDER = re.compile(rf"bounce\+({_HEX}{{32}})@", re.IGNORECASE)
_BY_ID = re.compile(rf"<({_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}})@", re.IGNORECASE)
_FAILED = re.compile(r"^action:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^status:[ \t]*(5\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    key: UUID
    status: str  # such as 5.1.1


def bounced(data: bytes) -> Bounce | None:
    """Return which mailing came back for good; None if this says of none that it did."""
    message = message_from_bytes(data)
    reports = [each for each in message.walk() if each.get_content_type() == _REPORT]
    said = "\n".join(each.as_string() for each in reports)
    status = _STATUS.search(said)
    if not _FAILED.search(said) or status is None:
        return None
    key = _key(message, data)
    return Bounce(key, status[1]) if key else None


_REPORT = "message/delivery-status"


def _key(message: Message, data: bytes) -> UUID | None:
    """Return the key of the address it came back to; or else of what lies within."""
    for header in ("Delivered-To", "X-Original-To", "To"):
        for value in message.get_all(header, []):
            if found := _BY_SENDER.search(str(value)):
                return UUID(found[1])
    text = data.decode("ascii", errors="replace")
    found = _BY_ID.search(text) or _BY_SENDER.search(text)
    return UUID(found[1]) if found else None
