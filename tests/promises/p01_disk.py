"""A disk with no byte free: nothing is said to be sent that isn't, what was typed comes back, it heals.

The disk is a small one in memory, which only root may make. With PostgreSQL its data lie there too.
"""

import contextlib
import html
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path

from django.db import connection

from tests.harness import postgres
from tests.promises import history
from tests.promises.clients import Answer, Browser, Form, a_form
from tests.promises.history import Journal
from tests.promises.promise import CannotTry, Tally, Trial
from tests.promises.sites import Site, site

MEGABYTES = {"sqlite": 32, "postgresql": 256}
AFTERWARDS = 3  # forms that have to go when there is room again
WORDS = (
    "Vi undrar när vi kan få en tid. " * 250
)  # 8,000 characters: more than fits beside what is there


def full_disk(tally: Tally) -> None:
    """Send forms while the disk is full, and again when it isn't.

    :raises CannotTry: where no disk can be made for it
    """
    with ExitStack() as stack:
        disk = stack.enter_context(_a_disk())
        place = stack.enter_context(_site_on(disk))
        place.await_answer()
        journal = Journal()
        _sends(place, tally, journal, has_room=True)
        _fill(disk)
        while not tally.is_over:
            _sends(place, tally, journal, has_room=False)
        (disk / "ballast").unlink()
        if place.cluster:
            place.cluster.server.await_answer()
        for _ in range(AFTERWARDS):
            _sends(place, tally, journal, has_room=True)
        for problem in history.check(place.database, journal, files=place.files):
            tally.count(problem, of=0)
    tally.notes.append(
        f"On a full disk with {connection.display_name}, {len(journal.acknowledged) - 1 - AFTERWARDS} "
        "forms still found room, and are there."
    )


def _sends(place: Site, tally: Tally, journal: Journal, *, has_room: bool) -> None:
    """Send a form, and count how it was answered."""
    form = a_form(place, tally.draw, service="message")
    form = Form(form.key, form.family, form.service, f"{WORDS}{form.key}", form.has_file)
    journal.attempted[form.key] = form.attempt
    browser = Browser(place.port, form.family["session"])
    try:
        answer = form.send(browser)
    except (OSError, HTTPException) as error:
        tally.count(f"no answer: {error}")
        return
    finally:
        browser.close()
    if answer.case is not None:
        journal.acknowledged[form.key] = answer.case
    problem = "" if answer.case is not None else _refused(answer, form, has_room=has_room)
    tally.count(problem, of=0 if has_room else 1)


def _refused(answer: Answer, form: Form, *, has_room: bool) -> str:
    if has_room:
        return f"there was room, and a form was answered {answer.status}"
    if answer.status not in (503, 507):
        return f"on a full disk a form was answered {answer.status}, {answer.location}"
    if form.text not in html.unescape(answer.text):
        return "on a full disk what was typed wasn't handed back"
    return ""


@contextlib.contextmanager
def _site_on(disk: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        cluster = None
        if connection.vendor == "postgresql":
            cluster = stack.enter_context(postgres.cluster(folder=disk, durable=True))
        yield stack.enter_context(site(folder=disk / "data", cluster=cluster))


@contextlib.contextmanager
def _a_disk() -> Iterator[Path]:
    """Give a small disk of its own.

    :raises CannotTry: if this account may not make one
    """
    with tempfile.TemporaryDirectory(prefix="vardag-disk-") as folder:
        size = f"size={MEGABYTES[connection.vendor]}m,mode=0755"
        command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]
        try:
            done = subprocess.run(command, capture_output=True, check=False, text=True)
        except OSError as missing:
            raise CannotTry(f"No small disk can be made: {missing}") from missing
        if done.returncode:
            raise CannotTry(f"No small disk can be made, which takes root: {done.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


def _fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(4096))
    found = os.statvfs(disk)
    assert found.f_bavail == 0, f"{found.f_bavail} blocks are left"


FULL_DISK = Trial(
    name="full disk",
    counts="a form that is sent while the disk has no byte free",
    many=50,
    short=6,
    minutes=1,
    run=full_disk,
    commits=True,
)
