"""Clocks that are set forward and back under a running process, and what it says of cases then."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from tests.doors.desk import Desk, a_desk
from tests.promises.p05_almanac import RESPONSE, day_in_sweden, midnights, owed_by
from tests.promises.p05_deeds import clock
from tests.promises.promise import Tally, emptied
from tests.rooms.processes import settings_of_this_database
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.models import CaseRow, EventRow

JUMPS = {
    "an hour forward": timedelta(hours=1),
    "an hour back": timedelta(hours=-1),
    "a day back": timedelta(days=-1),
    "400 days forward": timedelta(days=400),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLANTED: list[str] = []  # faults of ``p05_faults`` that the process plants in itself
FIRST, LAST = date(2026, 4, 2), date(2027, 4, 1)
_WITHIN = timedelta(seconds=30)  # a busy machine
_ENOUGH = 60  # cases, which stand on one page


class NoSuchClock(Exception):
    """The library that moves a process's clock is missing or doesn't work here."""


def library() -> Path:
    """Return the library that tells a process another time.

    :raises NoSuchClock: if it isn't there: it comes with the development environment, on Linux
    """
    found = importlib.util.find_spec("libfaketime")
    places = found.submodule_search_locations if found else None
    path = Path(next(iter(places or ["."])), "vendor/libfaketime/src/libfaketime.so.1")
    if not path.is_file():
        raise NoSuchClock("libfaketime isn't there: ./dev makes an environment that has it")
    return path


@dataclass
class Watch:
    """A process with a clock that can be moved."""

    process: "subprocess.Popen[str]"
    stamp: Path
    set_to: datetime = EPOCH

    def move(self, to: datetime) -> None:
        """Set the process's clock; from then on it runs as clocks do."""
        ahead = (to - EPOCH).total_seconds() - clock()
        beside = self.stamp.with_suffix(".new")
        beside.write_text(f"{ahead:+.3f}", encoding="ascii")
        beside.replace(self.stamp)  # never half read
        self.set_to = to

    def asked(self, *deed: object) -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(deed) + "\n")
        self.process.stdin.flush()
        return self.told()

    def told(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise NoSuchClock("the process with another clock ended")
        return json.loads(line)


@contextmanager
def a_watch(folder: Path) -> Iterator[Watch]:
    """Start a process that meets this database and believes the clock in ``folder``."""
    stamp = folder / "clock"
    stamp.write_text("+0", encoding="ascii")
    own = settings_of_this_database() | {"DJANGO_SETTINGS_MODULE": "tests.harness.settings"}
    command = [sys.executable, "-m", "tests.promises.p05_watch"]
    command += [str(connection.settings_dict["NAME"]), *PLANTED]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | own | clock_of(stamp),
    )
    try:
        watch = Watch(process, stamp)
        assert watch.told() == "ready"
        yield watch
    finally:
        process.kill()
        process.communicate()


def clock_of(stamp: Path) -> dict[str, str]:
    """Return the environment in which a process believes the clock in a file."""
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME_TIMESTAMP_FILE": str(stamp),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # waits and time limits are real
        "NO_FAKE_STAT": "1",
    }


# --- The trial -----------------------------------------------------------------------------------


def jump(tally: Tally) -> None:
    """Move the clock of a running process to and fro, and look and send from it each time."""
    with emptied() as patch, tempfile.TemporaryDirectory() as folder:
        desk = a_desk(patch)
        with a_watch(Path(folder)) as watch:
            while not tally.is_over:
                tally.count(_a_run(desk, watch, tally))


def _a_run(desk: Desk, watch: Watch, tally: Tally) -> str:
    """Begin near a midnight or in the day, jump, jump back, and let three days pass unworked."""
    begins = _a_moment(tally)
    name = tally.draw.choice(list(JUMPS))
    moments = (begins, begins + JUMPS[name], begins, begins + timedelta(days=3))
    _room(desk)
    for at in moments:
        watch.move(at)
        before = _stored()
        if (wrong := _wrong_look(desk, watch)) or (wrong := _wrong_case(desk, watch)):
            return f"{name} at {begins:%Y-%m-%d %H:%M:%S}: {wrong}"
        if tally.draw.random() < 0.2:
            watch.asked("keep_house")
        after = _stored()
        if before != {case: after.get(case) for case in before}:
            return f"{name} at {begins}: a look or a round changed what is stored"
    return ""


def _a_moment(tally: Tally) -> datetime:
    day = FIRST + timedelta(days=tally.draw.randrange((LAST - FIRST).days))
    begins = datetime.fromtimestamp(midnights(day), UTC)
    return begins + timedelta(minutes=tally.draw.choice((-59, -30, 1, 30, 59, 480, 900)))


def _room(desk: Desk) -> None:
    """Close the oldest cases when the inbox is about to take more than one page."""
    rows = CaseRow.objects.filter(closed_at=None).order_by("pk")
    for row in rows[: max(rows.count() - _ENOUGH, 0)]:
        done = acts.ReplyAndClose(acts.Message(text="Klart."))
        desk.do(CaseId(row.pk), "nurse", done, at=row.received_at + timedelta(hours=1))


def _stored() -> dict[int, tuple[object, ...]]:
    """Return the dates and the length of the ledger of every case."""
    wanted = ("pk", "response_due_date", "attention_date", "version")
    rows = {row[0]: row for row in CaseRow.objects.values_list(*wanted)}
    return {pk: (*row, EventRow.objects.filter(case=pk).count()) for pk, row in rows.items()}


def _day(watch: Watch, told: list[float]) -> date | None:
    """Return the day on which a process did something, by its clock; None if midnight came meanwhile.

    :raises NoSuchClock: if its clock wasn't the one that was set, and so nothing was tried
    """
    began, ended = (datetime.fromtimestamp(each, UTC) for each in told)
    if not watch.set_to - _WITHIN < began <= ended < watch.set_to + _WITHIN:
        raise NoSuchClock(f"it was {began} to {ended} there, not {watch.set_to}")
    day = day_in_sweden(began)
    return day if day == day_in_sweden(ended) else None


def _wrong_look(desk: Desk, watch: Watch) -> str:
    seen = watch.asked("look", desk.person("receiver"))
    day = _day(watch, seen["clock"])
    if day is None:
        return ""
    shown = {int(case): flag for case, flag in seen["rows"]}
    return next(filter(None, (_wrong_row(row, shown, day) for row in _open())), "")


def _open() -> list[CaseRow]:
    return list(CaseRow.objects.filter(closed_at=None))


def _wrong_row(row: CaseRow, shown: dict[int, str], day: date) -> str:
    came = day_in_sweden(row.received_at)
    owed = owed_by(came, RESPONSE)
    wanted = "overdue" if owed < day else ""
    if shown.get(row.pk) != wanted:
        return f"what came {came} has {shown.get(row.pk)!r} on {day}, not {wanted!r}"
    return ""


def _wrong_case(desk: Desk, watch: Watch) -> str:
    """Send a case from the process, whose date is to be that of its clock."""
    guardian, child = desk.person("guardian"), desk.person("child")
    sent = watch.asked("send", guardian, child, desk.world.clinics["outpatient"])
    day = _day(watch, sent["clock"])
    if day is not None and sent["due"] != str(owed_by(day, RESPONSE)):
        return f"what came {day} is owed by {sent['due']}, not {owed_by(day, RESPONSE)}"
    return ""
