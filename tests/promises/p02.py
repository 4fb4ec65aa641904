"""P2: no notice is lost, it comes twice only where nobody could tell, and says nothing of health."""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.harness.certificates import an_authority
from tests.harness.mail_sink import PASSWORD, USER, Sink, Way, sink
from tests.promises.p02_judge import Judged, judge
from tests.promises.promise import Fault, Promise, Tally, Trial
from tests.promises.sites import PLANTED, ROOT, Site, _environment, kill, site
from vardag.doors.shared.moments import now

AT_ONCE = 500  # notices of one installation
WORKERS = 3
KILLS = 10  # notices for each kill that is wanted
CHANCE = 0.2  # of a kill when a text was taken and that isn't said yet; as often two at once
HOUR = 3600.0
EARLY = (300.0, 600.0, 1200.0, 2400.0, 4800.0, 9600.0)
LATE = tuple(hour * 4.1 * HOUR for hour in range(1, 20))
WAYS = dict.fromkeys(Way, 1.0) | {Way.WELL: 16.0, Way.NO: 0.4}
UNLUCKY = 25  # one in so many is never taken


@dataclass
class House:
    """An installation, the mail server, and the process whose children work there."""

    place: Site
    server: Sink
    process: "subprocess.Popen[str]"
    draw: random.Random
    quota: int
    alive: set[int] = field(default_factory=set)
    kills: int = 0
    asked_to_die: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def does(self, do: str, **given: Any) -> Any:
        """Have something done there, and return what was told of it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.process.stdin.flush()
        while line := self.process.stdout.readline():
            told = json.loads(line)
            if told["event"] == "done":
                return told["told"]
            self._heard(told)
        raise RuntimeError(f"it ended: {self.log.read_text(errors='replace')[-2000:]}")

    def _heard(self, told: dict[str, Any]) -> None:
        if told["event"] == "broke" or told.get("broke"):
            raise RuntimeError(f"it broke: {self.log.read_text(errors='replace')[-2000:]}")
        with self.lock:
            if told["event"] == "began":
                self.alive.add(told["pid"])
            else:
                self.alive.discard(told["pid"])
                self.kills += told["killed"]

    def may_kill(self) -> None:
        """Kill one worker, or two: called between a text and its reply."""
        with self.lock:
            left = self.quota - len(self.asked_to_die)
            ready = sorted(self.alive - self.asked_to_die)
            if left <= 0 or not ready or self.draw.random() > CHANCE:
                return
            many = min(left, len(ready), 2 if self.draw.random() < CHANCE else 1)
            for pid in self.draw.sample(ready, many):
                self.asked_to_die.add(pid)
                kill(pid)

    @property
    def log(self) -> Path:
        return self.place.folder / "house.log"


@contextmanager
def house(draw: random.Random, *, quota: int) -> Iterator[House]:
    """Give an installation whose mail goes to a server with TLS and sign-in, and every fault."""
    with tempfile.TemporaryDirectory() as folder, site() as place:
        authority = an_authority(Path(folder))
        with sink(tls=authority.server, wants_user=True) as server:
            told = {"SSL_CERT_FILE": str(authority.file)}
            with _begun(place, server, told) as process:
                yield House(place, server, process, draw, quota)


@contextmanager
def _begun(place: Site, server: Sink, more: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    password = place.folder / "mail.password"
    password.write_text(PASSWORD)
    own = {
        "DJANGO_SETTINGS_MODULE": "vardag.config.settings",
        "VARDAG_MAIL": f"smtp://{USER}@127.0.0.1:{server.port}?tls=starttls",
        "VARDAG_MAIL_PASSWORD_FILE": str(password),
        "VARDAG_MAIL_FROM": "Ärenden <no-reply@arenden.example>",
        PLANTED: os.environ.get(PLANTED, ""),
    }
    with (place.folder / "house.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.p02_house"],
            cwd=ROOT,
            env=_environment(place.folder, place.url) | own | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


# --- The trial -----------------------------------------------------------------------------------


def told(tally: Tally) -> None:
    """Let notices wait, take rights away, and have them sent while workers and mail servers fail."""
    sums: list[Judged] = []
    while not tally.is_over:
        many = min(AT_ONCE, tally.many - tally.trials)
        with house(tally.draw, quota=max(many // KILLS, 1)) as place:
            found = _told_there(place, many, is_short=tally.until_first)
        for problem in found.problems:
            tally.count(problem, of=0)
        tally.count("", of=many)
        sums.append(found)
    tally.notes.append(_summed(sums))


def _told_there(place: House, many: int, *, is_short: bool) -> Judged:
    people = place.place.people
    filled = place.does(
        "fill",
        many=many,
        seed=place.draw.randrange(10**9),
        clinic=people["clinic"],
        receiver=people["receivers"][0]["id"],
    )
    notices = filled["notices"]
    place.does("work", ahead=120.0, workers=WORKERS, deaf=True)  # all are gathered, and tried once
    lost, moved = _taken_and_moved(place, notices)
    unlucky = {
        f"p{each['to']}@post.example" for each in notices[3::UNLUCKY] if each["to"] not in moved
    }
    with place.lock:
        place.server.way_to = lambda to: Way.BUSY if to in unlucky else None
        place.server.draw = partial(_a_way, place.draw)
        place.server.when_kept = place.may_kill
    hours = (*EARLY, *LATE[: 3 if is_short else None])
    for ahead in hours:
        place.does("work", ahead=ahead, workers=WORKERS, deaf=False)
    shown = place.does("seen", people=[each["to"] for each in notices])
    return judge(
        place,
        filled,
        lost=lost,
        moved=moved,
        unlucky=unlucky,
        shown=set(shown),
        until=now().timestamp() + hours[-1],
        is_whole=not is_short,
    )


def _taken_and_moved(place: House, notices: list[dict[str, Any]]) -> tuple[set[int], set[int]]:
    """Take a tenth their right, and give another tenth a new address."""
    losers, movers = notices[1::10], notices[2::10]
    place.does("lose", notices=losers)
    moved = {each["to"] for each in movers}
    place.does("move", people=sorted(moved))
    return {each["to"] for each in losers}, moved


def _a_way(draw: random.Random) -> Way:
    return draw.choices([*WAYS], [*WAYS.values()])[0]


def _summed(sums: list[Judged]) -> str:
    def of(name: str) -> int:
        return sum(getattr(each, name) for each in sums)

    return (
        f"Of notices: {of('mails'):,} e-mails were taken by a server with ten faults, {of('again'):,} "
        f"of them once more, after {of('kills'):,} kills of workers and {of('lost_replies'):,} lost "
        f"replies; {of('failed'):,} reached nobody, and staff see it; {of('taken'):,} receivers had "
        f"lost the right, and got nothing; {of('secrets'):,} words and numbers were "
        f"looked for in {of('bytes'):,} bytes."
    )


TOLD = Trial(
    name="told",
    counts="a notice, sent by workers that are killed to a mail server that fails in ten ways",
    many=2_000,
    short=40,
    minutes=8,
    run=told,
    commits=True,
)


def _planted(name: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv(PLANTED, name)


def _fault(name: str, sentence: str) -> Fault:
    return Fault(name, sentence, partial(_planted, name), TOLD)


P2 = Promise(
    key="P2",
    sentence="No notice is lost, and none says anything of health",
    trials=(TOLD,),
    faults=(
        _fault("subject-says-service", "the subject names the service"),
        _fault("in-one-transaction", "what is due is sent within a transaction"),
        _fault("no-lease", "two workers may try a mailing at once"),
        _fault("address-of-then", "it goes to the address of when it was put into a mailing"),
        _fault("right-not-asked", "the right isn't asked again when it is sent"),
        _fault("another-identifier", "each try has an identifier of its own"),
        _fault("lease-without-end", "what a killed worker had is left with it"),
        _fault("log-says-address", "the log names the receiver"),
    ),
    notes=(
        "The workers' clock is set ahead from round to round: 72 hours of tries take no hours.",
    ),
)
