"""What a routine knows of certificates: what each is called nationally, who may sign it, how it is sent.

Names, codes and lists of countries are others' facts, so each says where it comes from and as of when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vardag.domain.folding import folded_words
from vardag.domain.words import Text

DOCTOR, NURSE, MIDWIFE = "doctor", "nurse", "midwife"
SIGNERS = (DOCTOR, NURSE, MIDWIFE)


@dataclass(frozen=True)
class Certificate:
    """The certificate that a service asks for. Without a ``code`` there is no form for it."""

    name: Text
    signed_by: tuple[str, ...]
    source: str
    as_of: date
    code: str | None = None
    needed: Text | None = None  # for what, and from when
    delivery: tuple[str, ...] = ()  # the ways that the form or the work has, by their keys
    goes_to: str | None = None  # the recipient for whom it is meant; none where that differs


@dataclass(frozen=True)
class Places:
    """Places that belong together, such as the countries of Schengen, with every name they go by.

    ``between`` are words that may stand beside them and name no place.
    """

    key: str
    name: Text
    names: tuple[str, ...]
    source: str
    as_of: date
    between: tuple[str, ...] = ()


def all_within(text: str, places: Places) -> bool:
    """Tell whether a text names such places and nothing that could be another place.

    Written by hand, in any spelling: a word that isn't known could be a country, and then it is no.
    """
    words = folded_words(text)
    names = sorted((folded_words(name) for name in places.names), key=len, reverse=True)
    fillers = {word for each in places.between for word in folded_words(each)}
    found, at = 0, 0
    while at < len(words):
        length = _length_of_name(words[at:], names)
        if not length and words[at] not in fillers:
            return False
        found, at = found + bool(length), at + (length or 1)
    return found > 0


def _length_of_name(words: list[str], names: Iterable[list[str]]) -> int:
    """Return how many words the name is of with which a text begins; 0 where it begins with none."""
    return next((len(name) for name in names if name and words[: len(name)] == name), 0)
