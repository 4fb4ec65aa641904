"""The parts of a workbook's package, unpacked within a limit; and their XML, read as it streams by.

What a part unpacks to is counted as it comes, whatever the package says of itself. No document type is
taken, so that there are no entities to unfold.
"""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat

from vardag.domain.words import say
from vardag.rooms.registers.files.sheets import refuse

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 80 * MEGABYTE
MOST_ELEMENTS = 4_000_000
MOST_PARTS = 2_000
_PIECE = 256 * 1024
_BROKEN = say(
    "The file is damaged, or isn't a workbook. Open it in Excel, save it and choose it again."
)
TOO_LARGE = say(
    "The file unpacks to more than can be read. Save the sheet alone in a new workbook."
)
_WRONG = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # packed in a way that isn't known
    RuntimeError,  # locked by a password
    ValueError,
    OSError,
    KeyError,
)

type Attributes = Mapping[str, str]


class Package:
    """A workbook's parts by their names; reading them takes from one purse."""

    def __init__(self, data: bytes) -> None:
        self._left = MOST_UNPACKED
        self._elements = MOST_ELEMENTS
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _WRONG:
            refuse(_BROKEN)
        if len(self.names) > MOST_PARTS:
            refuse(TOO_LARGE)

    def parse(
        self,
        name: str,
        *,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] = lambda _: None,
        text: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Read a part's XML, with names without their namespaces' prefixes.

        :raises InvalidForm: if it isn't there, is damaged, or is more than is taken
        """
        parser = self._parser(start, end)
        parser.CharacterDataHandler = text
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    self._take(len(piece))
                    parser.Parse(piece, False)  # noqa: FBT003 - expat's own
            parser.Parse(b"", True)  # noqa: FBT003
        except (expat.ExpatError, *_WRONG):
            refuse(_BROKEN)

    def _take(self, many: int) -> None:
        self._left -= many
        if self._left < 0:
            refuse(TOO_LARGE)

    def _parser(
        self, start: Callable[[str, Attributes], None], end: Callable[[str], None]
    ) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def begun(name: str, attributes: dict[str, str]) -> None:
            self._elements -= 1
            if self._elements < 0:
                refuse(TOO_LARGE)
            start(name.rpartition(":")[2], attributes)

        parser.StartElementHandler = begun
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.StartDoctypeDeclHandler = lambda *_: refuse(_BROKEN)
        return parser


def attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute whatever its prefix; empty if it isn't there."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
