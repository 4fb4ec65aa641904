"""Sentences for people, written in the domain and translated at the doors."""

import unicodedata
from dataclasses import dataclass, field

type Language = str  # "sv" or "en"


def say(sentence: str) -> str:
    """Mark a sentence for translation, and return it as it is."""
    return sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence with its particulars apart, so that a door can translate it and then fill it in."""

    text: str
    particulars: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.particulars if self.particulars else self.text


@dataclass(frozen=True)
class Text:
    """A text that a document holds in both of the product's languages.

    ``oneself`` says the same to whoever writes for oneself, where "your child" would be wrong.
    """

    sv: str
    en: str
    oneself: "Text | None" = None

    def to(self, *, oneself: bool) -> "Text":
        """Return the text as it is said to somebody who writes for oneself, or about a child."""
        return self.oneself or self if oneself else self

    def in_(self, language: Language) -> str:
        """Return the text in ``language``; Swedish for any language the product lacks."""
        return self.en if language == "en" else self.sv


# Characters that take no room on a page although no Unicode category says so.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> bool:
    """Tell whether a reader would see anything at all of ``text``.

    A message of spaces, zero-width characters or direction marks says nothing to a parent.
    """
    return any(
        not char.isspace() and unicodedata.category(char)[0] not in "CZM" and char not in _BLANK
        for char in text
    )
