"""The verifier's questions, in the words of each database: an entry comes as the text that was signed.

That text is a JSON array. Putting it together in the database spares most of the work of fetching and
converting column by column. A column that holds something else than its kind gives a text that nobody
signed, so it is found like any other change; bytes, which SQLite can put into any column and JSON
can't hold, are refused by the database (``IN_NO_TEXT``). What JSON writes in more than
one way, such as letters outside ASCII, the verifier writes again before it believes that anything is
wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

IN_NO_TEXT = "BLOB"  # stands in what SQLite then says
_NUMBERS = ("person_id", "clinic_id", "patient_id", "case_id")
_VERSION_1 = (
    *("id", "at", "what", "result", "person_id", "clinic_id", "roles", "patient_id", "case_id"),
    *("named", "page", "reason", "request_id"),
)
_VERSION_2 = (*_VERSION_1, "provider", "level")
_DISPOSED = (
    *("number", "at", "by_id", "decision", "before_date"),
    *("first", "last", "entries", "from_at", "until_at", "seal"),
)


@dataclass(frozen=True)
class Words:
    """The questions. ``%s`` stands for each particular.

    ``chain``: the seals after one number and up to another, in order, at most 5,000: the number, its
    signature, the entry's id, the entry's signature, the entry's text, and of the seal's text all but
    the purpose and the seal before. ``unsealed``: id, moment, signature and text.
    ``disposals``: number, from which to which entry, the last one's seal, signature and text.
    """

    chain: str
    unsealed: str
    disposals: str
    first_and_last = "SELECT min(number), max(number) FROM audit_seal"
    seal = "SELECT mac FROM audit_seal WHERE number = %s"


def _words(array: Callable[[str, Sequence[str]], str], moment: Callable[[str], str]) -> Words:
    entry = (
        f"CASE WHEN a.version = 2 THEN {array('vardag access 2', _of('a', _VERSION_2))} "
        "WHEN a.version = 1 AND a.provider = '' AND a.level = '' "
        f"THEN {array('vardag access 1', _of('a', _VERSION_1))} END"
    )
    place = array("", ("s.number", "s.access_id", "s.at", "a.mac"))
    return Words(
        chain=f"""
SELECT s.number, s.mac, s.access_id, a.mac, {entry}, {place}
FROM audit_seal AS s LEFT JOIN audit_access AS a ON a.id = s.access_id
WHERE s.number > %s AND s.number <= %s ORDER BY s.number LIMIT 5000""",  # noqa: S608 - our own words
        unsealed=f"""
SELECT a.id, {moment("a.at")}, a.mac, {entry} FROM audit_access AS a
WHERE NOT EXISTS (SELECT 1 FROM audit_seal AS s WHERE s.access_id = a.id)
ORDER BY a.id LIMIT 5000""",  # noqa: S608
        disposals=f"""
SELECT d.number, d.first, d.last, d.seal, d.mac, {array("vardag disposal 1", _of("d", _DISPOSED))}
FROM audit_disposal AS d ORDER BY d.number""",  # noqa: S608
    )


def _of(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{table}.{each}" for each in columns)


def _is_moment(column: str) -> bool:
    return column.rsplit(".", 1)[1] in ("at", "from_at", "until_at")


def _is_number(column: str) -> bool:
    name = column.rsplit(".", 1)[1]
    return name in (*_NUMBERS, "id", "by_id", "number", "access_id", "first", "last", "entries")


# --- SQLite: values have a type of their own each, and moments are text ---------------------------


def _sqlite_moment(column: str) -> str:
    iso, utc = f"replace({column}, ' ', 'T')", "+00:00"
    whole = f"WHEN 26 THEN {iso} || '{utc}' WHEN 19 THEN {iso} || '.000000{utc}'"
    return f"CASE length({column}) {whole} END"


def _sqlite_cell(column: str) -> str:
    return _sqlite_moment(column) if _is_moment(column) else column


def _sqlite_array(purpose: str, columns: Sequence[str]) -> str:
    cells = [*([f"'{purpose}'"] if purpose else []), *map(_sqlite_cell, columns)]
    return f"json_array({', '.join(cells)})"


# --- PostgreSQL: columns have a type, and arrays of its own making have spaces --------------------


def _postgresql_moment(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


def _postgresql_cell(column: str) -> str:
    if _is_moment(column):
        return f"""'"' || {_postgresql_moment(column)} || '"'"""
    if _is_number(column):
        return f"coalesce({column}::text, 'null')"
    return f"to_json({column})::text"


def _postgresql_array(purpose: str, columns: Sequence[str]) -> str:
    cells = [*([f"""'"{purpose}"'"""] if purpose else []), *map(_postgresql_cell, columns)]
    inside = " || ',' || ".join(cells)
    return f"'[' || {inside} || ']'"


WORDS = {
    "sqlite": _words(_sqlite_array, _sqlite_moment),
    "postgresql": _words(_postgresql_array, _postgresql_moment),
}
