"""PDF: looked through for what runs by itself, and written anew without metadata.

Written anew, a file loses what stood before its last saving, and what hung on to it unseen.
"""

import logging
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.found import Found, UnfitFile
from vardag.rooms.files.inspecting.jpeg import without_metadata

_ACTIVE_KEYS = frozenset(
    ("/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent")
)
_ACTIVE = {
    "/S": frozenset(
        (
            *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"),
            *("/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/GoTo3DView"),
        )
    ),
    "/Subtype": frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")),
    "/Type": frozenset(("/EmbeddedFile",)),
}
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified")
_MOST_OBJECTS, _DEEPEST, _LONGEST_SIDE = 50_000, 60, 14_400
logging.getLogger("pypdf").setLevel(
    logging.CRITICAL
)  # which would tell of what is in people's files


def look_pdf(data: bytes) -> Found:
    """Return a document without metadata.

    :raises UnfitFile: if it is cut, locked, holds something more, or what runs by itself
    """
    _check_ends(data)
    try:
        return _looked_through(data)
    except UnfitFile:
        raise
    except (MemoryError, RecursionError) as wrong:
        raise UnfitFile(Unfit.TOO_MUCH) from wrong
    except Exception as wrong:  # whatever a broken file makes the library say
        why = Unfit.TOO_MUCH if type(wrong).__name__ == "LimitReachedError" else Unfit.BROKEN
        raise UnfitFile(why) from wrong


def _check_ends(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise UnfitFile(Unfit.BROKEN)
    if data[end + 5 :].strip(b"\0\t\n\r ") or zipfile.is_zipfile(BytesIO(data)):
        raise UnfitFile(Unfit.SOMETHING_MORE)


def _looked_through(data: bytes) -> Found:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnfitFile(Unfit.LOCKED)
    many = sum(len(each) for each in reader.xref.values()) + len(reader.xref_objStm)
    if many > _MOST_OBJECTS:
        raise UnfitFile(Unfit.TOO_MUCH)
    _check_pages(reader)
    writer = PdfWriter(clone_from=reader)
    for found in list(_every_part(writer)):
        _check_asleep(found)
        _forget(found)
    writer.metadata = None
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return Found(Media.PDF, out.getvalue(), is_readable=_is_readable(writer))


def _check_pages(reader: PdfReader) -> None:
    if not reader.pages:
        raise UnfitFile(Unfit.BROKEN)
    for page in reader.pages:
        if max(abs(page.mediabox.width), abs(page.mediabox.height)) > _LONGEST_SIDE:
            raise UnfitFile(Unfit.TOO_MUCH)


def _every_part(writer: PdfWriter) -> Iterator[DictionaryObject]:
    for each in writer._objects:  # noqa: SLF001 - the only list of them all that there is
        yield from _dictionaries(each, 0)


def _dictionaries(part: Any, depth: int) -> Iterator[DictionaryObject]:
    """Yield every dictionary that stands in a part itself, not those that it points at."""
    if depth > _DEEPEST:
        raise UnfitFile(Unfit.TOO_MUCH)
    if isinstance(part, DictionaryObject):
        yield part
        for inner in part.values():
            yield from _dictionaries(inner, depth + 1)
    elif isinstance(part, ArrayObject):
        for inner in part:
            yield from _dictionaries(inner, depth + 1)


def _check_asleep(part: DictionaryObject) -> None:
    if not _ACTIVE_KEYS.isdisjoint(part):
        raise UnfitFile(Unfit.ACTIVE)
    for key, values in _ACTIVE.items():
        if key in part and str(part[key]) in values:
            raise UnfitFile(Unfit.ACTIVE)


def _forget(part: DictionaryObject) -> None:
    for key in _TELLING:
        part.pop(NameObject(key), None)
    if isinstance(part, StreamObject) and part.get("/Filter") == "/DCTDecode":
        part._data = without_metadata(part._data)  # noqa: SLF001 - as it is packed


def _is_readable(writer: PdfWriter) -> bool:
    """Tell whether a document has text, and says in which order it is read."""
    root = writer.root_object
    mark = root.get("/MarkInfo")
    is_tagged = bool(mark and mark.get_object().get("/Marked")) and "/StructTreeRoot" in root
    return is_tagged and any("/Font" in (page.get("/Resources") or {}) for page in writer.pages)
