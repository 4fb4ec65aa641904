"""Three hundred files, each with what must come of it: written by hand, apart from the code.

None stands for a file that is taken. All are made here, from nothing but a fixed seed.
"""

import gzip
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    RectangleObject,
    TextStringObject,
)

from tests.filing import (
    EICAR,
    WHERE,
    box,
    chunk,
    does,
    heic,
    jpeg,
    locked,
    pdf,
    picture,
    png,
    readable_pdf,
    with_file_inside,
)
from vardag.domain.case.files import Unfit

JPEG, PNG, PDF, HEIC = "jpeg", "png", "pdf", "heic"


class Sample(NamedTuple):
    name: str
    data: bytes
    kind: str = ""  # of what is taken
    unfit: Unfit | None = None


@cache
def corpus() -> tuple[Sample, ...]:
    return (
        *_photographs(),
        *_screens(),
        *_documents(),
        *_telephones(),
        *_cut(),
        *_of_other_kinds(),
        *_two_in_one(),
        *_bombs(),
        *_active(),
        *_noise(),
    )


def _photographs() -> Iterator[Sample]:
    for turned in range(1, 9):
        for width, height in ((40, 30), (333, 222)):
            yield Sample(f"turned {turned} {width}", jpeg(width, height, turned=turned), JPEG)
    for mode in ("L", "CMYK", "RGB"):
        for quality in (10, 75, 95):
            yield Sample(f"{mode} {quality}", jpeg(mode=mode, quality=quality), JPEG)
    for progressive in (True, False):
        for sampling in (0, 1, 2):
            data = jpeg(120, 80, progressive=progressive, subsampling=sampling)
            yield Sample(f"progressive {progressive} {sampling}", data, JPEG)
    yield Sample("restarts", jpeg(120, 80, restart_marker_blocks=2), JPEG)
    film = jpeg() + box(b"ftyp", b"mp42") + box(b"mdat", bytes(500))
    yield Sample("with a short film after it", film, JPEG)
    yield Sample("a second picture after it", jpeg() + jpeg(20, 20), JPEG)


def _screens() -> Iterator[Sample]:
    for mode in ("1", "L", "P", "RGB", "RGBA", "LA"):
        for width, height in ((40, 30), (1, 1), (257, 129)):
            yield Sample(f"{mode} {width}", png(width, height, mode=mode), PNG)
    yield Sample("with a note", png(more=chunk(b"iTXt", b"XML\0" + WHERE)), PNG)
    yield Sample(
        "with a camera's words", png(more=chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + WHERE)), PNG
    )


def _documents() -> Iterator[Sample]:
    for nth in range(8):
        yield Sample(f"document {nth}", pdf(words=b"word " * nth), PDF)
    yield Sample("that can be read aloud", readable_pdf(), PDF)
    yield Sample("with an address in it", pdf(OpenAction=does("URI")), PDF)
    yield Sample("with a photograph in it", _with_photograph(), PDF)
    yield Sample("locked for changes only", locked(""), PDF)
    yield Sample("with what was there before", pdf() + pdf(), PDF)


def _with_photograph() -> bytes:
    out = BytesIO()
    Image.open(BytesIO(jpeg(200, 100))).save(out, "PDF", author=WHERE.decode())
    return out.getvalue()


def _telephones() -> Iterator[Sample]:
    for width, height in ((40, 30), (4032, 3024), (1, 1), (6000, 6000)):
        yield Sample(f"telephone's {width}", heic(width, height), HEIC)
    yield Sample("with a box of its own", heic(more=box(b"uuid", WHERE)), HEIC)


def _cut() -> Iterator[Sample]:
    whole = {"jpeg": jpeg(200, 150), "png": png(200, 150), "pdf": pdf(), "heic": heic()}
    for kind, data in whole.items():
        for part in range(1, 16):
            yield Sample(
                f"{kind} cut {part}", data[: max(40, len(data) * part // 17)], unfit=Unfit.BROKEN
            )


def _of_other_kinds() -> Iterator[Sample]:
    packed = {
        "zip": _zip(),
        "docx": _zip("word/document.xml"),
        "docm": _zip("word/vbaProject.bin"),
        "gzip": gzip.compress(b"x"),
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "rar": b"Rar!\x1a\x07\x00" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "bz2": b"BZh9" + bytes(50),
        "xz": b"\xfd7zXZ\x00" + bytes(50),
        "zstd": b"\x28\xb5\x2f\xfd" + bytes(50),
        "cab": b"MSCF" + bytes(50),
        "tar": bytes(257) + b"ustar" + bytes(300),
        "a bomb": _zip(data=bytes(20 * 1024 * 1024)),
    }
    for name, data in packed.items():
        yield Sample(name, data, unfit=Unfit.PACKED)
    other = {
        "exe": b"MZ" + bytes(100),
        "elf": b"\x7fELF" + bytes(100),
        "html": b"<!doctype html><script>alert(1)</script>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "xml": b"<?xml version='1.0'?><a/>",
        "text": "Hej på dig".encode(),
        "script": b"#!/bin/sh\nrm -rf /",
        "batch": b"@echo off",
        "shortcut": b"L\0\0\0\x01\x14\x02\0",
        "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
        "avi": b"RIFF\x10\0\0\0AVI ",
        "film": box(b"ftyp", b"isom") + bytes(50),
        "avif": box(b"ftyp", b"avif") + bytes(50),
        "postscript": b"%!PS-Adobe-3.0",
        "rtf": b"{\\rtf1 hej}",
        "mail": b"From: a@vardag.example\n\nHej",
        "eicar": EICAR,
        "pdf a little further on": b"\n" * 20 + pdf(),
    }
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM"):
        out = BytesIO()
        picture().save(out, kind)
        other[kind] = out.getvalue()
    for name, data in other.items():
        yield Sample(name, data, unfit=Unfit.OTHER_KIND)
    yield Sample("empty", b"", unfit=Unfit.EMPTY)
    yield Sample("heic with a film", heic(more=box(b"moov", bytes(20))), unfit=Unfit.OTHER_KIND)


def _zip(name: str = "a.txt", data: bytes = b"hej") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def _two_in_one() -> Iterator[Sample]:
    hidden = {
        "zip": _zip(),
        "rar": b"Rar!\x1a\x07\x00" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "html": b"<html><SCRIPT>alert(1)</script>",
        "php": b"<?php system($_GET[0]); ?>",
        "pdf": pdf(),
    }
    for name, more in hidden.items():
        yield Sample(f"jpeg and {name}", jpeg() + more, unfit=Unfit.SOMETHING_MORE)
        yield Sample(f"png and {name}", png() + more, unfit=Unfit.SOMETHING_MORE)
    for name in ("zip", "rar", "7z", "html", "php"):
        yield Sample(f"pdf and {name}", pdf() + hidden[name], unfit=Unfit.SOMETHING_MORE)
    yield Sample("jpeg and a program", jpeg() + b"MZ" + bytes(90), unfit=Unfit.SOMETHING_MORE)
    yield Sample("png and a program", png() + b"MZ" + bytes(90), unfit=Unfit.SOMETHING_MORE)
    said = jpeg(comment=b"<script>alert(1)</script>")
    yield Sample("jpeg that speaks", said, unfit=Unfit.SOMETHING_MORE)


def _bombs() -> Iterator[Sample]:
    small = jpeg()
    frame = small.index(b"\xff\xc0") + 5
    for side in (50_000, 65_535):
        sides = struct.pack(">HH", side, side)
        data = small[:frame] + sides + small[frame + 4 :]
        yield Sample(f"jpeg of {side}", data, unfit=Unfit.TOO_MANY_DOTS)
    for side in (6_400, 50_000, 2**31 - 1):
        yield Sample(f"png of {side}", _png_of(side, side, b"x"), unfit=Unfit.TOO_MANY_DOTS)
        if side < 2**31 - 1:
            yield Sample(f"heic of {side}", heic(side, side), unfit=Unfit.TOO_MANY_DOTS)
    yield Sample("png of nothing", _png_of(0, 5, b"x"), unfit=Unfit.BROKEN)
    yield Sample("png that unpacks to less", _png_of(50, 50, bytes(10)), unfit=Unfit.BROKEN)
    much = _png_of(5, 5, bytes(50 * 1024 * 1024))
    yield Sample("png that unpacks to more", much, unfit=Unfit.SOMETHING_MORE)
    for side in (20_000, 10_000_000):
        yield Sample(f"pdf of {side}", _pdf_of(side), unfit=Unfit.TOO_MUCH)
    yield Sample("pdf of many pieces", _pdf_of_pieces(50_100), unfit=Unfit.TOO_MUCH)
    for password in ("a", "hemligt", "å" * 5):
        yield Sample(f"locked by {password}", locked(password), unfit=Unfit.LOCKED)


def _png_of(width: int, height: int, unpacked: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(unpacked)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


def _pdf_of(side: int) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200).mediabox = RectangleObject((0, 0, side, side))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_of_pieces(many: int) -> bytes:
    """Write a document by hand: the library would take its time."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", *[b"null"] * many]
    out, places = b"%PDF-1.4\n", []
    pieces = []
    at = len(out)
    for number, part in enumerate(parts, start=1):
        places.append(at)
        piece = b"%d 0 obj%s endobj\n" % (number, part)
        pieces.append(piece)
        at += len(piece)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    end = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    )
    return out + b"".join(pieces) + end % (size, table, size, at)


def _active() -> Iterator[Sample]:
    acts = ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Movie", "Sound")
    for act in (*acts, "Rendition", "RichMediaExecute", "GoTo3DView"):
        yield Sample(f"begins with {act}", pdf(OpenAction=does(act)), unfit=Unfit.ACTIVE)
        inside = ArrayObject([DictionaryObject({NameObject("/A"): does(act)})])
        yield Sample(f"hides {act}", pdf(Deep=inside), unfit=Unfit.ACTIVE)
    for kind in ("FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"):
        note = DictionaryObject({NameObject("/Subtype"): NameObject(f"/{kind}")})
        yield Sample(f"has {kind}", pdf(Notes=ArrayObject([note])), unfit=Unfit.ACTIVE)
    for key in ("JS", "JavaScript", "EF", "EmbeddedFiles", "XFA", "RichMediaContent"):
        tree = DictionaryObject({NameObject(f"/{key}"): TextStringObject("x")})
        yield Sample(f"holds {key}", pdf(Names=tree), unfit=Unfit.ACTIVE)
    yield Sample("a file inside", with_file_inside(), unfit=Unfit.ACTIVE)
    yield Sample("packed script", _packed_script(), unfit=Unfit.ACTIVE)


def _packed_script() -> bytes:
    """Return a script in a stream of objects, where no word of it can be read."""
    reader = PdfReader(BytesIO(pdf(OpenAction=does("JavaScript", JS=TextStringObject("x")))))
    writer = PdfWriter(clone_from=reader)
    writer.root_object[NameObject("/Also")] = ArrayObject([FloatObject(1), NullObject()])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _noise() -> Iterator[Sample]:
    draw = random.Random("noise")
    heads = {
        "jpeg": b"\xff\xd8\xff",
        "png": b"\x89PNG\r\n\x1a\n",
        "pdf": b"%PDF-1.7\n",
        "heic": box(b"ftyp", b"heic"),
    }
    for kind, head in heads.items():
        for nth in range(12):
            data = head + draw.randbytes(draw.randrange(20, 3000))
            yield Sample(f"{kind} noise {nth}", data, unfit=Unfit.BROKEN)
    for nth in range(25):
        yield Sample(f"noise {nth}", b"\x01" + draw.randbytes(500), unfit=Unfit.OTHER_KIND)
