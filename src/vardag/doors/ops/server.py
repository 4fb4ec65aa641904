"""``vardag serve`` and ``vardag migrate``."""

import os
from socket import socket

from vardag.doors.ops.database import apply_migrations, has_a_routine, publish_packaged
from vardag.doors.ops.processes import in_processes
from vardag.doors.ops.serving import listen, serve_on, url_of
from vardag.doors.ops.starting import (
    CannotStart,
    check_that_all_is_there,
    or_say_why,
    set_up,
)
from vardag.doors.ops.stopping import Stopped, stoppable


@or_say_why("serve")
def serve(*, host: str, port: int, processes: int = 1) -> int:
    """Serve the pages until Ctrl-C or SIGTERM, which is how a server is meant to end: so 0.

    Refuses to serve what would break at the first page.
    """
    if processes < 1 or (processes > 1 and not hasattr(os, "fork")):
        raise CannotStart("--processes takes 1 or more, and on Windows 1")
    try:
        with stoppable(at_the_latest=None):  # whose thread could not be taken along into processes
            set_up()
            check_that_all_is_there()
            listener = listen(host, port)
            print(f"serving {url_of(listener)}/ (Ctrl-C ends it)", flush=True)
            _serve(listener, processes)
    except Stopped:
        print("ended", flush=True)
    return 0


def _serve(listener: socket, processes: int) -> None:
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    application = get_wsgi_application()
    connections.close_all()  # which may not be taken along into other processes
    if processes > 1:
        in_processes(processes, lambda: serve_on(listener, application))
        return
    with stoppable():
        serve_on(listener, application)


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
