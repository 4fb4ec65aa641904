"""P12, of several servers: what was acknowledged is there when the one that took it is gone for good."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from tests.harness import postgres_replicas
from tests.harness.postgres_programs import NoPostgres
from tests.harness.postgres_replicas import Node, Three
from tests.promises import history, sites
from tests.promises.clients import Crowd
from tests.promises.promise import CannotTry, Fault, Tally, Trial
from tests.promises.sites import Site, site

BEFORE = (1.0, 2.0)  # seconds of sending before a line is cut
# Seconds in which people must be answered when one standby is cut off, and mustn't when both are.
BEHIND = (60.0, 2.0)
AT_MOST = 60.0  # seconds from the loss until somebody is answered again
ALONE = 1.0  # seconds for which the old one gets to acknowledge something that it must not
_WRITES = "CREATE TABLE an_accident ()"


def failovers(tally: Tally) -> None:
    """Kill the primary while people send, promote a standby, and hold all against the journal."""
    three = _three()
    three.synchronous(postgres_replicas.SYNCHRONOUS)
    longest = 0.0
    with site(cluster=three.cluster) as place:
        crowd = Crowd(place, tally.draw)
        while not tally.is_over:
            place.await_answer()
            old = three.primary
            longest = max(longest, _loss(place, crowd, three, tally))
            crowd.settle()
            found = history.check(place.database, crowd.journal, files=place.files)
            crowd.journal.wrong.clear()  # told of once
            late = [f"it took {longest:.0f} s"] * (longest > AT_MOST)
            # Where something is lost the other standby may have what the new primary lacks.
            others = [] if found else [*_old_one(three, old)]
            tally.count("; ".join([*found[:3], *late, *others]))
            if found:
                three.make_anew()
    sent = len(crowd.journal.acknowledged)
    tally.notes.append(
        f"Failovers: {sent:,} forms were acknowledged; from the loss of the primary until somebody was "
        f"answered again it took {longest:.1f} s at most, once somebody acts."
    )


def _loss(place: Site, crowd: Crowd, three: Three, tally: Tally) -> float:
    """Lose the primary under load; return after how many seconds somebody was answered again."""
    with crowd.at_work():
        crowd.waits(tally.draw.uniform(*BEFORE))
        for each, at_most in zip(_to_cut(three, tally), BEHIND, strict=False):
            each.cut()
            _some_are_told(crowd, at_most)
        three.primary.kill()
        gone = time.monotonic()
        three.fail_over()
        so_far = len(crowd.journal.acknowledged)
        while len(crowd.journal.acknowledged) <= so_far:
            if time.monotonic() - gone > 2 * AT_MOST:
                raise TimeoutError(f"nobody is answered any more:\n{place.log[-2000:]}")
            crowd.waits(0.02)
        return time.monotonic() - gone


def _some_are_told(crowd: Crowd, at_most: float) -> None:
    so_far, until = len(crowd.journal.acknowledged), time.monotonic() + at_most
    while len(crowd.journal.acknowledged) < so_far + 4 and time.monotonic() < until:
        crowd.waits(0.02)


def _to_cut(three: Three, tally: Tally) -> list[Node]:
    """Return whose lines are cut before the primary is gone: the first time both, then by chance."""
    both = tally.draw.sample(three.standbys, 2)
    return both[: tally.draw.randrange(3)] if tally.trials else both


def _old_one(three: Three, old: Node) -> Iterator[str]:
    """Start the old primary as it was, by accident; then take it back as one ought to."""
    old.start()
    if _acknowledges(old):
        yield f"{old.name}, which is primary no more, has acknowledged a write"
    old.kill()
    three.take_back(old)
    try:
        old.sql(_WRITES)
        yield f"{old.name}, which follows, has taken a write"
    except psycopg.errors.ReadOnlySqlTransaction:
        pass


def _acknowledges(old: Node) -> bool:
    done = threading.Event()

    def write() -> None:
        try:
            old.sql(_WRITES)
            done.set()
        except psycopg.Error:
            pass  # it was ended while it waited

    threading.Thread(target=write, daemon=True).start()
    return done.wait(ALONE)


@cache
def _three() -> Three:
    """Start three servers, for as long as this process lasts.

    :raises CannotTry: if there is no PostgreSQL here that can be copied and promoted
    """
    folder = tempfile.TemporaryDirectory(prefix="vardag-three-")
    path = Path(sites._until_the_end.enter_context(folder))
    try:
        return sites._until_the_end.enter_context(postgres_replicas.three(folder=path))
    except NoPostgres as why:
        raise CannotTry(str(why)) from why


FAILOVERS = Trial(
    name="failovers",
    counts="the primary of three PostgreSQL lost under load for good, and a standby promoted by hand",
    many=20,
    short=1,
    minutes=5,
    run=failovers,
    commits=True,
    of="postgresql",
)


def _asynchronous(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(postgres_replicas, "SYNCHRONOUS", "")


def _whoever(patch: pytest.MonkeyPatch) -> None:
    def nearest(three: Three) -> Node:
        found = min(three.standbys, key=Node.received)
        found.sql("ALTER SYSTEM SET synchronous_standby_names = ''")  # to go on with one
        found.sql("SELECT pg_reload_conf()")
        return found

    patch.setattr(Three, "furthest", nearest)


def _planted(name: str, sentence: str, plant: Callable[[pytest.MonkeyPatch], None]) -> Fault:
    return Fault(name, sentence, plant, FAILOVERS)


FAULTS = (
    _planted("asynchronous", "a standby is promoted that commits didn't wait for", _asynchronous),
    _planted("behind", "the standby that is behind is promoted", _whoever),
)
