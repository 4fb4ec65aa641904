"""The files that the demonstration's families send: drawn here, so that they show nobody's home."""

from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from vardag.domain.case.files import FileRules
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.demo.story import Story
from vardag.rooms.files.actions import keep

# What the stand-in for a virus scanner says nothing about, so that a file waits (adapters/scanner).
_WAITS = b"VARDAG-SCANNER-GIVES-NO-VERDICT"
_PAPER, _INK, _TABLE = (250, 248, 240), (60, 70, 90), (150, 120, 90)


def files_of(story: Story, *, by: PersonId, at: object) -> list[UUID]:
    """Take in the files that a story is sent with, and return their ids."""
    return [
        keep(
            data=_made(name),
            name=name,
            purpose=f"demonstration:{story.sent}",
            by=by,
            rules=FileRules(),
            at=at,  # type: ignore[arg-type]
        )
        for name in story.files
    ]


def _made(name: str) -> bytes:
    if name.endswith(".jpg"):
        return _photograph(name)
    return _document(_WAITS if "skola" in name else b"")


def _photograph(name: str) -> bytes:
    """Draw what a telephone takes of something on a table, held sideways."""
    image = Image.new("RGB", (1_200, 900), _TABLE)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((180, 140, 1_020, 760), 24, fill=_PAPER)
    draw.rectangle((180, 220, 1_020, 300), fill=(70, 120, 160))
    draw.text((220, 235), name.removesuffix(".jpg").upper(), fill=_PAPER, font_size=48)
    for line in range(5):
        draw.rectangle((220, 350 + 70 * line, 900 - 90 * (line % 3), 376 + 70 * line), fill=_INK)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    image.rotate(90, expand=True).save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def _document(mark: bytes) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    content = DecodedStreamObject()
    content.set_data(b"% " + mark + b"\n0.3 0.4 0.5 rg 70 700 300 24 re f 70 640 420 8 re f\n")
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 - the library's only way
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
