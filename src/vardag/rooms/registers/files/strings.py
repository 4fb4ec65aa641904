"""The texts of a workbook that its sheets share, and the spelling in which they are kept."""

import re
from collections.abc import Sequence

from vardag.rooms.registers.files.package import Attributes, Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(package: Package, part: str | None) -> Sequence[str]:
    """Return the shared texts in their order; readings of Japanese words aren't among them."""
    if part is None:
        return ()
    found: list[str] = []
    pieces: list[str] = []
    takes = False
    aside = 0

    def begun(name: str, _: Attributes) -> None:
        nonlocal takes, aside
        if name == "si":
            pieces.clear()
        aside += name == "rPh"
        takes = name == "t" and not aside

    def ended(name: str) -> None:
        nonlocal takes, aside
        aside -= name == "rPh"
        takes = False
        if name == "si":
            found.append(spelled("".join(pieces)))

    def said(text: str) -> None:
        if takes:
            pieces.append(text)

    package.parse(part, start=begun, end=ended, text=said)
    return found


def spelled(text: str) -> str:
    """Return a text with the characters that XML can't hold put back: ``_x000D_`` is a line's end."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
