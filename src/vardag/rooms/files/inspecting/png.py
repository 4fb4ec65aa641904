"""PNG: the chunks that make the picture are kept byte for byte, and all others left out."""

import struct
import zlib
from collections.abc import Iterator

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.drawing import preview_of
from vardag.rooms.files.inspecting.found import Found, UnfitFile, check_dots, check_left_over

_HEAD = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"sBIT",
        b"iCCP",
        b"bKGD",
    )
)
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)  # of an interlaced one: where each begins, and its steps
_DRAWN = 25_000_000  # dots; of a larger one no small picture is drawn, which would take much memory
_LARGEST_PROFILE = 4 * 1024 * 1024

type _Chunk = tuple[bytes, bytes]


def look_png(data: bytes) -> Found:
    """Return a picture without what tells of its making.

    :raises UnfitFile: if it is cut, unpacks to something else than it says, or is too large
    """
    chunks, end = _chunks(data)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise UnfitFile(Unfit.BROKEN)
    header = struct.unpack(">IIBBBBB", chunks[0][1])
    check_dots(header[0], header[1])
    _check_unpacked(header, [body for name, body in chunks if name == b"IDAT"])
    check_left_over(data[end:])
    kept = [each for each in chunks if each[0] in _KEPT and not _is_a_bomb(each)]
    clean = _HEAD + b"".join(_written(name, body) for name, body in kept)
    is_small = header[0] * header[1] <= _DRAWN
    return Found(Media.PNG, clean, preview=preview_of(clean, "PNG") if is_small else None)


def _chunks(data: bytes) -> tuple[list[_Chunk], int]:
    """Return the chunks of a picture, and where the last one ends."""
    found, at = [], len(_HEAD)
    while len(data) >= at + 12:
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        body = data[at + 8 : end - 4]
        if len(data) < end or zlib.crc32(name + body) != int.from_bytes(data[end - 4 : end]):
            break
        if not name[:1].islower() and name not in _KEPT:
            break  # a part that one must know, and nobody does
        found.append((name, body))
        at = end
        if name == b"IEND":
            return found, end
    raise UnfitFile(Unfit.BROKEN)


def _check_unpacked(header: tuple[int, ...], parts: list[bytes]) -> None:
    """Unpack, piece by piece and keeping none, and count: neither less nor more than it says."""
    wanted = sum(_bytes_of(header))
    unpacking, found = zlib.decompressobj(), 0
    try:
        for part in parts:
            rest = part
            while rest and found <= wanted:
                found += len(unpacking.decompress(rest, 1 << 20))
                rest = unpacking.unconsumed_tail
    except zlib.error as wrong:
        raise UnfitFile(Unfit.BROKEN) from wrong
    if found != wanted:
        raise UnfitFile(Unfit.BROKEN if found < wanted else Unfit.SOMETHING_MORE)


def _bytes_of(header: tuple[int, ...]) -> Iterator[int]:
    width, height, depth, colour, _, _, interlaced = header
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise UnfitFile(Unfit.BROKEN)
    bits = depth * _CHANNELS[colour]
    for left, top, across, down in _PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            yield rows * (1 + (columns * bits + 7) // 8)


def _is_a_bomb(chunk: _Chunk) -> bool:
    """Tell whether a colour profile unpacks to more than any is."""
    name, body = chunk
    if name != b"iCCP":
        return False
    try:
        unpacked = zlib.decompressobj().decompress(body[body.index(b"\0") + 2 :], _LARGEST_PROFILE)
    except (ValueError, zlib.error):
        return True
    return len(unpacked) >= _LARGEST_PROFILE


def _written(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
