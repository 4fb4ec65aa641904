"""What queries written by hand must do themselves: SQLite gives dates and moments in its own way."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import connection


def day(value: date | str) -> date:
    """Return a date as the database gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def day_or_none(value: date | str | None) -> date | None:
    return None if value is None else day(value)


def moment(value: datetime | str) -> datetime:
    """Return a moment as the database gave it, aware: without a time zone it is in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_or_none(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment(value)


def one_of(column: str) -> str:
    """Return the condition that a number is one of several, which go as one value (``as_one``).

    So the question is the same however many they are, and whatever is kept of it holds.
    """
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - our own words


def one_that(column: str, picked: str) -> str:
    """Return the condition that a number is one of those that a question in it picks.

    PostgreSQL plans for some, however many it thinks that they may be: so a plan that is kept is as
    good as one for these values, and it is kept (ADR-0042).
    """
    if connection.vendor == "postgresql":
        return f"{column} = ANY(ARRAY({picked}))"
    return f"{column} IN ({picked})"


def as_one(numbers: Iterable[int]) -> list[int] | str:
    """Return several numbers as one value of a question by hand."""
    found = list(numbers)
    return found if connection.vendor == "postgresql" else json.dumps(found)
