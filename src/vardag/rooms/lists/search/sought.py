"""What somebody looks for, read from what was typed: a number of a case, of a person, or words."""

import re
from dataclasses import dataclass
from datetime import date

from vardag.domain.case.form import clean_text
from vardag.domain.folding import folded_words
from vardag.domain.people.typed_number import typed_number
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say
from vardag.rooms.cases.stems import LONGEST, stem

FIELD = "sought"  # as the page names it
MOST_WORDS = 8
MOST_LETTERS = 200
_SHORTEST_BEGINNING = 3  # letters by which longer words are found
_END = "\U0010ffff"  # compares after every letter
_NUMBER = re.compile(r"(?:([0-9]{2})\s?[-\u2010-\u2014]\s?)?([0-9]{1,9})")


@dataclass(frozen=True)
class Word:
    """A word that is looked for: as it was typed, folded, and without its ending."""

    typed: str
    stem: str

    def finds(self, indexed: str) -> bool:
        """Tell whether a word of the index is meant: this one, or one that begins so."""
        return indexed == self.stem or (self.is_beginning and indexed.startswith(self.typed))

    @property
    def is_beginning(self) -> bool:
        return len(self.typed) >= _SHORTEST_BEGINNING

    @property
    def beginnings(self) -> tuple[str, str]:
        """The range of words that begin so, from the first to before the second, by their bytes."""
        return self.typed, self.typed + _END


@dataclass(frozen=True)
class Sought:
    """What is looked for. ``number`` is a case's, with the two digits of its year if they were typed.

    With ``person``, twelve characters, nothing else is looked for.
    """

    number: tuple[str, int] | None = None
    person: str = ""
    words: tuple[Word, ...] = ()


def sought(typed: str, *, on: date) -> Sought:
    """Return what somebody looks for.

    :param on: today's local date
    :raises InvalidForm: if there is too little to look for or too much, or it is a personal number
        that can't be one
    """
    text = _clean(typed)
    try:
        person = typed_number(text, on=on)
    except InvalidForm as wrong:
        raise InvalidForm(
            wrong.sentence.text, problems=(Problem(FIELD, wrong.sentence),)
        ) from wrong
    if person is not None:
        return Sought(person=person.digits)
    number = _number(text)
    words = tuple(dict.fromkeys(_word(each) for each in folded_words(text)))
    if not words and number is None:
        raise _wrong(say("Write at least two letters, a case number or a personal number."))
    if len(words) > MOST_WORDS:
        raise _wrong(say("Write at most eight words."))
    return Sought(number=number, words=words)


def _clean(typed: str) -> str:
    if len(typed) > MOST_LETTERS:
        raise _wrong(say("Write at most eight words."))
    try:
        return clean_text(typed)
    except ValueError:
        raise _wrong(say("Something in the text can't be stored.")) from None


def _number(text: str) -> tuple[str, int] | None:
    found = _NUMBER.fullmatch(text)
    return (found[1] or "", int(found[2])) if found else None


def _word(folded: str) -> Word:
    return Word(typed=folded[:LONGEST], stem=stem(folded))


def _wrong(text: str) -> InvalidForm:
    return InvalidForm(text, problems=(Problem(FIELD, Sentence(text)),))
