"""What came of looking into a file."""

from dataclasses import dataclass

from vardag.domain.case.files import Media, Unfit

DOTS = 40_000_000  # of a picture, at most


class UnfitFile(Exception):
    """The file isn't taken; ``why`` says which of the reasons it is."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Found:
    """A file that is taken: its kind, its bytes as they are kept, and a small picture if it is one.

    ``is_readable`` tells whether it can be read aloud, as far as that is known; of pictures it isn't.
    """

    media: Media
    data: bytes
    preview: bytes | None = None
    is_readable: bool = True


_FOREIGN = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"Rar!\x1a",
    b"7z\xbc\xaf\x27",
    b"<script",
    b"<?php",
)


def check_left_over(rest: bytes) -> None:
    """Refuse what stands beside a picture in its file, if it is another file; else it is left out.

    Phones put a short film or a second picture after the first, which is no harm and isn't kept.

    :raises UnfitFile: then
    """
    lower = rest.lower()
    if any(sign.lower() in lower for sign in _FOREIGN) or rest[:2] in (b"MZ", b"#!"):
        raise UnfitFile(Unfit.SOMETHING_MORE)


def check_dots(width: int, height: int) -> None:
    """Refuse a picture of no dots or of too many, before anybody unpacks them.

    :raises UnfitFile: then
    """
    if width < 1 or height < 1:
        raise UnfitFile(Unfit.BROKEN)
    if width * height > DOTS:
        raise UnfitFile(Unfit.TOO_MANY_DOTS)
