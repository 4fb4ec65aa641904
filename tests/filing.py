"""Files as people send them, and as nobody should: made here, so that what is in them is known."""

import struct
import zlib
from functools import cache
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from tests.build import MONDAY
from vardag.domain.case.files import FileRules
from vardag.domain.people.identity import PersonId
from vardag.rooms.files import actions
from vardag.rooms.files.inspecting.look import look

WHERE = b"Kanelgatan 4, hemligt"
"""What a camera or a program has written into a file, and nobody may find in it afterwards."""
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NO_VERDICT = b"VARDAG-SCANNER-GIVES-NO-VERDICT"


def picture(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """Return a picture in which no two rows are alike."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (0, 0, width // 3, height // 2))
    return image.convert(mode)


def jpeg(
    width: int = 40, height: int = 30, *, turned: int = 1, mode: str = "RGB", **said: object
) -> bytes:
    """Return a photograph that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = WHERE.decode()
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    picture(width, height, mode).save(out, "JPEG", **{"exif": exif, "comment": WHERE, **said})
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 40, height: int = 30, *, mode: str = "RGB", more: bytes = b"") -> bytes:
    """Return a picture of a screen, with a text in it; ``more`` stands before its end."""
    out = BytesIO()
    picture(width, height, mode).save(out, "PNG")
    whole, end = out.getvalue()[:-12], out.getvalue()[-12:]
    return whole + chunk(b"tEXt", b"Comment\0" + WHERE) + more + end


def pdf(*, words: bytes = b"", **root: object) -> bytes:
    """Return a document whose properties tell something; ``root`` is put into its root."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    content = DecodedStreamObject()
    content.set_data(b"% " + words + b"\n")
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Author": WHERE.decode()})
    for key, value in root.items():
        writer.root_object[NameObject(f"/{key}")] = value
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def does(what: str, **more: object) -> DictionaryObject:
    """Return something that a document can be made to do."""
    named = {NameObject(f"/{key}"): value for key, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{what}"), **named})


def with_script() -> bytes:
    return pdf(OpenAction=does("JavaScript", JS=TextStringObject("app.alert(1)")))


def with_file_inside() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("a.exe", b"MZ")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(password: str = "hemligt") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def heic(width: int = 40, height: int = 30, *, more: bytes = b"", brand: bytes = b"heic") -> bytes:
    """Return what a telephone's picture is built like: one picture and what tells of its making."""
    dots, telling = bytes(range(200)), b"\0\0\0\x06Exif\0\0" + WHERE
    head = box(b"ftyp", brand, bytes(4), b"mif1heic")

    def meta(at: int) -> bytes:
        infe = [
            box(b"infe", struct.pack(">IHH4s", 2 << 24, nth, 0, kind), b"\0")
            for nth, kind in ((1, b"hvc1"), (2, b"Exif"))
        ]
        iloc = struct.pack(">IBBH", 0, 0x44, 0, 2) + b"".join(
            struct.pack(">HHHII", nth, 0, 1, start, length)
            for nth, start, length in ((1, at, len(dots)), (2, at + len(dots), len(telling)))
        )
        ispe = box(b"ispe", struct.pack(">III", 0, width, height))
        return box(
            b"meta",
            bytes(4),
            box(b"iinf", struct.pack(">IH", 0, 2), *infe),
            box(b"iloc", iloc),
            box(b"iprp", box(b"ipco", ispe)),
        )

    at = len(head) + len(meta(0)) + 8
    return head + meta(at) + box(b"mdat", dots, telling) + more


def readable_pdf() -> bytes:
    """Return a document that says in which order it is read, and has text."""
    marked = DictionaryObject({NameObject("/Marked"): NameObject("/true")})
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): ArrayObject()})}
    )
    writer.root_object[NameObject("/MarkInfo")] = marked
    writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(tree)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def a_photo() -> bytes:
    return jpeg()


def at_once(patch: pytest.MonkeyPatch) -> None:
    """Look into files in this process: a process of its own for each would take the tests' time."""
    patch.setattr("vardag.rooms.files.actions.look_apart", look)


def keep(
    by: int,
    *,
    data: bytes | None = None,
    name: str = "bild.jpg",
    purpose: str = "form:x",
    at: object = MONDAY,
) -> UUID:
    """Take a file in as a page does, looked into in this process."""
    with pytest.MonkeyPatch.context() as patch:
        at_once(patch)
        return actions.keep(
            data=a_photo() if data is None else data,
            name=name,
            purpose=purpose,
            by=PersonId(by),
            rules=FileRules(),
            at=at,  # type: ignore[arg-type]
        )
