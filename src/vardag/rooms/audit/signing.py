"""How the access log is signed: what is signed, in which order, by a key that the database never sees.

The verifier (``vardag audit verify``) has its own reading of this format, which is described in
docs/reference/access-log.md. Whoever changes it here gives it another number there.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime

ENTRY, SEAL, HEAD = "vardag access 2", "vardag seal 1", "vardag head 1"
DISPOSAL = "vardag disposal 1"
VERSION = 2  # of entries; those of version 1 were signed without provider and level
BEFORE_THE_FIRST = "0" * 64
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def moment(at: datetime) -> str:
    """Return an aware moment as it is signed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_mac(key: bytes, values: Sequence[object]) -> str:
    """Sign an entry: its columns in their order, the moment as text, all but the signature."""
    return _signed(key, ENTRY, values)


def seal_mac(
    key: bytes, *, previous: str, number: int, access_id: int, at: datetime, entry: str
) -> str:
    """Sign an entry's place in the chain: the seal before it, its number, and the entry's signature."""
    return _signed(key, SEAL, (previous, number, access_id, moment(at), entry))


def head_mac(key: bytes, *, number: int, seal: str, at: str) -> str:
    """Sign how far the chain reaches."""
    return _signed(key, HEAD, (number, seal, at))


def disposal_mac(key: bytes, values: Sequence[object]) -> str:
    """Sign a disposal: its columns in their order, days and moments as text, all but the signature."""
    return _signed(key, DISPOSAL, values)


def _signed(key: bytes, purpose: str, values: Sequence[object]) -> str:
    text = _ENCODE([purpose, *values])
    return hmac.digest(key, text.encode("ascii"), "sha256").hex()
