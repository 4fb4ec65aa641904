"""JPEG: the picture's own segments are kept byte for byte, and all others left out.

So the dots are the very same, and the place, the moment and the camera are gone. Which way up it is
was said among them, and is said again.
"""

import struct
from collections.abc import Iterator

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.drawing import preview_of
from vardag.rooms.files.inspecting.found import Found, UnfitFile, check_dots, check_left_over

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _ADOBE, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ICC, _EXIF = b"ICC_PROFILE\x00", b"Exif\x00\x00"
_ORIENTATION = 0x0112

type _Segment = tuple[int, bytes, int]
"""A marker, what follows it until the next, and where that ends."""


def look_jpeg(data: bytes) -> Found:
    """Return a picture without what tells of its making.

    :raises UnfitFile: if it is cut, holds something more, or is too large
    """
    kept, end, frames, turned = bytearray(b"\xff\xd8"), len(data), 0, 1
    for marker, body, at in _segments(data):
        if marker in _FRAMES:
            frames += 1
            _check_frame(body)
        if marker == _COM:
            check_left_over(body[2:])
        if marker == _APP1 and body[2:8] == _EXIF:
            turned = _orientation(body[8:])
        if _is_the_pictures(marker, body):
            kept += bytes((0xFF, marker)) + body
        end = at
    if frames != 1:
        raise UnfitFile(Unfit.BROKEN)
    check_left_over(data[end:])
    clean = bytes(kept) if turned == 1 else bytes(kept[:2]) + _said_again(turned) + bytes(kept[2:])
    return Found(Media.JPEG, clean, preview=preview_of(clean, "JPEG"))


def _segments(data: bytes) -> Iterator[_Segment]:
    """Yield each marker with what belongs to it, and where that ends; the last is the end's own."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":  # filling
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise UnfitFile(Unfit.BROKEN)
        marker, at = data[at + 1], at + 2
        if marker == _EOI:
            yield marker, b"", at
            return
        end = at + int.from_bytes(data[at : at + 2])
        if end < at + 2 or end > len(data):
            raise UnfitFile(Unfit.BROKEN)
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield marker, data[at:end], end
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise UnfitFile(Unfit.BROKEN)  # it ends in the middle
        following = data[at + 1]
        if following != 0 and following not in _RESTARTS and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _is_the_pictures(marker: int, body: bytes) -> bool:
    if marker == _APP2:
        return body[2:14] == _ICC
    if _APP0 <= marker <= _APP15:
        return marker == _ADOBE or (marker == _APP0 and body[2:7] == b"JFIF\x00")
    return marker != _COM


def _check_frame(body: bytes) -> None:
    if len(body) < 7:
        raise UnfitFile(Unfit.BROKEN)
    height, width = struct.unpack(">HH", body[3:7])
    check_dots(width, height)


def _orientation(tiff: bytes) -> int:
    """Return which way up the picture was held, from 1 (as it is) to 8; 1 if that can't be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (many,) = struct.unpack_from(f"{order}H", tiff, first)
        for nth in range(min(many, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * nth)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except (KeyError, struct.error):
        pass
    return 1


def _said_again(turned: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def without_metadata(data: bytes) -> bytes:
    """Return a picture that lies in another file without its metadata; as it is if it is broken."""
    try:
        kept = bytearray(b"\xff\xd8")
        for marker, body, _ in _segments(data):
            if _is_the_pictures(marker, body):
                kept += bytes((0xFF, marker)) + body
    except UnfitFile:
        return data
    return bytes(kept)
