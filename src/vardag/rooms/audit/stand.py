"""Rows that stand: triggers by which the database itself refuses to change or remove a row.

Both databases refuse alike. What removes a row in spite of it is a recorded disposal, which on
PostgreSQL says so for its transaction and on SQLite takes the trigger away while it works.

Migrations call this module, so it never changes what it does; another way gets another name.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_POSTGRES = """
CREATE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a row of {table} is never changed or removed'; END $$;
CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW WHEN (current_setting('vardag.disposal', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION {table}_stands();
"""
_POSTGRES_BACK = """
DROP TRIGGER {table}_stands ON {table};
DROP FUNCTION {table}_stands();
"""
_SQLITE = """
CREATE TRIGGER {table}_stands_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed or removed'); END;
"""
_SQLITE_BACK = "DROP TRIGGER {table}_stands_{act};"


def rows_stand(table: str) -> RunPython:
    """Return the migration operation by which the rows of a table stand, with its way back."""

    def forward(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, _POSTGRES, _SQLITE, table)

    def back(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, _POSTGRES_BACK, _SQLITE_BACK, table)

    return RunPython(forward, back)


def rows_stand_again(table: str) -> RunPython:
    """Return the operation that ends a migration which changed a table whose rows stand.

    On SQLite such a table is made anew, and loses its triggers. There is no way back.
    """

    def again(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            _run(editor, _POSTGRES, _SQLITE, table)

    return RunPython(again)


def rows_filled(table: str, sql: str) -> RunPython:
    """Return the operation that fills new columns of rows that stand, by one statement.

    It ends a migration, since PostgreSQL alters no table with changes of the same transaction; the
    next migration can then demand what is filled. The way back leaves the rows as they are.
    """

    def fill(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("SELECT set_config('vardag.disposal', 'on', true)")
            editor.execute(sql)
            editor.execute("SELECT set_config('vardag.disposal', 'off', true)")
            return
        _run(editor, _POSTGRES_BACK, _SQLITE_BACK, table)
        editor.execute(sql)
        _run(editor, _POSTGRES, _SQLITE, table)

    return RunPython(fill, RunPython.noop)


def _run(editor: BaseDatabaseSchemaEditor, postgres: str, sqlite: str, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(postgres.format(table=table))
        return
    for act in ("update", "delete"):
        editor.execute(sqlite.format(table=table, act=act))
