"""How easy the residents' Swedish is to read: LIX and sentence length, text by text.

LIX is the mean number of words in a sentence, plus the share of words of more than six letters in per
cent. Under 30 reads like a children's book, 30-40 like easy fiction, 40-50 like a newspaper, over 60
like an authority. What is measured is what a family meets: the words of the portal's pages, and what
the packaged routine says to residents. The services' own names are left out: they are the document's.
So are labels and buttons of three words or fewer, which would make any text look easy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from vardag.domain.routine.document import Process, Routine
from vardag.domain.words import Text

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ("portal", "shared")
LONG = 6  # letters, after which a word is long
MOST, MOST_ON_AVERAGE = 35, 30  # LIX
LONGEST_SENTENCE = 20  # words
FEWEST = (
    10  # words; of a shorter text the figure says nothing, so only its part of the whole counts
)
_LABEL = 3  # words
_MARKUP = re.compile(r"<[^>]+>|\{[^}]*\}|https?://\S+")
_GAP = re.compile(r"%\(\w+\)s|%s")
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:[-:][^\W_]+)*")


@dataclass(frozen=True)
class Measured:
    """A text and how it reads."""

    name: str
    words: int
    sentences: int
    long_words: int
    longest: int  # words in its longest sentence

    @property
    def lix(self) -> float:
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def is_long_enough(self) -> bool:
        return self.words >= FEWEST

    @property
    def sentence_length(self) -> float:
        return self.words / self.sentences


def measured() -> list[Measured]:
    """Return every text that a family meets with how it reads, the hardest first."""
    found = [_measure(name, parts) for name, parts in (*_pages(), *_routine())]
    return sorted((each for each in found if each.words), key=lambda each: -each.lix)


def overall(texts: list[Measured]) -> Measured:
    """Return all texts as one."""
    return Measured(
        "All together",
        words=sum(each.words for each in texts),
        sentences=sum(each.sentences for each in texts),
        long_words=sum(each.long_words for each in texts),
        longest=max(each.longest for each in texts),
    )


def _measure(name: str, parts: list[str]) -> Measured:
    told = [_plain(part) for part in parts]
    whole = [part for part in told if len(_WORD.findall(part)) > _LABEL]
    sentences = [
        words for part in whole for each in _SENTENCE.split(part) if (words := _WORD.findall(each))
    ]
    words = [word for sentence in sentences for word in sentence]
    return Measured(
        name,
        words=len(words),
        sentences=len(sentences),
        long_words=sum(len(word) > LONG for word in words),
        longest=max(map(len, sentences), default=0),
    )


def _plain(text: str) -> str:
    """Return what is read: without markup, and a short word where something is filled in."""
    return _GAP.sub("namn", _MARKUP.sub(" ", text))


def _pages() -> Iterator[tuple[str, list[str]]]:
    """Yield each of the portal's pages and modules with its sentences; of the shared, the portal's."""
    for door in CATALOGS:
        path = ROOT / f"src/vardag/doors/{door}/locale/sv/LC_MESSAGES/django.po"
        with path.open("rb") as file:
            catalog = read_po(file, locale="sv")
        by_place: dict[str, list[str]] = {}
        for message in catalog:
            said = message.string
            texts = [str(each) for each in (said if isinstance(said, tuple) else (said,))]
            for place in {Path(place).name for place, _ in message.locations}:
                if message.id and (door == "portal" or place in ("urgent.html", "kinship.py")):
                    by_place.setdefault(place, []).extend(texts)
        yield from ((f"page `{place}`", texts) for place, texts in sorted(by_place.items()))


def _routine() -> Iterator[tuple[str, list[str]]]:
    from vardag.rooms.routines.packaged import packaged_routine
    from vardag.rooms.routines.reading import read_routine

    name, text = packaged_routine()
    routine = read_routine(text, name=name)
    for service in routine.services:
        advice = [each.words for each in service.advice]
        yield f"service `{service.key}`", _sv(service.help, service.not_for, *advice)
    yield from _asked(routine)
    for process in routine.processes:
        yield f"process `{process.key}`", _sv(*_promised(process))
    for reply in routine.standard_replies:
        yield f"standard reply `{reply.key}`", _sv(reply.text)
    for each in routine.suggestions:
        yield f"suggestion `{each.key}`", _sv(each.words)
    yield "menu", _sv(*(text for row in routine.menu for text in (row.name, row.help)))


def _asked(routine: Routine) -> Iterator[tuple[str, list[str]]]:
    for form in routine.forms:
        texts: list[Text | None] = []
        for field in form.fields:
            texts += [field.label, field.help, field.unsure]
            texts += [text for option in field.options for text in (option.name, option.help)]
        yield f"form `{form.key}`", _sv(*texts)


def _promised(process: Process) -> Iterator[Text | None]:
    yield from (step.promise for stage in process.stages for step in stage.steps)
    for ending in process.endings:
        yield from (ending.promise, ending.afterwards)


def _sv(*texts: Text | None) -> list[str]:
    """Return the Swedish of texts, with what is said to who writes for oneself."""
    told = [text for each in texts if each for text in (each, each.oneself) if text]
    return [text.sv for text in told]


def document() -> str:
    """Return the table for the reference."""
    texts = measured()
    whole = overall(texts)
    head = (
        f"LIX {whole.lix:.0f} on average over {len(texts)} texts, {whole.words} words; "
        f"{whole.sentence_length:.1f} words in a sentence.\n"
        f"The limits: {MOST} for a text of {FEWEST} words or more, {MOST_ON_AVERAGE} on average, "
        f"and {LONGEST_SENTENCE} words in a sentence.\n\n"
        "| text | LIX | words in a sentence | the longest | words |\n"
        "| --- | --- | --- | --- | --- |\n"
    )
    return head + "".join(map(_row, (*(each for each in texts if each.is_long_enough), whole)))


def _row(each: Measured) -> str:
    figures = f"{each.lix:.0f} | {each.sentence_length:.1f} | {each.longest} | {each.words}"
    return f"| {each.name} | {figures} |\n"


def summary() -> str:
    """Return the same in two lines, for the report of the tests."""
    texts = measured()
    whole = overall(texts)
    hardest = next(each for each in texts if each.is_long_enough)
    return (
        f"plain Swedish: LIX {whole.lix:.0f} on average (limit {MOST_ON_AVERAGE}), "
        f"{whole.sentence_length:.1f} words in a sentence, {len(texts)} texts\n"
        f"the hardest: {hardest.name}, LIX {hardest.lix:.0f} (limit {MOST}); "
        "all in docs/reference/plain-swedish.md"
    )
