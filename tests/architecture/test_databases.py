"""The tests run on the database they say they run on, and its tables are those of the code."""

import os
import time

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

TABLES = [table for table in apps.get_models() if table.__module__.startswith("vardag.")]


@pytest.mark.django_db
def test_the_tests_run_on_the_database_they_are_told():
    told = os.environ.get("VARDAG_DATABASE_URL", "")

    assert connection.vendor == ("postgresql" if told.startswith("postgres") else "sqlite")


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES, ids=str)
def test_the_database_itself_knows_every_constraint_by_its_human_name(table):
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, table._meta.db_table)

    assert {constraint.name for constraint in table._meta.constraints} <= there.keys()


@pytest.mark.django_db
def test_a_connection_that_the_server_has_ended_is_known_and_of_a_sound_one_it_isnt_asked(
    monkeypatch,
):
    if connection.vendor == "sqlite":
        return  # it is a file
    connection.ensure_connection()
    sound, ended = connection.copy(), connection.copy()
    with sound.cursor() as cursor, ended.cursor() as other:
        other.execute("SELECT pg_backend_pid()")
        cursor.execute("SELECT pg_terminate_backend(%s)", other.fetchone())

    until = time.monotonic() + 10
    while ended.is_usable() and time.monotonic() < until:
        time.sleep(0.01)
    assert not ended.is_usable()
    monkeypatch.setattr(DatabaseWrapper, "is_usable", pytest.fail)
    assert sound.is_usable()

    sound.close()
    ended.close()


@pytest.mark.django_db
def test_a_connection_whose_transaction_has_failed_is_of_no_use_until_it_is_taken_back():
    if connection.vendor == "sqlite":
        return  # it answers still
    connection.ensure_connection()
    other = connection.copy()
    other.set_autocommit(False)
    with pytest.raises(DatabaseError), other.cursor() as cursor:
        cursor.execute("SELECT * FROM a_table_that_is_nowhere")

    assert not other.is_usable()

    other.rollback()
    assert other.is_usable()
    other.close()
