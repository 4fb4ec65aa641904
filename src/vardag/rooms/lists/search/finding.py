"""Finding cases by what somebody looks for, among those that the person may open.

The best first: the case of that number, then those about or from somebody of that name, then those with
the words, each the newest first. A protected case is found by its own number and by nothing else: a
name or a word that led to it would say whom it is about (ADR-0028).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q

from vardag.domain.case.state import Status
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.rooms.by_hand import as_one, one_of
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.reach import may_open_at, may_open_sql
from vardag.rooms.lists.listed import Listed, those_that
from vardag.rooms.lists.search import statements as sql
from vardag.rooms.lists.search.excerpts import Excerpt, excerpts
from vardag.rooms.lists.search.sought import Sought, Word
from vardag.rooms.people.models import PersonRow

MOST = 50
_NAMED, _WORDED = range(2)  # what names find comes before what words find


class Show(StrEnum):
    """Which of the cases to look among."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


_IS_OPEN = {Show.ALL: None, Show.OPEN: True, Show.CLOSED: False}


@dataclass(frozen=True)
class Hit:
    """A case that was found, with a piece of its text where that is what was found."""

    case: Listed
    excerpt: Excerpt = ()


@dataclass(frozen=True)
class Found:
    """Fifty cases at most, and whether there are more."""

    hits: tuple[Hit, ...]
    has_more: bool = False


def find(wanted: Sought, *, by: Staff, clinic: ClinicId, on: date, show: Show = Show.ALL) -> Found:
    """Return what somebody finds at a clinic; nothing at a clinic where the person handles no cases."""
    scope = sql.Scope(by=by, clinic=clinic, is_open=_IS_OPEN[show], most=MOST + 1)
    ids = list(dict.fromkeys(_ids(wanted, scope)))
    if not ids:
        return Found(())
    # The law is asked of whatever was found, so that no statement can find too much.
    reach, values = may_open_sql(by, clinic)
    theirs = those_that(f"{one_of('c.id')} AND {reach}", (as_one(ids[:MOST]), *values), on)
    cases = {case.id: case for case in theirs}
    said = excerpts([case for case in cases.values() if not case.is_protected], wanted.words)
    hits = (Hit(cases[pk], said.get(pk, ())) for pk in ids if pk in cases)
    return Found(tuple(hits), has_more=len(ids) > MOST)


def _ids(wanted: Sought, scope: sql.Scope) -> Iterator[CaseId]:
    if wanted.person:
        yield from _of_person(wanted.person, scope)
        return
    if wanted.number is not None:
        yield from _of_number(*wanted.number, scope)
    if wanted.words:
        yield from _of_words(wanted.words, scope)


def _of_number(year: str, number: int, scope: sql.Scope) -> Iterator[CaseId]:
    rows = CaseRow.objects.filter(_shown(scope), pk=number)
    yield from (CaseId(row.pk) for row in rows if year in ("", row.number[:2]))


def _of_person(number: str, scope: sql.Scope) -> Iterator[CaseId]:
    those = PersonRow.objects.filter(personal_number=number, protection="").values("pk")
    rows = CaseRow.objects.filter(
        _shown(scope),
        may_open_at(scope.by, scope.clinic),
        Q(patient__in=those) | Q(author__in=those),
        patient__protection="",
        author__protection="",
    )
    newest = rows.order_by("-pk").values_list("pk", flat=True)[: scope.most]
    yield from map(CaseId, newest)


def _shown(scope: sql.Scope) -> Q:
    is_closed = Q(status=Status.CLOSED)
    return {None: Q(), True: ~is_closed, False: is_closed}[scope.is_open]


def _of_words(words: Sequence[Word], scope: sql.Scope) -> Iterator[CaseId]:
    """Find cases about or from people whose names are all of the words, and those with each of them."""
    arms = _found_by if scope.by.receives_at(scope.clinic) else _held_by
    return (CaseId(pk) for pk, _ in _rows(sql.found(scope, arms(words, scope))))


def _held_by(words: Sequence[Word], scope: sql.Scope) -> Iterator[sql.Arm]:
    """Look through what somebody holds, who holds few cases."""
    yield sql.Arm(_NAMED, sql.held(scope), [sql.has_name(each) for each in words])
    yield sql.Arm(_WORDED, sql.held(scope), [_has(each, scope) for each in words])


def _found_by(words: Sequence[Word], scope: sql.Scope) -> Iterator[sql.Arm]:
    """Look through the cases that have the rarest of the words, in what was written or as a name."""
    rarest = _rarest(words, scope)
    rest = [word for word in words if word != rarest]
    indexed, people = _meant(rarest, scope)
    few = len(people) <= sql.MOST_PEOPLE
    of_them, named = (
        (sql.of_people(people), []) if few else (sql.EVERY_CASE, [sql.has_name(rarest)])
    )
    if people:
        yield sql.Arm(_NAMED, of_them, [*named, *(sql.has_name(each) for each in rest)])
    worded = [_has(each, scope) for each in rest]
    for source in _sources(rarest, indexed, scope):
        yield sql.Arm(_WORDED, source, worded)
    if people and rest:
        yield sql.Arm(_WORDED, of_them, [*named, *worded])


def _has(word: Word, scope: sql.Scope) -> sql.Part:
    return sql.either(sql.has_word(scope.clinic, word), sql.has_name(word))


def _sources(word: Word, indexed: Collection[str], scope: sql.Scope) -> Iterable[sql.Part]:
    """Yield where cases with a word come from: by each word of the index that it means."""
    if len(indexed) > sql.MOST_BEGINNINGS:
        return [sql.with_beginning(scope.clinic, word)]
    return [sql.with_word(scope.clinic, each) for each in sorted({word.stem, *indexed})]


def _meant(word: Word, scope: sql.Scope) -> tuple[set[str], set[PersonId]]:
    """Return the words of the index that a word means, and the people whom it names."""
    rows = _rows(sql.meaning(scope.clinic, word))
    people = {PersonId(person) for _, person in rows if person is not None}
    return {indexed for indexed, _ in rows if indexed is not None}, people


def _rarest(words: Sequence[Word], scope: sql.Scope) -> Word:
    """Return the word that the fewest cases have, so that the fewest need be looked at."""
    if len(words) == 1:
        return words[0]
    many: Mapping[int, int] = dict(_rows(sql.how_many(scope.clinic, words)))
    return words[min(many, key=lambda place: (many[place], place))]


def _rows(part: sql.Part) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*part)
        return list(cursor.fetchall())
