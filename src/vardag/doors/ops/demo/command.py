"""``vardag demo``: the whole product on SQLite with invented data, in one process."""

import logging
import os
import threading
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import socket

from vardag.doors.ops.database import (
    apply_migrations,
    has_a_routine,
    publish_file,
    publish_packaged,
)
from vardag.doors.ops.delivering import delivering
from vardag.doors.ops.demo import oidc
from vardag.doors.ops.demo.behind import NoMonday
from vardag.doors.ops.demo.folder import (
    Preparing,
    claim,
    clear,
    clock_of,
    has_data,
    prepared,
    usual_folder,
)
from vardag.doors.ops.demo.others import other_systems
from vardag.doors.ops.log.sealer import sealing
from vardag.doors.ops.notifying import notifying
from vardag.doors.ops.reminding import reminding
from vardag.doors.ops.scanning import scanning
from vardag.doors.ops.serving import listen, serve_on, url_of
from vardag.doors.ops.starting import CannotStart, or_say_why, pending_migrations, set_up
from vardag.doors.ops.stopping import Stopped, stoppable

_HOST = "127.0.0.1"  # and no other: here anybody may choose to be anybody
_NOT_HERE = tuple(
    f"VARDAG_{name}"
    for name in (
        *("DATABASE_URL", "HOSTS", "RESIDENT_HOSTS", "STAFF_HOSTS", "ORIGINS", "HTTPS", "SIGN_IN"),
        *("STAFF_DIRECTORY", "POPULATION_REGISTER"),  # which know real people, and no invented ones
        *("FILES", "SCANNER", "LINES"),
        *("MAIL", "MAIL_FROM", "SMS", "RESIDENT_ADDRESS", "STAFF_ADDRESS"),
    )
)
_NOT_AT_ONCE = 30.0  # seconds before the worker's first round: the first pages come first


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    port: int
    data: str | None
    fresh: bool
    monday: bool
    routine: str | None
    oidc: bool

    @property
    def folder(self) -> Path:
        return Path(self.data).absolute() if self.data else usual_folder(monday=self.monday)


@or_say_why("demo")
def run(*, wanted: Wanted) -> int:
    """Make the demonstration if need be, and serve it until Ctrl-C or SIGTERM, its usual end: so 0.

    Ended while its data is being made it leaves none, and the status is that of the signal.
    """
    is_serving = False
    try:
        with stoppable():
            listener = listen(_HOST, wanted.port)
            folder = wanted.folder
            behind = _configure(wanted, key=claim(folder))
            _use_folders(folder, url_of(listener))
            after = oidc.configure(folder, listener.getsockname()[1]) if wanted.oidc else None
            with other_systems(folder):
                _wake_up()
                with prepared(folder) as preparing:
                    _prepare(wanted, preparing, behind)
                    preparing.share()
                    is_serving = True
                    with oidc.providers(after) if after else nullcontext():
                        _serve(listener, folder)
    except Stopped:
        if not is_serving:
            raise
        say("ended")
    return 0


def say(line: str) -> None:
    print(line, flush=True)


def _configure(wanted: Wanted, *, key: str) -> int | None:
    """Set the environment, whatever it was: no invented people may get into another database.

    :returns: how many seconds the clock is behind; None for a demonstration of today
    """
    folder = wanted.folder
    is_made = has_data(folder) and not wanted.fresh
    try:
        behind = clock_of(folder).chosen(datetime.now(UTC), monday=wanted.monday, is_made=is_made)
    except NoMonday:
        raise CannotStart(
            f"{folder} holds a demonstration of another day. Start over with --fresh, or name "
            "another folder: --data DIR"
        ) from None
    for name in _NOT_HERE:
        os.environ.pop(name, None)
    os.environ |= {"VARDAG_DEMO": "1", "VARDAG_DATA": str(folder), "VARDAG_SECRET_KEY": key}
    os.environ["VARDAG_DEMO_BEHIND"] = str(behind or 0)
    return behind


def _use_folders(folder: Path, url: str) -> None:
    """Let notices go to folders: nobody here has an address that is anybody's."""
    where = f"folder:{folder.absolute() / 'mail'}"
    os.environ |= {"VARDAG_MAIL": where, "VARDAG_SMS": where}
    os.environ |= {"VARDAG_MAIL_FROM": "Ärenden <no-reply@vardag.example>"}
    os.environ |= {"VARDAG_RESIDENT_ADDRESS": url, "VARDAG_STAFF_ADDRESS": url}


def _wake_up() -> None:
    set_up()
    logging.getLogger().setLevel(logging.WARNING)


def _prepare(wanted: Wanted, preparing: Preparing, behind: int | None) -> None:
    folder = wanted.folder
    if not preparing.is_alone:
        if wanted.fresh:
            raise CannotStart(
                f"another demonstration is using {folder}. End it first, or name another folder: "
                "--data DIR"
            )
        say(f"another demonstration is using {folder} too")
        preparing.share()
    if wanted.fresh:
        clear(folder)
    _make(folder, preparing, behind)
    _use_routine(wanted.routine)


def _make(folder: Path, preparing: Preparing, behind: int | None) -> None:
    try:
        if pending_migrations():
            _check_alone(preparing)
            if not has_data(folder):
                clock_of(folder).keep(behind)
            say("making the database ...")
            apply_migrations()
    except CannotStart as wrong:
        remedy = "Start over with --fresh, or name another folder: --data DIR"
        raise CannotStart(f"{wrong}\n{remedy}") from wrong
    if not has_a_routine():
        _check_alone(preparing)
        say("making the demonstration's people and cases ...")
        _make_everything(is_monday=behind is not None)


def _check_alone(preparing: Preparing) -> None:
    if not preparing.is_alone:
        raise CannotStart("the other demonstration is of another version. End it, and start again")


def _make_everything(*, is_monday: bool) -> None:
    from vardag.doors.ops.demo.making import make
    from vardag.doors.ops.demo.monday import read_weekend
    from vardag.doors.shared.moments import now
    from vardag.rooms.routines.queries import NoRoutine

    at = now()
    try:
        make(at, read_weekend() if is_monday else None)
    except NoRoutine as wrong:
        raise CannotStart(
            f"{wrong}: is this machine's clock right? It says {at:%Y-%m-%d}"
        ) from wrong


def _use_routine(path: str | None) -> None:
    """Publish the file, or the packaged routine if it has changed; say what new cases follow."""
    from vardag.doors.shared.moments import today
    from vardag.rooms.routines.queries import routine, routine_id_on

    published = publish_packaged() if path is None else publish_file(path)
    document, what = routine(published).document, path or "the packaged routine"
    if document.valid_from > today():
        say(f"{what} holds from {document.valid_from}; new cases follow it from that day on")
    elif routine_id_on(today()) != published:
        say(f"new cases do not follow {what}: a later one is in force. --fresh starts over")
    elif path is not None:
        say(f"new cases follow {path}")


def _serve(listener: socket, folder: Path) -> None:
    from django.core.wsgi import get_wsgi_application

    from vardag.doors.ops.demo.greeting import greeting
    from vardag.doors.ops.worker import keep_on

    application = get_wsgi_application()
    say(greeting(url_of(listener), folder))
    stop = threading.Event()
    worker = threading.Thread(
        target=keep_on, args=(stop.wait,), kwargs={"first": _NOT_AT_ONCE}, daemon=True
    )
    worker.start()
    try:
        with (
            sealing(first=_NOT_AT_ONCE),
            scanning(first=_NOT_AT_ONCE),
            delivering(),
            reminding(first=_NOT_AT_ONCE),
            notifying(first=_NOT_AT_ONCE),
        ):
            serve_on(listener, application)
    finally:
        stop.set()
        worker.join(timeout=1)
