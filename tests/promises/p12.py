"""P12: what was acknowledged before a backup began is there when it is restored, and is whole."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.promises import history, sites
from tests.promises.clients import Crowd
from tests.promises.history import Journal
from tests.promises.p01 import fault
from tests.promises.p12_failover import FAILOVERS
from tests.promises.p12_failover import FAULTS as FAILOVER_FAULTS
from tests.promises.promise import Promise, Tally, Trial
from tests.promises.sites import ROOT, Site, site

BEFORE = (1.0, 2.5)  # seconds of sending before each backup
_numbers = count(1)


def backups(tally: Tally) -> None:
    """Back up while people send, restore elsewhere, and hold that against what they were told."""
    with site() as place, tempfile.TemporaryDirectory(prefix="vardag-p12-") as scratch:
        place.await_answer()
        crowd = Crowd(place, tally.draw)
        while not tally.is_over:
            folder = Path(scratch) / str(next(_numbers))
            with crowd.at_work():
                crowd.waits(tally.draw.uniform(*BEFORE))
                _until_a_file_is_there(crowd)
                told = _so_far(crowd.journal)
                said = _vardag(place.folder, place.url, "backup", str(folder))
            crowd.settle()
            tried = replace(told, attempted=crowd.journal.attempted, replies=crowd.journal.replies)
            tally.count(said or _restored(place, folder, tried))
        sent = len(crowd.journal.acknowledged)
        tally.notes.append(f"Backups: {sent:,} forms were acknowledged while they were made.")


def _until_a_file_is_there(crowd: Crowd) -> None:
    """Wait for a form that was answered and had a file, or the files would be tried with none."""
    journal, until = crowd.journal, time.monotonic() + 60
    while not any(journal.attempted[key].files for key in list(journal.acknowledged)):
        assert time.monotonic() < until, "nobody was answered"
        crowd.waits(0.1)


def _so_far(journal: Journal) -> Journal:
    """Return what people have been told until now; they go on meanwhile."""
    return replace(
        journal,
        acknowledged=dict(journal.acknowledged),
        shown=set(journal.shown),
        replied=set(journal.replied),
        wrong=[],
    )


def _restored(place: Site, backup: Path, told: Journal) -> str:
    """Restore by the documented commands, and return what is wrong; empty if nothing is."""
    with (
        tempfile.TemporaryDirectory(prefix="vardag-restored-") as name,
        _database(place) as url,
    ):
        folder = Path(name)
        (folder / "access-log.key").write_bytes((place.folder / "access-log.key").read_bytes())
        for command in (["restore", str(backup)], ["audit", "verify"], ["files", "check"]):
            if said := _vardag(folder, url, *command):
                return said
        database = url or str(folder / "vardag.sqlite3")
        return "; ".join(history.check(database, told, files=folder / "files")[:3])


@contextmanager
def _database(place: Site) -> Iterator[str]:
    """Give an empty database; on SQLite it is the folder's own."""
    if place.cluster is None:
        yield ""
        return
    name = f"restored_{next(_numbers)}"
    sites._sql(place.cluster.url, f"CREATE DATABASE {name}")
    try:
        yield sites._at(place.cluster.url, name)
    finally:
        sites._sql(place.cluster.url, f"DROP DATABASE {name} WITH (FORCE)")


def _vardag(folder: Path, url: str, *command: str) -> str:
    """Run a command in an installation, and return why it failed; empty if it didn't."""
    done = subprocess.run(
        [sys.executable, *sites._module(), *command],
        cwd=ROOT,
        env=sites._environment(folder, url),
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    return f"vardag {command[0]} ended with {done.returncode}: {done.stdout}{done.stderr[-300:]}"


BACKUPS = Trial(
    name="backups",
    counts="a backup while people send, restored to an empty place and held against what they were told",
    many=20,
    short=1,
    minutes=4,
    run=backups,
    commits=True,
)

P12 = Promise(
    key="P12",
    sentence="What was acknowledged outlives the machine: in backups, and in the server that follows",
    trials=(BACKUPS, FAILOVERS),
    faults=(
        fault("not-one-moment", "the database is copied bit by bit while it changes", BACKUPS),
        fault("restored-without-files", "a restore leaves the files out", BACKUPS),
        *FAILOVER_FAULTS,
    ),
    notes=(
        "Failover: three servers on one machine, of which the primary's processes are killed at once.",
        "Who sees that it is gone isn't tried: a standby is promoted by the commands of “Operate it”.",
    ),
)
