"""``vardag serve`` and ``vardag migrate``."""

import gc
import os
from functools import partial
from importlib import import_module
from socket import socket
from typing import Any

from vardag.doors.ops.database import apply_migrations, has_a_routine, publish_packaged
from vardag.doors.ops.giving_way import Before, give_way, handed_over, not_yet
from vardag.doors.ops.processes import Work, in_processes
from vardag.doors.ops.serving import listen, serve_on, url_of
from vardag.doors.ops.starting import (
    CannotStart,
    check_that_all_is_there,
    check_the_settings,
    or_say_why,
    set_up,
)
from vardag.doors.ops.stopping import Stopped, stoppable
from vardag.doors.ops.worker import keep_going


@or_say_why("serve")
def serve(
    *,
    host: str,
    port: int,
    processes: int = 1,
    with_worker: bool = False,
    only_check: bool = False,
) -> int:
    """Serve the pages until Ctrl-C or SIGTERM, which is how a server is meant to end: so 0.

    Refuses to serve what would break at the first page, and with settings that are wrong. On
    ``GIVE_WAY`` the version that is installed by then takes over, and no request is lost.

    :param with_worker: also do what is due beside the pages, in one more process
    :param only_check: say whether it could serve, and end
    """
    not_yet()
    if processes < 1 or (processes > 1 and not hasattr(os, "fork")):
        raise CannotStart("--processes takes 1 or more, and on Windows 1")
    if with_worker and not hasattr(os, "fork"):
        raise CannotStart("--worker isn't for Windows. Run the worker beside it: vardag worker")
    try:
        with stoppable(at_the_latest=None):  # whose thread could not be taken along into processes
            set_up()
            check_that_all_is_there()
            check_the_settings()
            if only_check:
                _application()
                print("it can be served")
                return 0
            listener, before = handed_over() or (listen(host, port), Before())
            print(f"serving {url_of(listener)}/ (Ctrl-C ends it)", flush=True)
            _serve(listener, [keep_going] * with_worker, processes, before)
    except Stopped:
        print("ended", flush=True)
    return 0


def _serve(listener: socket, beside: list[Work], processes: int, before: Before) -> None:
    from django.conf import settings
    from django.db import connections

    from vardag.doors.shared import counting

    application = _application()
    connections.close_all()  # which may not be taken along into other processes

    def pages() -> None:
        counting.begin(settings.NUMBERS_FOLDER)
        serve_on(listener, application)

    if hasattr(os, "fork"):
        works = [pages] * processes + beside
        in_processes(works, after=before, give_way=partial(give_way, listener))
        return
    with stoppable():
        pages()


def _application() -> Any:
    """Return the application with all its pages, which the processes have in common."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    _read_what_every_page_needs()
    gc.collect()
    gc.freeze()  # looking through it for what can go would make each process a copy of its own
    return application


def _read_what_every_page_needs() -> None:
    """Read the routine, the texts and the addresses once, which each process would keep for itself."""
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils.translation import gettext, override

    from vardag.doors.shared.moments import today
    from vardag.rooms.routines.queries import routine_on

    routine_on(today())
    for language, _ in settings.LANGUAGES:
        with override(language):
            gettext("Cases")
            len(get_resolver().reverse_dict)


@or_say_why("migrate")
def migrate() -> int:
    """Bring the database up to date, and publish the packaged routine where there is none."""
    with stoppable():
        set_up()
        applied = apply_migrations()
        print(f"applied {applied} migrations" if applied else "the database was up to date")
        if has_a_routine():
            print("there is a routine; no other was published")
        else:
            publish_packaged()
            print("published the routine that comes with the product")
    return 0
