"""Setting a paper in type: words in, an accessible PDF out (PDF/UA-1 and PDF/A-2a, fonts embedded).

The compiler is loaded with the first paper: most processes never print, and share their memory longer
without it.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vardag.doors.shared.paper.printable import STAND_INS, without

if TYPE_CHECKING:
    import typst

_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_TRIES = 8


class PaperFailed(Exception):
    """The paper could not be set in type; what was to be printed is not in the message."""


def pdf_of(paper: Mapping[str, Any], *, at: datetime, template: Path) -> bytes:
    """Return a paper as PDF. Characters that no font here has are named or shown as boxes.

    :param paper: what the template asks for; only text, lists and mappings
    :param at: the moment of printing, aware; stands in the file as its date
    :raises PaperFailed: if it can't be done
    """
    from typst import TypstError  # noqa: PLC0415 - see above

    for _ in range(_TRIES):
        try:
            return _compiled(paper, at, template)
        except TypstError as failed:
            missing = _missing(failed.diagnostic)
            if not missing:
                raise PaperFailed(failed.message) from None
            paper = _without(paper, missing)
    raise PaperFailed("characters without a glyph remained")


def _missing(diagnostic: str) -> set[str]:
    """Return the characters that no font has, as the compiler complains of them."""
    named = "".join(_MISSING.findall(diagnostic))
    return set(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), named))


def _compiled(paper: Mapping[str, Any], at: datetime, template: Path) -> bytes:
    import typst  # noqa: PLC0415 - see above

    data = json.dumps(_noted(paper), ensure_ascii=False)
    pdf = typst.compile(
        template,
        format="pdf",
        sys_inputs={"paper": data},
        font_paths=_fonts(),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(at.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _noted(paper: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the note on characters that could not be printed only where there are any."""
    rest = json.dumps({**paper, "note": ""}, ensure_ascii=False)
    return paper if any(mark in rest for mark in STAND_INS) else {**paper, "note": ""}


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """The fonts inside the library, and behind them those of the machine, for other scripts."""
    import typst  # noqa: PLC0415 - see above

    return typst.Fonts(include_system_fonts=True)


def _without(paper: Any, missing: set[str]) -> Any:
    match paper:
        case str():
            return without(paper, missing)
        case list():
            return [_without(each, missing) for each in paper]
        case dict():
            return {key: _without(each, missing) for key, each in paper.items()}
        case _:
            return paper
