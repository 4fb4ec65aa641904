"""Words as a search compares them: no capitals, no accents, and å, ä and ö as the letters they are.

É is an e that somebody took care to write; å isn't an a. The Danish and Norwegian æ and ø are ä and ö,
since the same name is written both ways. Source: ours (ADR-0034), after the Swedish alphabet.
"""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_LETTERS = frozenset("åäö")
_SAME = str.maketrans({"æ": "ä", "ø": "ö", "đ": "d", "ð": "d", "ł": "l", "þ": "t", "ı": "i"})
_ACCENTED = re.compile(r"[^\x00-\x7fåäöÅÄÖ]")  # or another letter that is compared as a plain one
FEWEST = 2  # letters or digits of a word that is looked for


def fold(word: str) -> str:
    """Return a word as it is compared: small letters, without accents, å, ä and ö as they are."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    if small.isascii():
        return small
    return "".join(map(_plain, small)).translate(_SAME)


def _plain(char: str) -> str:
    if char in _LETTERS:
        return char
    apart = unicodedata.normalize("NFD", char)
    return "".join(each for each in apart if not unicodedata.combining(each))


def words(text: str) -> list[re.Match[str]]:
    """Return where the words of a text stand; single letters and digits are none.

    :param text: with composed characters, as everything is stored
    """
    return [found for found in _WORD.finditer(text) if len(found[0]) >= FEWEST]


def folded_words(text: str) -> list[str]:
    """Return a text's words as they are compared, in their order."""
    composed = unicodedata.normalize("NFC", text)
    return [fold(found[0]) for found in words(composed)]


def could_have(text: str, beginnings: Iterable[str]) -> bool:
    """Tell at a glance whether a word of a text may begin as one of several folded ones do.

    What it says no to need not be read word by word.
    """
    if _ACCENTED.search(text):
        return True
    small = text.lower()
    return any(beginning in small for beginning in beginnings)
