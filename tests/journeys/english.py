"""Which words are Swedish: those of the translations and the routine that their English lacks."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from django.utils.translation import override
from playwright.sync_api import Page
from ruamel.yaml import YAML

import vardag
from tests.journeys.person import Person
from vardag.doors.ops.demo.people import read_cast
from vardag.doors.shared.moments import long_date, short_date
from vardag.rooms.routines.packaged import packaged_routine

_CATALOGS = Path(vardag.__file__).parent.glob("doors/*/locale/sv/LC_MESSAGES/django.po")
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")
# What is seen, heard and unfolded, save what says that it is Swedish, and what will be sent.
_ALL_WORDS = """() => {
  const theirs = "body [lang=sv], [dir=auto], bdi";
  const found = [], own = [];
  const each = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (each.nextNode()) {
    const around = each.currentNode.parentElement;
    if (around.closest("script, style, noscript, textarea")) continue;
    (around.closest(theirs) ? own : found).push(each.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const it of document.querySelectorAll(`[${name}]`))
      if (!it.closest(theirs)) found.push(it.getAttribute(name));
  // A title or a label may say somebody's own words again, which it can't mark.
  const longest = own.filter(each => each.length > 3).sort((one, other) => other.length - one.length);
  return found.map(each => longest.reduce((rest, words) => rest.replaceAll(words, ""), each).trim())
    .filter(each => each);
}"""


def swedish_left(person: Person) -> list[str]:
    """Return what a page says in Swedish, save names and what is somebody's own."""
    return swedish_on(person.page)


def swedish_on(page: Page) -> list[str]:
    """Return the same of a page that anybody has open."""
    page.wait_for_load_state()
    found = []
    for said in page.evaluate(_ALL_WORDS):
        rest = _ADDRESS.sub("", said)
        for name in names():
            rest = rest.replace(name, "")
        if _words([rest]) & swedish():
            found.append(f"{page.url}: {said}")
    return found


@cache
def swedish() -> frozenset[str]:
    """Return the words by which one knows that a sentence is Swedish."""
    pairs = [*_translations(), *_texts_of(_routine()), *_days()]
    return frozenset(_words(sv for sv, _ in pairs) - _words(en for _, en in pairs))


@cache
def names() -> tuple[str, ...]:
    """Return what stays as it is in any language, the longest first."""
    cast, document = read_cast(), _routine()["document"]
    found = {clinic.name for clinic in cast.clinics} | {clinic.short for clinic in cast.clinics}
    found |= {group.name for group in cast.groups} | {member.title for member in cast.staff}
    found |= {part for member in cast.staff for part in member.name}
    for family in cast.families:
        found |= {family.name, *(each.given for each in (*family.guardians, *family.children))}
    found |= {document["title"], *(each["name"] for each in _routine()["systems"])}
    return tuple(sorted(found, key=len, reverse=True))


def _translations() -> Iterator[tuple[str, str]]:
    for path in _CATALOGS:
        with path.open("rb") as file:
            for message in read_po(file, locale="sv"):
                yield _flat(message.string), _flat(message.id)


def _days() -> Iterator[tuple[str, str]]:
    """Yield a year's dates as lists and running text say them."""
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365)):
        for in_words in (short_date, long_date):
            with override("sv"):
                swedish_date = in_words(day)
            with override("en"):
                yield swedish_date, in_words(day)


def _flat(said: Any) -> str:
    return said if isinstance(said, str) else " ".join(said)


def _texts_of(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict) and part.keys() == {"sv", "en"}:
        yield part["sv"], part["en"]
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _texts_of(each)


@cache
def _routine() -> Any:
    return YAML(typ="safe").load(packaged_routine()[1])


def _words(texts: Iterable[str]) -> set[str]:
    return {word.lower() for text in texts for word in _WORD.findall(text)}
