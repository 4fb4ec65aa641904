"""What people have written, made fit for paper: nothing invisible, nothing that can't be set in type.

A case may hold any character there is. On paper a character without a glyph would stand as an empty
box or stop the printing, one that turns the direction of the line could make a sentence say something
else, and a word of a thousand letters would run off the sheet.
"""

import re
import unicodedata
from itertools import groupby
from typing import Any

UNPRINTABLE = "\u25af"  # an upright empty box, which the embedded fonts have
_OPEN, _CLOSE = "\u2039", "\u203a"  # around the name of a sign
STAND_INS = (UNPRINTABLE, _OPEN)
_LONGEST_WORD = 40  # characters, after which a line may break although there is no space
_MOST_MARKS = 4  # accents above and below one letter, more than any script has
_BREAK = "\u200b"
_MOST_BOXES = 12
_MANY_BOXES = re.compile(f"(?:{UNPRINTABLE}{_BREAK}?){{{_MOST_BOXES + 1},}}")
_KEPT = "\u200c\u200d\u200e\u200f\u061c"  # joiners and direction marks, which other scripts need
_LINES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def paragraphs(text: str) -> list[dict[str, Any]]:
    """Return a text as paragraphs of lines that can be set in type; blank lines part paragraphs.

    Each says whether it is written from right to left, as its first letter tells.
    """
    lines = [printable(line).rstrip() for line in _LINES.split(text)]
    parted = groupby(lines, key=lambda line: not line)
    return [paragraph(*some) for is_blank, some in parted if not is_blank]


def paragraph(*lines: str) -> dict[str, Any]:
    """Return lines as one paragraph of the paper."""
    directions = map(unicodedata.bidirectional, "".join(lines))
    first = next((each for each in directions if each in ("L", "R", "AL")), "L")
    return {"lines": list(lines), "from_right": first != "L"}


def printable(text: str) -> str:
    """Return one line of text that can be set in type, as far as can be told without the fonts."""
    kept: list[str] = []
    marks = run = 0
    for char in unicodedata.normalize("NFC", text):
        shown = _shown(char)
        is_mark = unicodedata.category(char).startswith("M")
        marks = marks + 1 if is_mark else 0
        if not shown or marks > _MOST_MARKS:
            continue
        run = 0 if shown.isspace() else run + 1
        if run > _LONGEST_WORD and not is_mark:
            kept.append(_BREAK)
            run = 1
        kept.append(shown)
    return "".join(kept)


def _shown(char: str) -> str:
    """Return what to print for a character: nothing for the unseen, a box for what has no meaning."""
    category, code = unicodedata.category(char), ord(char)
    if char == "\t":
        return "    "
    if char in _KEPT:
        return char
    if category in ("Cc", "Cf") or code in _SKIN_TONES or any(code in each for each in _VARIANTS):
        return ""
    return UNPRINTABLE if category in ("Co", "Cn", "Cs") else char


def without(text: str, missing: set[str]) -> str:
    """Return a text in which characters that no font here has are named, or shown as boxes.

    A face or another sign is named, since it may be what the writer wanted to say; a letter of a
    script that the fonts lack has no name that helps, and a whole text of them is cut short.
    """
    replaced = "".join(_stand_in(char) if char in missing else char for char in text)
    return _MANY_BOXES.sub(UNPRINTABLE * _MOST_BOXES + "\u2026", replaced)


def _stand_in(char: str) -> str:
    if char == _BREAK:
        return char
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    if category == "Cf":  # joined what is replaced
        return ""
    return f"{_OPEN}{name.lower()}{_CLOSE}" if category == "So" and name else UNPRINTABLE
