"""The small picture that a page shows: drawn anew, so that nothing but dots comes from the file."""

from io import BytesIO

from PIL import Image, ImageOps

from vardag.domain.case.files import Unfit
from vardag.rooms.files.inspecting.found import DOTS, UnfitFile

_SIDE = 1_600  # dots of the longer side
Image.MAX_IMAGE_PIXELS = DOTS


def preview_of(data: bytes, kind: str) -> bytes:
    """Return a small JPEG of a picture, which says too that the picture is whole.

    :param kind: ``JPEG`` or ``PNG``, as the library names it; it tries no other
    :raises UnfitFile: if the picture can't be drawn
    """
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            image.draft("RGB", (_SIDE, _SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_SIDE, _SIDE))
            out = BytesIO()
            _on_white(upright).save(out, "JPEG", quality=82)
    except (OSError, SyntaxError, ValueError, Warning) as wrong:
        raise UnfitFile(Unfit.BROKEN) from wrong
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")
