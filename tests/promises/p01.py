"""P1: what a page said was sent is there, after kill -9 of any process, a power cut, a full disk."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import connection

from tests.promises import history
from tests.promises.clients import Crowd
from tests.promises.p01_disk import FULL_DISK
from tests.promises.p01_power import POWER_CUT
from tests.promises.promise import Fault, Promise, Tally, Trial
from tests.promises.sites import PLANTED, Site, children_of, kill, site

AT_A_TIME = 10  # kills between two looks at all that is stored
BETWEEN = (0.7, 1.7)  # seconds


# --- Kills -----------------------------------------------------------------------------------------


def _web(place: Site, tally: Tally) -> None:
    *web, _ = place.processes() or [0]
    if web:
        kill(tally.draw.choice(web))


def _worker(place: Site, _: Tally) -> None:
    if len(found := place.processes()) > 1:
        kill(found[-1])


def _all(place: Site, _: Tally) -> None:
    place.kill_all()


def _postmaster(place: Site, _: Tally) -> None:
    assert place.cluster
    kill(place.cluster.server.process.pid)
    place.cluster.server.process.wait()


def _backend(place: Site, tally: Tally) -> None:
    assert place.cluster
    found = children_of(place.cluster.server.process.pid)
    if found:
        kill(tally.draw.choice(found))


VICTIMS: dict[str, Callable[[Site, Tally], None]] = {"web": _web, "worker": _worker, "all": _all}
OF_POSTGRESQL = {"postmaster": _postmaster, "backend": _backend}


def kills(tally: Tally) -> None:
    """Kill something again and again while people send; then hold all against what they were told."""
    victims = VICTIMS | (OF_POSTGRESQL if connection.vendor == "postgresql" else {})
    with site() as place:
        crowd = Crowd(place, tally.draw)
        while not tally.is_over:
            _some_kills(tally, place, crowd, victims)
            _back(place)
            crowd.settle()
            for problem in _found(place, crowd):
                tally.count(problem, of=0)
        tally.notes.append(_told(place, crowd))


def _some_kills(
    tally: Tally, place: Site, crowd: Crowd, victims: dict[str, Callable[[Site, Tally], None]]
) -> None:
    _back(place)
    with crowd.at_work():
        for _ in range(1 if tally.until_first else AT_A_TIME):
            if tally.is_over:
                return
            crowd.waits(tally.draw.uniform(*BETWEEN))
            # A fault is planted in what all of it does, and is looked for where it shows at once.
            name = "all" if tally.until_first else tally.draw.choice(sorted(victims))
            victims[name](place, tally)
            tally.count("")
            _back(place)


def _back(place: Site) -> None:
    if place.cluster:
        place.cluster.server.await_answer()
    place.await_answer()


def _found(place: Site, crowd: Crowd) -> Iterator[str]:
    yield from history.check(place.database, crowd.journal, files=place.files)
    crowd.journal.wrong.clear()  # told of once


def _told(place: Site, crowd: Crowd) -> str:
    sent, replied = len(crowd.journal.acknowledged), len(crowd.journal.replied)
    left = history.leftovers(place.database, files=place.files)
    return (
        f"Kills on {connection.display_name}: {sent:,} forms and {replied:,} replies were acknowledged, "
        f"and all of them are there; {left:,} files were left over from forms that were broken off."
    )


KILLS = Trial(
    name="kills",
    counts="a kill of a web process, the worker, all of them, or of PostgreSQL, while people send",
    many=300,
    short=6,
    minutes=15,
    run=kills,
    commits=True,
)


# --- The promise -----------------------------------------------------------------------------------


def _planted(name: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv(PLANTED, name)


def fault(name: str, sentence: str, seen_by: Trial) -> Fault:
    """Return a fault with which the server begins (``planted``)."""
    return Fault(name, sentence, partial(_planted, name), seen_by)


P1 = Promise(
    key="P1",
    sentence="An acknowledged submission survives",
    trials=(KILLS, POWER_CUT, FULL_DISK),
    faults=(
        fault("notices-later", "notices come in a second transaction", KILLS),
        fault("acknowledged-early", "a form is answered before its case is committed", KILLS),
        fault("files-later", "a file's bytes are written when its case has been committed", KILLS),
        fault("synchronous-normal", "the database may lose what it has just committed", POWER_CUT),
        fault("synchronous-off", "nothing waits for the disk", POWER_CUT),
        fault("folders-unflushed", "a new file's folder isn't flushed", POWER_CUT),
        fault("errors-unseen", "what can't be stored is answered as if it were", FULL_DISK),
        fault("log-later", "the access log is written after the page has left", KILLS),
    ),
)
