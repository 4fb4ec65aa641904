"""Help to the right kind of case before it is sent: what was written, held against phrases.

Never a stop: whoever writes reads the words, and sends what was written all the same if that is right.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from vardag.domain.routine.certificate import Places, all_within
from vardag.domain.routine.process import Conditions
from vardag.domain.words import Text

_SENTENCE = re.compile(r"[.!?;:\n]+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NOT = frozenset("inte ej aldrig ingen inget inga not never no don't dont".split())
_BETWEEN = 2  # words that may stand between two words of a phrase: "förnya hennes gamla recept"


@dataclass(frozen=True)
class Suggestion:
    """Words for who seems to write the wrong kind of case, and where to turn instead.

    A phrase is words in a row; ``*`` ends a word of which any ending will do. ``unless`` names phrases
    that show that the case is right after all, ``when`` answers that must have been given.
    """

    key: str
    of: tuple[str, ...]  # the services in which it is looked for
    words: Text
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: Conditions = field(default_factory=dict)
    service: str | None = None  # to send instead
    into: str | None = None  # the field of its form that gets what was written
    link: str | None = None  # or a place outside the product
    source: str = ""
    since: date | None = None  # from this day on, such as when a law changed
    destination: str | None = None  # the field that says where to; all of it must be
    within: str | None = None  # among these places, by the key of their list
    standard_reply: str | None = None  # fits when the case comes all the same
    staff: Text | None = None  # what staff read on the case then, if not the words to the resident


def fitting(
    suggestions: tuple[Suggestion, ...],
    *,
    service: str,
    answers: Mapping[str, str],
    on: date,
    places: tuple[Places, ...] = (),
) -> Iterator[Suggestion]:
    """Yield what might help whoever is about to send these answers, in the routine's order.

    :param answers: canonical, as ``case.form.valid_answers`` returns them
    :param on: a local date, for what holds from a day on
    :param places: the routine's lists of places
    """
    sentences = [_words(part) for text in answers.values() for part in _SENTENCE.split(text)]
    for each in suggestions:
        holds = service in each.of and (each.since is None or each.since <= on)
        if holds and _is_there(each, answers, places) and _fits(each, sentences, answers):
            yield each


def _is_there(each: Suggestion, answers: Mapping[str, str], places: tuple[Places, ...]) -> bool:
    """Tell whether the journey that was written of goes only where the suggestion is about."""
    if each.destination is None:
        return True
    there = next((some for some in places if some.key == each.within), None)
    return there is not None and all_within(answers.get(each.destination, ""), there)


def _fits(each: Suggestion, sentences: list[list[str]], answers: Mapping[str, str]) -> bool:
    if not all(answers.get(key) in values for key, values in each.when.items()):
        return False
    if each.phrases and not _says(each.phrases, sentences):
        return False
    return not _says(each.unless, sentences, even_denied=True)


def _says(
    phrases: tuple[str, ...], sentences: list[list[str]], *, even_denied: bool = False
) -> bool:
    """Tell whether one of the phrases stands in one of the sentences, and isn't denied there."""
    everything = " ".join(word for words in sentences for word in words)
    return any(
        _stands(phrase, words, even_denied=even_denied)
        for phrase in map(_wanted, phrases)
        # At a glance: nearly every phrase lacks a word in nearly every text.
        if all(word.removesuffix("*") in everything for word in phrase)
        for words in sentences
    )


@lru_cache(maxsize=4096)
def _wanted(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.casefold().split())


def _stands(phrase: tuple[str, ...], words: list[str], *, even_denied: bool) -> bool:
    return any(
        even_denied or not _NOT & set(words[max(0, start - _BETWEEN) : end])
        for start, end in _places(phrase, words)
    )


def _places(phrase: tuple[str, ...], words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where the words of a phrase stand in a sentence, near enough one another."""
    for start, word in enumerate(words):
        if not _is(phrase[0], word):
            continue
        found = [start]
        for wanted in phrase[1:]:
            near = range(found[-1] + 1, min(found[-1] + 2 + _BETWEEN, len(words)))
            at = next((place for place in near if _is(wanted, words[place])), None)
            if at is None:
                break
            found.append(at)
        if len(found) == len(phrase):
            yield start, found[-1] + 1


def _is(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence.casefold())
