"""A stream that is encrypted piece by piece, so that none of it is believed before it is known.

Each piece of 256 KiB is sealed by AES-256-GCM under a key that no other part has, with a nonce of its
place and of whether it is the last (the STREAM construction). A piece that was changed, moved, left
out, put in from elsewhere, and a stream that was cut, are found before anything of them is given.
"""

import io
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vardag.doors.ops.starting import CannotStart

PIECE = 256 * 1024  # bytes
_TAG = 16  # bytes


class Damaged(CannotStart):
    """A backup isn't what was written: cut, changed, incomplete, or opened with another key."""


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Takes bytes, and writes them sealed. Only ``finish`` makes it whole; closing doesn't."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self.out, self.cipher = out, AESGCM(key)
        self.number, self.waiting = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(memoryview(data))  # type: ignore[arg-type]
        self.waiting += taken
        while len(self.waiting) > PIECE:  # one that is full may be the last
            self._put(bytes(self.waiting[:PIECE]), last=False)
            del self.waiting[:PIECE]
        return len(taken)

    def finish(self) -> None:
        """Write the last piece, by which the end is known."""
        self._put(bytes(self.waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(_nonce(self.number, last=last), piece, None))
        self.number += 1


class Opening(io.RawIOBase):
    """Gives what was sealed.

    :raises Damaged: where it isn't what was written, before anything of that piece is given
    """

    def __init__(self, source: BinaryIO, key: bytes, *, name: str) -> None:
        self.source, self.cipher, self.part = source, AESGCM(key), name
        self.number, self.given, self.at_end = 0, b"", False
        self.ahead = source.read(PIECE + _TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]
        while not self.given and not self.at_end:
            self._next()
        taken = min(len(room), len(self.given))
        room[:taken] = self.given[:taken]
        self.given = self.given[taken:]
        return taken

    def _next(self) -> None:
        piece, self.ahead = self.ahead, self.source.read(PIECE + _TAG)
        self.at_end = not self.ahead
        try:
            self.given = self.cipher.decrypt(_nonce(self.number, last=self.at_end), piece, None)
        except (InvalidTag, ValueError):
            raise Damaged(
                f"{self.part} is cut or changed at its piece {self.number + 1}: it can't be used"
            ) from None
        self.number += 1
