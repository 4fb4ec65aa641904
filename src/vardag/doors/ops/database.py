"""Bringing a database up to date: its tables, and a routine to go by."""

from pathlib import Path

from vardag.doors.ops.starting import CannotStart, pending_migrations


def apply_migrations() -> int:
    """Apply what the database lacks, and return how many migrations that was.

    :raises CannotStart: if the database can't be reached, or can't be brought up to date
    """
    from django.core.management import call_command
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.utils import DatabaseError

    from vardag.doors.ops.search import fill_in

    pending = pending_migrations()
    try:
        if pending:
            call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, InconsistentMigrationHistory) as wrong:
        raise CannotStart(f"the database can't be brought up to date: {wrong}") from wrong
    _have_a_log_key()
    if pending:
        fill_in()
    return len(pending)


def _have_a_log_key() -> None:
    """Make the key that signs the access log, unless it is there, or has signed something already.

    :raises CannotStart: if it is missing and there is a log that it signed, or it can't be made
    """
    from django.conf import settings

    from vardag.rooms.audit.key import make_key
    from vardag.rooms.audit.models import AccessRow

    if settings.THROW_AWAY or settings.LOG_KEY_FILE.exists():
        return
    if AccessRow.objects.exists():
        raise CannotStart(
            f"the access log's key {settings.LOG_KEY_FILE} is missing. Put it back: what is in the "
            "log was signed with it"
        )
    try:
        make_key(settings.LOG_KEY_FILE)
    except OSError as wrong:
        raise CannotStart(f"the access log's key can't be made: {wrong}") from wrong


def has_a_routine() -> bool:
    """Tell whether any routine has been published."""
    from vardag.rooms.routines.models import RoutineRow

    return RoutineRow.objects.exists()


def publish_packaged() -> str:
    """Publish the routine that the product ships with, and return its sum."""
    from vardag.rooms.routines.packaged import packaged_routine

    name, text = packaged_routine()
    return _publish(text, name)


def publish_file(path: str) -> str:
    """Publish the routine in a file, and return its sum.

    :raises CannotStart: if the file can't be read, is no routine, or could strand a case
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise CannotStart(f"the routine can't be read: {wrong}") from wrong
    return _publish(text, path)


def _publish(text: str, name: str) -> str:
    from vardag.doors.shared.moments import now
    from vardag.rooms.routines.actions import publish
    from vardag.rooms.routines.reading import UnreadableRoutine

    try:
        return publish(text=text, name=name, at=now())
    except UnreadableRoutine as wrong:
        raise CannotStart(f"the routine can't be used:\n{wrong}") from wrong
