"""The statements by which cases are found, put together by hand for both databases alike.

Each gives ids of cases, the newest first, and no more than are shown. What makes them quick, however
many cases there are, is that the words of a clinic's cases stand in the order of the cases: of a word
that everybody writes, the newest fifty are the first fifty that are read, and nothing is counted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from vardag.domain.case.state import Status
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.rooms.by_hand import as_one, one_of
from vardag.rooms.cases.protected import PROTECTED
from vardag.rooms.cases.reach import may_open_sql
from vardag.rooms.lists.search.sought import Word

type Value = str | int | list[int]
type Part = tuple[str, tuple[Value, ...]]
"""A piece of SQL with the values that it asks for, in their order."""

MOST_BEGINNINGS = 20  # words of the index that are read one by one; more are read as a range
MOST_PEOPLE = 1_000  # of one name, whose cases are read; of more, all cases are, the newest first
EVERY_CASE: Part = ('SELECT id AS case_id FROM "case"', ())
_ENOUGH = 300  # of a word that often, how often it is doesn't matter


@dataclass(frozen=True)
class Scope:
    """Among which cases somebody looks; ``is_open`` None is for all of them."""

    by: Staff
    clinic: ClinicId
    is_open: bool | None
    most: int

    def condition(self) -> Part:
        """Return what every case that is found by its words or a name must meet."""
        state = {None: "", True: "AND c.status <> %s", False: "AND c.status = %s"}[self.is_open]
        closed = () if self.is_open is None else (Status.CLOSED.value,)
        reach, values = may_open_sql(self.by, self.clinic)
        return f"NOT {PROTECTED} {state} AND {reach}", (*closed, *values)


@dataclass(frozen=True)
class Arm:
    """Some of what is found: which cases a source gives, that meet all conditions.

    :param place: where they come among the others
    """

    place: int
    source: Part
    conditions: Sequence[Part] = ()


def found(scope: Scope, arms: Iterable[Arm]) -> Part:
    """Return the cases that any of the arms finds, each where it comes first, there the newest first."""
    parts = [_of_arm(scope, arm) for arm in arms]
    united = " UNION ALL ".join(
        f"SELECT * FROM ({arm}) AS arm{number}" for number, (arm, _) in enumerate(parts)
    )
    values = [value for _, each in parts for value in each]
    first = f"SELECT id, min(place) AS place FROM ({united}) AS found GROUP BY id"
    return f"{first} ORDER BY place, id DESC LIMIT %s", (*values, scope.most)


def _of_arm(scope: Scope, arm: Arm) -> Part:
    """Return the newest cases of an arm.

    Its cases are looked at one after another until there are enough. The offset, which skips nothing,
    keeps PostgreSQL from first putting all the cases in order that there are (ADR-0042).
    """
    parts = (scope.condition(), *arm.conditions)
    told = " AND ".join(sql for sql, _ in parts)
    looked_at = f"""
SELECT 1 FROM "case" AS c
JOIN person AS p ON p.id = c.patient_id JOIN person AS a ON a.id = c.author_id
WHERE c.id = w.case_id AND {told} LIMIT 1 OFFSET 0"""
    values = (*arm.source[1], *(value for _, each in parts for value in each))
    sql = f"""
SELECT w.case_id AS id, {arm.place} AS place FROM ({arm.source[0]}) AS w
WHERE EXISTS ({looked_at}) ORDER BY w.case_id DESC LIMIT %s"""
    return sql, (*values, scope.most)


def held(scope: Scope) -> Part:
    """Return the cases at the clinic that somebody reaches who receives none there."""
    reach, values = may_open_sql(scope.by, scope.clinic)
    return f'SELECT c.id AS case_id FROM "case" AS c WHERE {reach}', values


def with_word(clinic: ClinicId, indexed: str) -> Part:
    """Return a clinic's cases with exactly one word of the index."""
    return "SELECT case_id FROM case_word WHERE clinic_id = %s AND word = %s", (clinic, indexed)


def with_beginning(clinic: ClinicId, word: Word) -> Part:
    """Return a clinic's cases with any of the many words that begin as one does."""
    condition, values = _is_meant(word, "word")
    cases = f"SELECT DISTINCT case_id FROM case_word WHERE clinic_id = %s AND {condition}"
    return cases, (clinic, *values)


def of_people(those: Collection[PersonId]) -> Part:
    """Return the cases about, and those from, some people."""
    about, sent = (
        f'SELECT id AS case_id FROM "case" WHERE {one_of(whose)}'
        for whose in ("patient_id", "author_id")
    )
    return f"{about} UNION {sent}", (as_one(those), as_one(those))


def has_word(clinic: ClinicId, word: Word) -> Part:
    """Return the condition that a case has a word."""
    condition, values = _is_meant(word, "x.word")
    words = "SELECT 1 FROM case_word AS x WHERE x.case_id = c.id AND x.clinic_id = %s"
    return f"EXISTS ({words} AND {condition})", (clinic, *values)


def has_name(word: Word) -> Part:
    """Return the condition that a case is about or from somebody whom a word names."""
    condition, values = _names(word)
    names = "SELECT 1 FROM person_name AS n WHERE n.person_id IN (c.patient_id, c.author_id)"
    return f"EXISTS ({names} AND {condition})", values


def either(one: Part, other: Part) -> Part:
    return f"({one[0]} OR {other[0]})", (*one[1], *other[1])


def _is_meant(word: Word, column: str) -> Part:
    """Say the same as ``Word.finds``."""
    if not word.is_beginning:
        return f"{column} = %s", (word.stem,)
    condition = f"({column} = %s OR ({column} >= %s AND {column} < %s))"
    return condition, (word.stem, *word.beginnings)


def _names(word: Word) -> Part:
    if not word.is_beginning:
        return "n.word = %s", (word.typed,)
    return "(n.word >= %s AND n.word < %s)", word.beginnings


def meaning(clinic: ClinicId, word: Word) -> Part:
    """Return what a word means: words of a clinic's index that begin so, and people named so.

    Of either at most one too many. Jumps from word to word through the index: how many cases have each
    doesn't matter.
    """
    named, of_names = _names(word)
    people = f"SELECT n.person_id FROM person_name AS n WHERE {named} LIMIT {MOST_PEOPLE + 1}"
    people = f"SELECT NULL AS word, person_id FROM ({people}) AS named"
    if not word.is_beginning:
        return people, of_names
    after, until = word.beginnings
    following = "SELECT min(w.word) FROM case_word AS w WHERE w.clinic_id = %s AND w.word < %s"
    sql = f"""
WITH RECURSIVE met AS (
    SELECT ({following} AND w.word >= %s) AS word, 1 AS nth
    UNION ALL
    SELECT ({following} AND w.word > met.word), met.nth + 1 FROM met
    WHERE met.word IS NOT NULL AND met.nth <= {MOST_BEGINNINGS}
)
SELECT word, NULL AS person_id FROM met WHERE word IS NOT NULL UNION ALL {people}
"""
    return sql, (clinic, until, after, clinic, until, *of_names)


def how_many(clinic: ClinicId, words: Sequence[Word]) -> Part:
    """Return about how many cases have each word or name, by their places; many is many."""
    arms = [_about(place, clinic, word) for place, word in enumerate(words)]
    return " UNION ALL ".join(sql for sql, _ in arms), tuple(
        value for _, values in arms for value in values
    )


def _about(place: int, clinic: ClinicId, word: Word) -> Part:
    indexed, of_index = _is_meant(word, "word")
    named, of_names = _names(word)
    words = f"SELECT 1 FROM case_word WHERE clinic_id = %s AND {indexed} LIMIT {_ENOUGH}"
    names = f"SELECT 1 FROM person_name AS n WHERE {named} LIMIT {_ENOUGH}"
    counts = (f"(SELECT count(*) FROM ({each}) AS counted)" for each in (words, names))
    return f"SELECT {place}, {' + '.join(counts)}", (clinic, *of_index, *of_names)
