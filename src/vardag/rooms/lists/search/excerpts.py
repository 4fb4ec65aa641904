"""A piece of a case's text around the words that were looked for, with those words told apart."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from django.db import connection

from vardag.domain.case.said import written
from vardag.domain.folding import could_have
from vardag.domain.folding import words as words_in
from vardag.domain.people.identity import CaseId
from vardag.rooms.by_hand import as_one, one_of
from vardag.rooms.cases.stems import stem_of
from vardag.rooms.lists.listed import Listed
from vardag.rooms.lists.search.sought import Word

type Excerpt = tuple[tuple[str, bool], ...]
"""Pieces of a text in their order, each with whether it is a word that was looked for."""

type _Meant = Callable[[str], frozenset[Word]]

LONGEST = 160  # characters
_BEFORE = 50  # characters before the first word that was found


def excerpts(cases: Sequence[Listed], wanted: Sequence[Word]) -> Mapping[CaseId, Excerpt]:
    """Return for each case a piece of the text that has the most of the words, the latest of several."""
    if not cases or not wanted:
        return {}
    texts: dict[CaseId, list[str]] = {case.id: list(_asked(case)) for case in cases}
    for case, data in _events(texts):
        said = json.loads(data)
        texts[CaseId(case)] += filter(None, (said.get("text"), said.get("reason")))
    meant, beginnings = _meant_by(wanted), [word.stem for word in wanted]
    best = {
        case: _best([each for each in said if could_have(each, beginnings)], meant, len(wanted))
        for case, said in texts.items()
    }
    return {case: found for case, found in best.items() if found}


_EVENTS = """
SELECT case_id, data FROM case_event WHERE {one_of_these} AND kind <> 'submitted'
ORDER BY case_id, number
"""


def _events(cases: Iterable[CaseId]) -> list[tuple[int, str]]:
    """Return what has happened in these cases since they came, by hand for ``morning``'s reason."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS.format(one_of_these=one_of("case_id")), (as_one(cases),))
        return list(cursor.fetchall())


def _asked(case: Listed) -> Iterator[str]:
    _, form = case.asked_by
    return written(form, case.form)


def _meant_by(wanted: Sequence[Word]) -> _Meant:
    """Return what tells which words a word of a text is; asked once of each, since texts repeat."""

    @cache
    def meant(word: str) -> frozenset[Word]:
        indexed = stem_of(word)
        return frozenset(each for each in wanted if each.finds(indexed))

    return meant


def _best(texts: Sequence[str], meant: _Meant, most: int) -> Excerpt:
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for text in reversed(texts):  # the latest first: an older one must have more
        many, places = _found(text, meant)
        if many > best[0]:
            best = (many, text, places)
        if many == most:
            break
    return _cut(best[1], best[2]) if best[2] else ()


def _found(text: str, meant: _Meant) -> tuple[int, list[tuple[int, int]]]:
    """Return how many of the words a text has, and where they stand in it."""
    told: set[Word] = set()
    places = []
    for each in words_in(text):
        if those := meant(each[0]):
            told |= those
            places.append(each.span())
    return len(told), places


def _cut(text: str, places: Sequence[tuple[int, int]]) -> Excerpt:
    """Return the piece around the first place, cut between words, with what is left out as dots."""
    begins = _after_space(text, max(places[0][0] - _BEFORE, 0), places[0][0])
    ends = _before_space(text, begins + LONGEST, places[0][1])
    pieces, at = [("… " if begins else "", False)], begins
    for start, end in places:
        if end <= ends:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    pieces += [(text[at:ends].rstrip(), False), (" …" if ends < len(text) else "", False)]
    return tuple((piece, hit) for piece, hit in pieces if piece)


def _after_space(text: str, at: int, latest: int) -> int:
    """Return the next beginning of a word, if it comes before ``latest``."""
    if at == 0:
        return 0
    space = next((i for i in range(at, latest) if text[i].isspace()), None)
    return at if space is None else space + 1


def _before_space(text: str, at: int, earliest: int) -> int:
    """Return the last end of a word up to ``at``, if it comes after ``earliest``."""
    if at >= len(text):
        return len(text)
    at = max(at, earliest)
    space = next((i for i in range(at, earliest, -1) if text[i].isspace()), None)
    return at if space is None else space
