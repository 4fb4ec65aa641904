"""What every server and worker does before its work, and how it says why it can't begin."""

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from vardag.doors.shared.logs import begin


class CannotStart(Exception):
    """Something is missing or in the way; the text says what, and what helps."""


def or_say_why(command: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a command say in a sentence why it can't start, and return 1, instead of breaking."""

    def decorate(run: Callable[..., int]) -> Callable[..., int]:
        @wraps(run)
        def guarded(**options: Any) -> int:
            try:
                return run(**options)
            except CannotStart as why:
                print(f"vardag {command}: {why}", file=sys.stderr)
                return 1

        return guarded

    return decorate


def set_up(*, quiet: bool = False) -> None:
    """Wake Django up, and let errors be seen on standard error.

    :param quiet: only what is worth a look, for a command that answers in lines of its own
    :raises CannotStart: if a setting is missing or wrong
    """
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as wrong:
        raise CannotStart(f"a setting is missing or wrong: {wrong}") from wrong
    begin(as_json=settings.LOGS == "json", level=logging.WARNING if quiet else logging.INFO)
    logging.getLogger("django.request").setLevel(
        logging.ERROR
    )  # a page that isn't there is no news
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # nor a moment with many requests


def pending_migrations() -> list[str]:
    """Return the names of the migrations that the database lacks.

    :raises CannotStart: if the database can't be reached
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as wrong:
        raise CannotStart(f"the database can't be used: {_first_line(wrong)}") from wrong
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]


def check_the_settings() -> None:
    """Check that the settings aren't such that people's data would be open to others (ADR-0055).

    :raises CannotStart: with a line for each that is wrong, and what helps
    """
    from django.conf import settings

    from vardag.domain.health.settings import refusals
    from vardag.doors.shared.health.configured import read_settings
    from vardag.rooms.people.queries import has_real_people

    real = has_real_people() if settings.DEMO else None
    found = refusals(read_settings(has_real_people=real))
    if found:
        lines = (f"{each.key}: {each.what} {each.remedy}" for each in found)
        told = "\n".join(("the settings are too weak to serve people with", *lines))
        raise CannotStart(f"{told}\n`vardag doctor` tells of all that it finds.")


def check_that_all_is_there() -> None:
    """Check that the database is up to date and has a routine in force; reads that routine.

    :raises CannotStart: if not, or if the key is missing without which nothing may be shown
    """
    from vardag.doors.shared.moments import today
    from vardag.rooms.audit.key import NoKey, log_key
    from vardag.rooms.routines.queries import NoRoutine, routine_on

    pending = pending_migrations()
    if pending:
        raise CannotStart(
            f"the database lacks {len(pending)} migrations. Run `vardag migrate`, and start again."
        )
    try:
        log_key()
    except NoKey as wrong:
        raise CannotStart(f"{wrong}. `vardag migrate` makes one for a new log") from wrong
    try:
        routine_on(today())
    except NoRoutine:
        raise CannotStart(
            "no routine holds today, so no case could be sent. `vardag migrate` publishes the one "
            "that comes with the product."
        ) from None
