"""What queries written by hand must do themselves: SQLite gives dates and moments in its own way."""

from datetime import UTC, date, datetime


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
