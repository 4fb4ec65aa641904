"""Numbers that take text messages, however they are typed, in one spelling."""

import re

_LAID_OUT = re.compile(r"[\s().\-\u2010-\u2015/]")
_SWEDISH = re.compile(r"\+467[02369][0-9]{7}")
_ANOTHER = re.compile(r"\+(?!46)[1-9][0-9]{6,14}")


def spelled(typed: str) -> str | None:
    """Return a number as it is dialed from anywhere, such as ``+46701740605``; None if it is none.

    Swedish numbers are those of mobile telephones, since others take no text messages; a number of
    another country begins with ``+`` or ``00``, and is as long as one can be (ITU-T E.164).
    """
    bare = _LAID_OUT.sub("", typed.replace("(0)", ""))
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    elif bare.startswith("0"):
        bare = f"+46{bare[1:]}"
    return bare if _SWEDISH.fullmatch(bare) or _ANOTHER.fullmatch(bare) else None
