"""Reading all that is stored, for ``vardag doctor --thorough``."""

from vardag.domain.health.finding import Finding
from vardag.domain.health.whole import Whole
from vardag.domain.health.whole import whole_found as found


def whole_found() -> tuple[Finding, ...]:
    """Return what reading the whole access log and the whole database gives."""
    return tuple(found(Whole(log=_log(), database=_database())))


def _log() -> str:
    from django.db.utils import DatabaseError

    from vardag.doors.ops.log.command import verdict
    from vardag.rooms.audit.key import NoKey

    try:
        return verdict().broken or ""
    except (NoKey, DatabaseError, OSError) as wrong:
        return str(wrong).strip().split("\n", maxsplit=1)[0]


def _database() -> str:
    """Return what SQLite finds damaged; PostgreSQL's own checksums are looked at as it reads."""
    from django.db import connection
    from django.db.utils import DatabaseError

    if connection.vendor != "sqlite":
        return ""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            said = str(cursor.fetchone()[0])
    except DatabaseError as wrong:
        said = str(wrong)
    return "" if said == "ok" else said
