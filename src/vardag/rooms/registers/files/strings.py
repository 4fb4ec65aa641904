"""The texts of a workbook that its sheets share, and the spelling in which they are kept."""

import re
from collections.abc import Sequence

from vardag.rooms.registers.files.package import Attributes, Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Strings:
    """The shared texts as they stream by; readings of Japanese words aren't among them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._takes = False
        self._aside = 0

    def begun(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._pieces.clear()
        self._aside += name == "rPh"
        self._takes = name == "t" and not self._aside

    def ended(self, name: str) -> None:
        self._aside -= name == "rPh"
        self._takes = False
        if name == "si":
            self.found.append(spelled("".join(self._pieces)))

    def said(self, text: str) -> None:
        if self._takes:
            self._pieces.append(text)


def shared_strings(package: Package, part: str | None) -> Sequence[str]:
    """Return the texts that a workbook's sheets share, in their order."""
    strings = _Strings()
    if part is not None:
        package.parse(part, start=strings.begun, end=strings.ended, text=strings.said)
    return strings.found


def spelled(text: str) -> str:
    """Return a text with the characters that XML can't hold put back: ``_x000D_`` is a line's end."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
