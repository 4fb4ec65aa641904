"""Questions and writes of one shape: put into SQL once by the models, and then asked with other values.

The ORM takes five times as long to put a question together as to have it answered, at each request
anew. Where people wait for it (a page of every day, an act), the question is a constant instead:

    _LEDGER = Prepared(lambda: EventRow.objects.filter(case=Given("case")).order_by("number"))

    rows = _LEDGER.all(case=case.pk)

It is the SQL that the ORM would send, values go beside it, and columns are read as the models say. What
is kept is the text alone, never an answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

type _Column = Field[Any, Any]

_LARGEST = 2**63  # no number in a table reaches it


class Given(Expression):
    """The place of a value in a prepared question, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_: object) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class OneOf(Func):
    """The condition that a number in a column is one of several, which go as one value (``as_one``)."""

    output_field = BooleanField()

    def __init__(self, column: str, those: Given) -> None:
        super().__init__(column, those)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(")

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **_: Any) -> Any:
        of_these = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=of_these)


@dataclass(frozen=True)
class _Sql[Row]:
    """A question as one kind of database takes it."""

    text: str
    values: tuple[object, ...]  # a ``Given`` where one is to come
    read: Callable[[Sequence[Any]], Row]
    locks: bool

    def with_values(self, given: Mapping[str, object]) -> tuple[str, tuple[Any, ...]]:
        values = (given[each.name] if isinstance(each, Given) else each for each in self.values)
        return self.text, tuple(_stored(each) for each in values)


class Prepared[Row]:
    """A question of one shape: for rows of a table, annotated if need be, or for ``values_list``.

    :param question: made when it is first asked; may not depend on anything but its given values
    """

    def __init__(self, question: Callable[[], QuerySet[Any, Row]]) -> None:
        self._question = question
        self._known: dict[str, _Sql[Row]] = {}

    def all(self, **given: object) -> list[Row]:
        """Return all that is found.

        :param given: a value for each ``Given``: a number, a text, a date, an aware moment, a UUID
        :raises TransactionManagementError: if it locks rows, and no transaction holds them
        """
        sql = self._sql()
        if sql.locks and connection.get_autocommit():
            raise TransactionManagementError("what is locked is let go at once: no transaction")
        if any(isinstance(each, int) and abs(each) >= _LARGEST for each in given.values()):
            return []
        with connection.cursor() as cursor:
            cursor.execute(*sql.with_values(given))
            return [sql.read(row) for row in cursor.fetchall()]

    def first(self, **given: object) -> Row | None:
        """Return the first that is found; None if there is nothing."""
        return next(iter(self.all(**given)), None)

    def sql(self, **given: object) -> tuple[str, tuple[Any, ...]]:
        """Return the question itself with its values, for one by hand that has it within."""
        return self._sql().with_values(given)

    def _sql(self) -> _Sql[Row]:
        found = self._known.get(connection.vendor)
        if found is None:
            found = self._known[connection.vendor] = _compiled(self._question())
        return found


def _compiled[Row](question: QuerySet[Any, Row]) -> _Sql[Row]:
    compiler = question.query.get_compiler(connection=connection)
    text, values = _with_constants(*compiler.as_sql())
    return _Sql(text, values, _reader(question, compiler), question.query.select_for_update)


def _with_constants(text: str, values: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """Put the texts that never change into the SQL: an index of some rows is found by them alone."""
    places = tuple(values)
    said = (_literal(each) if isinstance(each, str) else "%s" for each in places)
    kept = text.replace("%%", "%%%%")
    return kept % tuple(said), tuple(each for each in places if not isinstance(each, str))


def _literal(constant: str) -> str:
    return "'{}'".format(constant.replace("'", "''").replace("%", "%%"))


def _reader(question: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """Return what makes a row of a table, or of values, of what the database gave."""
    columns = [column for column, *_ in compiler.select]
    converters = tuple(compiler.get_converters(columns).items())
    if not question.query.default_cols:
        return lambda row: tuple(_converted(row, converters))
    kind, annotated = compiler.klass_info, dict(compiler.annotation_col_map or {})
    if kind.get("related_klass_infos"):
        raise NotImplementedError("annotate what is wanted of other tables")
    names = [columns[at].target.attname for at in kind["select_fields"]]
    model: type[Model] = question.model
    first, last = kind["select_fields"][0], kind["select_fields"][-1]

    def read(row: Sequence[Any]) -> Model:
        values = _converted(row, converters)
        found = model.from_db(connection.alias, names, values[first : last + 1])
        for name, at in annotated.items():
            setattr(found, name, values[at])
        return found

    return read


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Any]]) -> list[Any]:
    values = list(row)
    for at, (steps, column) in converters:
        for step in steps:
            values[at] = step(values[at], column, connection)
    return values


def _stored(value: Any) -> Any:
    """Return a value as the database has it."""
    match value:
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case UUID() if not connection.features.has_native_uuid_field:
            return value.hex
        case _:
            return value


def insert(*rows: Model) -> None:
    """Store new rows of one table in one statement; a single one learns the number that it got.

    A row says afterwards what was stored, and isn't for saving again.
    """
    if not rows:
        return
    table = type(rows[0])
    fields, key = _columns(table)
    values = [_prepared(field, getattr(row, field.attname)) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(table, len(rows)), values)
        if key is not None and len(rows) == 1:
            setattr(rows[0], key.attname, cursor.fetchone()[0])


def update(table: type[Model], values: Mapping[str, Any], *, where: Mapping[str, Any]) -> int:
    """Change the rows whose columns are equal to those, and return how many they were."""
    given = [*values.items(), *where.items()]
    sql = _update_sql(table, tuple(values), tuple(where))
    with connection.cursor() as cursor:
        cursor.execute(sql, [_prepared(_field(table, name), value) for name, value in given])
        return int(cursor.rowcount)


def delete(table: type[Model], *, where: Mapping[str, Any]) -> int:
    """Remove the rows whose columns are equal to those, and return how many they were.

    Nothing goes with them: what points at one keeps it, as the database is told.
    """
    with connection.cursor() as cursor:
        values = [_prepared(_field(table, name), value) for name, value in where.items()]
        cursor.execute(_delete_sql(table, tuple(where)), values)
        return int(cursor.rowcount)


@cache
def _columns(table: type[Model]) -> tuple[tuple[_Column, ...], _Column | None]:
    """Return the columns that a new row brings, and the one that the database numbers."""
    key = table._meta.pk if isinstance(table._meta.pk, AutoField) else None
    return tuple(each for each in table._meta.local_concrete_fields if each is not key), key


@cache
def _insert_sql(table: type[Model], many: int) -> str:
    fields, key = _columns(table)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * many)
    sql = f"INSERT INTO {_quoted(table._meta.db_table)} ({_names(fields)}) VALUES {places}"  # noqa: S608
    return sql if key is None or many > 1 else f"{sql} RETURNING {_names([key])}"


@cache
def _update_sql(table: type[Model], values: tuple[str, ...], where: tuple[str, ...]) -> str:
    changes = ", ".join(_equal(table, values))
    return f"UPDATE {_quoted(table._meta.db_table)} SET {changes} WHERE {_condition(table, where)}"  # noqa: S608


@cache
def _delete_sql(table: type[Model], where: tuple[str, ...]) -> str:
    return f"DELETE FROM {_quoted(table._meta.db_table)} WHERE {_condition(table, where)}"  # noqa: S608


def _condition(table: type[Model], where: tuple[str, ...]) -> str:
    return " AND ".join(_equal(table, where))


def _equal(table: type[Model], names: tuple[str, ...]) -> Iterator[str]:
    return (f"{_quoted(_field(table, name).column)} = %s" for name in names)


@cache
def _field(table: type[Model], name: str) -> _Column:
    found = table._meta.pk if name == "pk" else table._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _names(fields: Sequence[_Column]) -> str:
    return ", ".join(_quoted(each.column) for each in fields)


def _quoted(name: str | None) -> str:
    return f'"{name}"'  # both databases do


def _prepared(field: _Column, value: Any) -> Any:
    return field.get_db_prep_save(value, connection=connection)
