"""The statements by which cases are found, put together by hand for both databases alike.

Each gives ids of cases, the newest first, and no more than are shown. What makes them quick, however
many cases there are, is that the words of a clinic's cases stand in the order of the cases: of a word
that everybody writes, the newest fifty are the first fifty that are read, and nothing is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vardag.domain.case.state import Status
from vardag.domain.people.identity import ClinicId, Staff
from vardag.rooms.cases.lists.reach import may_open_sql
from vardag.rooms.cases.protected import PROTECTED
from vardag.rooms.cases.search.sought import Word

type Value = str | int
type Part = tuple[str, tuple[Value, ...]]
"""A piece of SQL with the values that it asks for, in their order."""

MOST_BEGINNINGS = 20  # words of the index that are read one by one; more are read as a range
_PEOPLE = """
JOIN person AS p ON p.id = c.patient_id JOIN person AS a ON a.id = c.author_id
"""
CASES: Part = ('"case" AS c', ())
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


def found(scope: Scope, sources: Iterable[Part], conditions: Sequence[Part]) -> Part:
    """Return the newest of the cases that any of several sources gives, and that meet all conditions."""
    arms = [_arm(scope, source, conditions) for source in sources]
    united = " UNION ALL ".join(
        f"SELECT * FROM ({arm}) AS arm{number}" for number, (arm, _) in enumerate(arms)
    )
    values = [value for _, each in arms for value in each]
    newest = f"SELECT id FROM ({united}) AS found GROUP BY id ORDER BY id DESC LIMIT %s"
    return newest, (*values, scope.most)


def _arm(scope: Scope, source: Part, conditions: Sequence[Part]) -> Part:
    parts = (scope.condition(), *conditions)
    told = " AND ".join(sql for sql, _ in parts)
    values = tuple(value for _, each in parts for value in each)
    sql = (
        f"SELECT DISTINCT c.id FROM {source[0]} {_PEOPLE} WHERE {told} ORDER BY c.id DESC LIMIT %s"
    )
    return sql, (*source[1], *values, scope.most)


def with_word(clinic: ClinicId, indexed: str) -> Part:
    """Return a clinic's cases with exactly one word of the index."""
    words = "(SELECT case_id FROM case_word WHERE clinic_id = %s AND word = %s) AS w"
    return f'{words} JOIN "case" AS c ON c.id = w.case_id', (clinic, indexed)


def with_beginning(clinic: ClinicId, word: Word) -> Part:
    """Return a clinic's cases with any of the many words that begin as one does."""
    condition, values = _is_meant(word, "word")
    words = f"(SELECT case_id FROM case_word WHERE clinic_id = %s AND {condition}) AS w"
    return f'{words} JOIN "case" AS c ON c.id = w.case_id', (clinic, *values)


def of_somebody_named(word: Word) -> Iterable[Part]:
    """Return the cases about, and those from, whom a word names."""
    condition, values = _names(word)
    for whose in ("patient_id", "author_id"):
        named = f"SELECT n.person_id FROM person_name AS n WHERE {condition}"
        yield f'"case" AS c JOIN ({named}) AS who ON who.person_id = c.{whose}', values


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


def beginnings(clinic: ClinicId, word: Word) -> Part:
    """Return the words of a clinic's index that begin as one does, and at most one too many.

    Jumps from word to word through the index: how many cases have each doesn't matter.
    """
    after, until = word.beginnings
    following = "SELECT min(w.word) FROM case_word AS w WHERE w.clinic_id = %s AND w.word < %s"
    sql = f"""
WITH RECURSIVE met AS (
    SELECT ({following} AND w.word >= %s) AS word, 1 AS nth
    UNION ALL
    SELECT ({following} AND w.word > met.word), met.nth + 1 FROM met
    WHERE met.word IS NOT NULL AND met.nth <= {MOST_BEGINNINGS}
)
SELECT word FROM met WHERE word IS NOT NULL
"""
    return sql, (clinic, until, after, clinic, until)


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


def _places(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
