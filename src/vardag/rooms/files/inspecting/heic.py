"""HEIC: what tells of a picture's making is overwritten where it stands, and nothing is moved.

The product can't draw this kind, since the libraries that can come under a licence or with a weight
that we don't take on. Telephones send JPEG where a form asks for that, so these are few.
"""

from collections.abc import Iterator
from typing import NamedTuple

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.found import Found, UnfitFile, check_dots

_TELLING = (b"Exif", b"mime", b"uri ")
_NEEDED = (b"ftyp", b"meta", b"mdat")


class _Box(NamedTuple):
    name: bytes
    start: int  # of what is in it
    end: int
    head: int  # where it begins itself


def look_heic(data: bytes) -> Found:
    """Return a picture with its metadata overwritten by zeros.

    :raises UnfitFile: if it is cut, is a film, or is built otherwise than telephones do
    """
    try:
        boxes = list(_boxes(data, 0, len(data)))
        clean = _overwritten(bytearray(data), boxes)
    except (IndexError, ValueError) as wrong:
        raise UnfitFile(Unfit.BROKEN) from wrong
    return Found(Media.HEIC, bytes(clean))


def _overwritten(data: bytearray, boxes: list[_Box]) -> bytearray:
    named = {box.name: box for box in boxes}
    if b"moov" in named:
        raise UnfitFile(Unfit.OTHER_KIND)
    if not all(name in named for name in _NEEDED):
        raise UnfitFile(Unfit.BROKEN)
    inner = {box.name: box for box in _boxes(data, named[b"meta"].start + 4, named[b"meta"].end)}
    _check_size(data, inner)
    telling = set(_telling_items(data, inner[b"iinf"])) if b"iinf" in inner else set()
    for item, start, length in _extents(data, inner):
        if item in telling:
            data[start : start + length] = bytes(length)
    for box in boxes:
        if box.name not in _NEEDED:
            data[box.head + 4 : box.head + 8] = b"free"
            data[box.start : box.end] = bytes(box.end - box.start)
    return data


def _boxes(data: bytes | bytearray, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, start = int.from_bytes(data[at : at + 4]), at + 8
        if size == 1:
            size, start = int.from_bytes(data[at + 8 : at + 16]), at + 16
        if size == 0:
            size = end - at
        if size < start - at or at + size > end:
            raise ValueError("a box reaches out of what holds it")
        yield _Box(bytes(data[at + 4 : at + 8]), start, at + size, at)
        at += size


def _check_size(data: bytearray, inner: dict[bytes, _Box]) -> None:
    if b"iprp" not in inner:
        raise ValueError("no properties")
    for part in _boxes(data, inner[b"iprp"].start, inner[b"iprp"].end):
        if part.name != b"ipco":
            continue
        for box in _boxes(data, part.start, part.end):
            if box.name == b"ispe":
                sides = data[box.start + 4 : box.start + 12]
                check_dots(int.from_bytes(sides[:4]), int.from_bytes(sides[4:]))


def _telling_items(data: bytearray, iinf: _Box) -> Iterator[int]:
    """Yield the numbers of the items that aren't pictures."""
    first = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for box in _boxes(data, first, iinf.end):
        wide = 4 if data[box.start] == 3 else 2
        kind = bytes(data[box.start + 4 + wide + 2 : box.start + 4 + wide + 6])
        if kind in _TELLING:
            yield int.from_bytes(data[box.start + 4 : box.start + 4 + wide])


def _extents(data: bytearray, inner: dict[bytes, _Box]) -> Iterator[tuple[int, int, int]]:
    """Yield where each item's bytes stand in the file: its number, the first byte, how many."""
    box = inner[b"iloc"] if b"iloc" in inner else _raise()
    version, at = data[box.start], box.start + 4
    offset_size, length_size = data[at] >> 4, data[at] & 15
    base_size, index_size = data[at + 1] >> 4, data[at + 1] & 15 if version else 0
    wide = 4 if version == 2 else 2
    many, at = int.from_bytes(data[at + 2 : at + 2 + wide]), at + 2 + wide
    for _ in range(many):
        item, at = int.from_bytes(data[at : at + wide]), at + wide
        method = data[at + 1] & 15 if version else 0
        at += 4 if version else 2
        base, at = int.from_bytes(data[at : at + base_size]), at + base_size
        extents, at = int.from_bytes(data[at : at + 2]), at + 2
        for _ in range(extents):
            at += index_size
            offset, at = int.from_bytes(data[at : at + offset_size]), at + offset_size
            length, at = int.from_bytes(data[at : at + length_size]), at + length_size
            start = _start(inner, method) + base + offset
            if at > box.end or start + length > len(data):
                raise ValueError("an item lies outside of the file")
            yield item, start, length


def _start(inner: dict[bytes, _Box], method: int) -> int:
    if method == 0:
        return 0
    if method == 1 and b"idat" in inner:
        return inner[b"idat"].start
    raise ValueError("items made of other items")


def _raise() -> _Box:
    raise ValueError("nothing says where the items are")
