"""Looking into a file: which kind it is by its first bytes, and then by its whole."""

from collections.abc import Callable, Mapping

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.found import Found, UnfitFile
from vardag.rooms.files.inspecting.heic import look_heic
from vardag.rooms.files.inspecting.jpeg import look_jpeg
from vardag.rooms.files.inspecting.pdf import look_pdf
from vardag.rooms.files.inspecting.png import look_png

_PACKED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"),
    *(b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
_LOOK: Mapping[Media, Callable[[bytes], Found]] = {
    Media.PDF: look_pdf,
    Media.JPEG: look_jpeg,
    Media.PNG: look_png,
    Media.HEIC: look_heic,
}
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1")


def kind_of(data: bytes) -> Media:
    """Return which kind of file this begins as.

    :raises UnfitFile: if it is of none that is taken
    """
    if not data:
        raise UnfitFile(Unfit.EMPTY)
    if data.startswith(b"%PDF-"):
        return Media.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return Media.HEIC
    is_packed = data.startswith(_PACKED) or data[257:262] == b"ustar"
    raise UnfitFile(Unfit.PACKED if is_packed else Unfit.OTHER_KIND)


def look(data: bytes) -> Found:
    """Return a file as it is kept.

    :raises UnfitFile: if it isn't taken
    """
    return _LOOK[kind_of(data)](data)
