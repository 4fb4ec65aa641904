"""The tests run on the database they say they run on, and its tables are those of the code."""

import os

import pytest
from django.apps import apps
from django.db import connection

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
