"""What belongs to an introduction, and what a clinic may make of it.

A clinic replaces the list that comes with the product by one of its own: some lines kept, some
changed, some added. A new version makes older signatures out of date, and takes no role away (R2, R3,
ADR-0022, ADR-0031).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from vardag.domain.people.clinic import web_address
from vardag.domain.people.identity import Role
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, Text, say, visible

MOST_LINES, LONGEST_LINE = 30, 400

_EMPTY = say("Write what is to be gone through, or take the link away.")
_TOO_LONG = say("The line is too long: %(longest)s characters at the most.")
_NONE = say("Write at least one line.")
_TOO_MANY = say("There are too many lines: %(most)s at the most.")
_SAME = say("Nothing is changed, so there is no new version to save.")


@dataclass(frozen=True)
class Item:
    """Something to have gone through.

    ``link`` is the key of an address that each clinic sets; ``address`` is one that the clinic has
    written into its own list, and goes before.
    """

    key: str
    text: Text
    link: str | None = None
    address: str = ""


@dataclass(frozen=True)
class Checklist:
    """What belongs to a role. A new version makes older signatures out of date."""

    role: Role
    version: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Line:
    """A line as somebody has written it. ``key`` is that of the item it was before, if it was one."""

    key: str
    text: str
    address: str


def rewritten(lines: Iterable[Line], *, before: Checklist, shipped: Checklist) -> tuple[Item, ...]:
    """Return what a clinic has made of a list; lines with nothing in them are left out.

    :param before: the list in use
    :param shipped: the list that came with the product, from which a line may have been taken again
    :raises InvalidForm: with a problem for ``text-N`` or ``address-N``, counted from 0 as the lines were
        given, or for ``lines`` as a whole
    """
    written = [(nth, line) for nth, line in enumerate(lines) if _says_something(line)]
    problems = tuple(problem for nth, line in written for problem in _problems(nth, line))
    if problems:
        raise InvalidForm(problems[0].sentence.text, problems=problems)
    items = tuple(_items([line for _, line in written], before, shipped))
    _check_whole(items, before)
    return items


def _says_something(line: Line) -> bool:
    return visible(line.text) or visible(line.address)


def _problems(nth: int, line: Line) -> Iterator[Problem]:
    if not visible(line.text):
        yield Problem(f"text-{nth}", Sentence(_EMPTY))
    if len(line.text.strip()) > LONGEST_LINE:
        yield Problem(f"text-{nth}", Sentence(_TOO_LONG, {"longest": LONGEST_LINE}))
    if visible(line.address):
        try:
            web_address(line.address, field=f"address-{nth}")
        except InvalidForm as wrong:
            yield from wrong.problems


def _items(lines: list[Line], before: Checklist, shipped: Checklist) -> Iterator[Item]:
    """Yield the items, each by the key that it had, if it had one that no line before it has."""
    known = [*before.items, *shipped.items]
    taken: set[str] = set()
    for line in lines:
        olds = [each for each in known if each.key == line.key and each.key not in taken]
        item = _item(line, olds) if olds else _new(line, {each.key for each in known} | taken)
        taken.add(item.key)
        yield item


def _item(line: Line, olds: list[Item]) -> Item:
    """Return an item that was there; where its text stands it keeps its words in the other language."""
    text, address = _plain(line.text), line.address.strip()
    old = next((each for each in olds if each.text.sv == text), olds[0])
    words = old.text if old.text.sv == text else Text(sv=text, en=text)
    return Item(old.key, words, link=None if address else old.link, address=address)


def _new(line: Line, keys: set[str]) -> Item:
    text = _plain(line.text)
    free = next(key for nth in count(1) if (key := f"own-{nth}") not in keys)
    return Item(free, Text(sv=text, en=text), address=line.address.strip())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _check_whole(items: tuple[Item, ...], before: Checklist) -> None:
    if not items:
        _refuse(_NONE)
    if len(items) > MOST_LINES:
        _refuse(_TOO_MANY, most=MOST_LINES)
    if items == before.items:
        _refuse(_SAME)


def _refuse(sentence: str, **particulars: object) -> None:
    problem = Problem("lines", Sentence(sentence, particulars))
    raise InvalidForm(sentence, problems=(problem,), **particulars)
