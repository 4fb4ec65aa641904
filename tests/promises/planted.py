"""The vardag command with a fault in it: ``python -m tests.promises.planted FAULT serve ...``.

A patch of the tests' own process doesn't reach a server, which is another; so the server begins with it.
Where a fault has a moment in which a kill would show it, that moment is stretched, as a slow disk would.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from queue import Queue
from typing import Any

import django
import pytest

STRETCHED = 0.2  # seconds

type Plant = Callable[[pytest.MonkeyPatch], None]


def main() -> int:
    name, *arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardag.config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - which are there from now on

    from vardag.doors.ops.cli import main as vardag  # noqa: PLC0415

    import_module(settings.ROOT_URLCONF)
    with pytest.MonkeyPatch.context() as patch:
        for each in name.split(","):
            FAULTS[each](patch)
        return vardag(arguments)


def plant_for_good(name: str) -> None:
    """Plant a fault in this process, which ends with it."""
    django.setup()
    FAULTS[name](pytest.MonkeyPatch())


def _everywhere(patch: pytest.MonkeyPatch, original: Any, faulty: Any) -> None:
    from tests.promises.planting import everywhere  # noqa: PLC0415

    everywhere(patch, original, faulty)


# --- Of what survives ------------------------------------------------------------------------------


def notices_later(patch: pytest.MonkeyPatch) -> None:
    """Notices come in a second transaction."""
    from django.db import transaction  # noqa: PLC0415

    from vardag.rooms.cases import following  # noqa: PLC0415

    record = following._record_notices

    def later(*args: Any, **kwargs: Any) -> None:
        def do() -> None:
            time.sleep(STRETCHED)
            record(*args, **kwargs)

        transaction.on_commit(do)

    patch.setattr(following, "_record_notices", later)


def acknowledged_early(patch: pytest.MonkeyPatch) -> None:
    """A form is answered before its case is committed."""
    from django.db import connection, transaction  # noqa: PLC0415

    from vardag.rooms.cases import actions  # noqa: PLC0415

    submit = actions.submit

    def early(**kwargs: Any) -> Any:
        told: Queue[Any] = Queue()

        def do() -> None:
            try:
                with transaction.atomic():
                    told.put(submit(**kwargs))
                    time.sleep(STRETCHED)
            finally:
                connection.close()

        threading.Thread(target=do, daemon=True).start()
        return told.get()

    patch.setattr(actions, "submit", early)


def files_later(patch: pytest.MonkeyPatch) -> None:
    """The bytes of a file are written when its case has been committed."""
    from vardag.rooms.files import store  # noqa: PLC0415

    _in_a_while(patch, store, "write")


def log_later(patch: pytest.MonkeyPatch) -> None:
    """The access log is written after the page has left."""
    from vardag.doors.shared import access_log  # noqa: PLC0415

    _in_a_while(patch, access_log, "note_access")


def errors_unseen(patch: pytest.MonkeyPatch) -> None:
    """What the database couldn't take is answered as if it had."""
    from django.db import DatabaseError  # noqa: PLC0415

    from vardag.rooms.cases import actions  # noqa: PLC0415

    submit = actions.submit

    def unseen(**kwargs: Any) -> Any:
        try:
            return submit(**kwargs)
        except DatabaseError:
            return 1

    patch.setattr(actions, "submit", unseen)


def folders_unflushed(patch: pytest.MonkeyPatch) -> None:
    """A file's bytes are flushed, and not the folder that says where they are."""
    from vardag.rooms.files import store  # noqa: PLC0415

    patch.setattr(store, "_flush_folder", lambda _: None)


def _in_a_while(patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    from django.db import connection  # noqa: PLC0415

    original = getattr(module, name)

    def later(*args: Any, **kwargs: Any) -> None:
        def do() -> None:
            time.sleep(STRETCHED)
            original(*args, **kwargs)
            connection.close()

        threading.Thread(target=do, daemon=True).start()

    patch.setattr(module, name, later)


def _with_synchronous(how: str) -> Plant:
    def plant(patch: pytest.MonkeyPatch) -> None:
        from django.db import connections  # noqa: PLC0415

        options = connections["default"].settings_dict["OPTIONS"]
        if "init_command" in options:
            said = f"{options['init_command']}PRAGMA synchronous={how};"
            patch.setitem(options, "init_command", said)
        else:
            patch.setitem(options, "options", "-c synchronous_commit=off")

    plant.__doc__ = f"The database doesn't wait for the disk ({how})."
    return plant


# --- Of forms that are sent twice ------------------------------------------------------------------


def checked_then_inserted(patch: pytest.MonkeyPatch) -> None:
    """It is looked whether the form was sent before, and the database wouldn't mind."""
    from django.db import connection  # noqa: PLC0415

    from vardag.rooms.cases import actions, submitting  # noqa: PLC0415
    from vardag.rooms.cases.models import CaseRow  # noqa: PLC0415

    unique = next(e for e in CaseRow._meta.constraints if e.name == "a_form_makes_one_case")
    others = [each for each in CaseRow._meta.constraints if each is not unique]
    patch.setattr(CaseRow._meta, "constraints", others)  # by which SQLite makes the table anew
    with connection.schema_editor() as editor:
        editor.remove_constraint(CaseRow, unique)
    connection.close()

    def looked(*, form_key: Any, by: Any, **kwargs: Any) -> Any:
        row = CaseRow.objects.filter(author_id=by.id, form_key=form_key).first()
        time.sleep(STRETCHED)
        return row.pk if row else submitting.submit(form_key=form_key, by=by, **kwargs)

    patch.setattr(actions, "submit", looked)


def key_in_session(patch: pytest.MonkeyPatch) -> None:
    """That a form was sent is known to the sign-in alone."""
    from django.shortcuts import redirect  # noqa: PLC0415

    from vardag.doors.portal import form_deeds  # noqa: PLC0415

    send = form_deeds.send

    def once_a_session(writing: Any, more: str) -> Any:
        sent = writing.request.session.setdefault("sent", [])
        if str(writing.key) in sent:
            return redirect("portal:cases")
        writing.request.session["sent"] = [*sent, str(writing.key)]
        with pytest.MonkeyPatch.context() as without:
            without.setattr(form_deeds, "actions", _Keyless())
            return send(writing, more)

    _everywhere(patch, send, once_a_session)


def keyless(patch: pytest.MonkeyPatch) -> None:
    """No key is kept with a case."""
    from vardag.rooms.cases import actions  # noqa: PLC0415

    submit = actions.submit
    known: dict[Any, Any] = {}  # of this process, and gone with it

    def without(*, form_key: Any, **kwargs: Any) -> Any:
        if form_key not in known:
            known[form_key] = submit(form_key=None, **kwargs)
        return known[form_key]

    patch.setattr(actions, "submit", without)


class _Keyless:
    def submit(self, **kwargs: Any) -> Any:
        from vardag.rooms.cases.submitting import submit  # noqa: PLC0415

        return submit(**{**kwargs, "form_key": None})


def dies_before_answering(patch: pytest.MonkeyPatch) -> None:
    """No fault of ours: the process is killed when a form's case is committed, the first time."""
    from django.conf import settings  # noqa: PLC0415

    from vardag.rooms.cases import actions  # noqa: PLC0415

    submit = actions.submit

    def and_die(*, form_key: Any, **kwargs: Any) -> Any:
        found = submit(form_key=form_key, **kwargs)
        mark = Path(settings.DATA) / f"died-{form_key}"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    patch.setattr(actions, "submit", and_die)


# --- Of two at once --------------------------------------------------------------------------------


def last_write_wins(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks which version of the case a page showed."""
    from vardag.rooms.desks import actions as desks  # noqa: PLC0415

    perform = desks.perform

    def whatever_was_seen(**kwargs: Any) -> Any:
        return perform(**{**kwargs, "seen": None})

    patch.setattr(desks, "perform", whatever_was_seen)


def checked_without_lock(patch: pytest.MonkeyPatch) -> None:
    """The version is looked at, and then the act is done, with nothing to keep others out between."""
    from vardag.domain.refusals import ChangedMeanwhile  # noqa: PLC0415
    from vardag.rooms.cases.models import CaseRow  # noqa: PLC0415
    from vardag.rooms.desks import actions as desks  # noqa: PLC0415

    perform = desks.perform

    def looked(*, case: Any, seen: Any, **kwargs: Any) -> Any:
        if seen is not None and CaseRow.objects.values_list("version").get(pk=case) != (seen,):
            raise ChangedMeanwhile("Somebody else was here first.")
        time.sleep(STRETCHED / 4)
        return perform(case=case, seen=None, **kwargs)

    patch.setattr(desks, "perform", looked)


def blocked_in_a_while(patch: pytest.MonkeyPatch) -> None:
    """A block holds from a moment after it was said to."""
    from vardag.doors.office.blocks import views  # noqa: PLC0415

    _in_a_while(patch, views, "block")


# --- Of backups ------------------------------------------------------------------------------------


def not_one_moment(patch: pytest.MonkeyPatch) -> None:
    """The live file is copied as it lies, without its journal; or each table as it is just then."""
    import sqlite3  # noqa: PLC0415

    from vardag.doors.ops.backup import postgresql, sqlite  # noqa: PLC0415

    def copied(database: Path, copy: Path) -> None:
        with database.open("rb") as source, copy.open("r+b") as target:
            while piece := source.read(16_384):
                target.write(piece)
                time.sleep(STRETCHED / 10)
        sqlite3.connect(copy).close()

    tables = postgresql.tables_in_order

    def slowly() -> Any:
        for table in tables():
            time.sleep(STRETCHED / 5)
            yield table

    patch.setattr(sqlite, "_copy", copied)
    patch.setattr(
        postgresql,
        "isolation",
        lambda: "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
    )
    if sys.argv[2] == "backup":
        patch.setattr(postgresql, "tables_in_order", slowly)


def restored_without_files(patch: pytest.MonkeyPatch) -> None:
    """A restore leaves the files out, and doesn't look."""
    from vardag.doors.ops.backup import files  # noqa: PLC0415

    patch.setattr(files, "put_back", lambda *_: 0)
    patch.setattr(files, "damage", lambda *_: [])


FAULTS: dict[str, Plant] = {
    "not-one-moment": not_one_moment,
    "restored-without-files": restored_without_files,
    "notices-later": notices_later,
    "acknowledged-early": acknowledged_early,
    "files-later": files_later,
    "log-later": log_later,
    "folders-unflushed": folders_unflushed,
    "errors-unseen": errors_unseen,
    "synchronous-normal": _with_synchronous("NORMAL"),
    "synchronous-off": _with_synchronous("OFF"),
    "checked-then-inserted": checked_then_inserted,
    "keyless": keyless,
    "key-in-session": key_in_session,
    "dies-before-answering": dies_before_answering,
    "last-write-wins": last_write_wins,
    "checked-without-lock": checked_without_lock,
    "blocked-in-a-while": blocked_in_a_while,
}


if __name__ == "__main__":
    sys.exit(main())
