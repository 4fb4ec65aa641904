"""Words without their endings, so that “receptet” finds “recept”.

Done here and not by the databases, of which one has no Swedish. The endings are Snowball's for Swedish,
taken off until nothing more comes off, and two that it leaves on many of the words that families
write: frågan, receptet. A word is cut alike wherever it stands, so that what is cut too short finds a
little too much, and nothing is lost. Where a newer Snowball cuts otherwise, a table of words in the
tests says so, and the index must be made anew.
"""

import threading
from collections.abc import Iterable
from functools import lru_cache

from Stemmer import Stemmer

from vardag.domain.folding import fold, folded_words

LONGEST = 40  # characters of a word in the index
_LOOKED_AT = (
    4 * LONGEST
)  # of a word: where somebody leans on a key, each letter comes off by itself
_DEFINITE = ("an", "et")
_LEFT = 4  # letters that must be left of a word

_own = threading.local()  # a stemmer keeps the word it is at


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words by which texts are found."""
    return frozenset(stem(word) for text in texts for word in folded_words(text))


def stem_of(word: str) -> str:
    """Return what a word of a text stands as in the index."""
    return _stem_of(word[:_LOOKED_AT])


@lru_cache(maxsize=50_000)
def _stem_of(word: str) -> str:
    return stem(fold(word))


def stem(folded: str) -> str:
    """Return a folded word without its endings: always a beginning of it."""
    return _stem(folded[:_LOOKED_AT])


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    shorter = _shorter(folded)
    while shorter != folded:
        folded, shorter = shorter, _shorter(shorter)
    return folded[:LONGEST]


def _shorter(word: str) -> str:
    return _without_definite(_without_ending(word))


def _without_ending(folded: str) -> str:
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer("swedish", 0)  # without a memory of its own
    found: str = _own.stemmer.stemWord(folded)
    return found


def _without_definite(word: str) -> str:
    if word.endswith(_DEFINITE) and len(word) >= _LEFT + 2:
        word = word[:-2]
    if len(word) >= _LEFT and word[-1] == word[-2] and word[-1] not in "0123456789":
        return word[:-1]
    return word
