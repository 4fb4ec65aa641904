"""What a power cut would take: whether the disk has all of a case before it is acknowledged.

A kill can't show that, since what was written stays in the kernel's memory. So the server's own calls to
the kernel are read: whatever it wrote in its folder has to be flushed before it says so.
"""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from tests.promises.clients import Browser, a_form
from tests.promises.promise import CannotTry, Tally, Trial
from tests.promises.sites import Site, run_python, site

CALLS = (
    "fsync,fdatasync,write,pwrite64,writev,rename,renameat,mkdir,ftruncate,unlink,sendto,sendmsg"
)
ALONE = ("--processes", "1")
_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)")
_OPEN_FILE = re.compile(r"\d+<(?P<path>/[^>]*)>")
_QUOTED = re.compile(r'"([^"]*)"')
PRAGMAS = """
import django; django.setup()
from django.db import connection
for _ in range(5):
    with connection.cursor() as cursor:
        print(*[cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
            ("synchronous", "journal_mode", "recursive_triggers")])
    connection.close()
"""
SETTINGS = """
import django; django.setup()
from django.db import connection
for _ in range(5):
    with connection.cursor() as cursor:
        values = []
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            values.append(cursor.fetchone()[0])
        print(*values)
    connection.close()
"""


def power_cut(tally: Tally) -> None:
    """Send forms one by one, and look whether each was on the disk before it was answered.

    :raises CannotTry: if there is no strace, or it may not look
    """
    with site(wrapped=_strace(Path(_log_name())), arguments=ALONE) as place:
        for problem in _settings(place):
            tally.count(problem, of=0)
        sent = _sent(place, tally)
        _end(place)
        found = Calls(place.folder)
        found.read(Path(_log_name()))
    _judge(tally, found, sent)


def _log_name() -> str:
    return f"/tmp/vardag-calls-{os.getpid()}"


def _strace(log: Path) -> tuple[str, ...]:
    program = shutil.which("strace")
    if program is None:
        raise CannotTry("No strace here (Debian: apt-get install strace): no power cut was tried.")
    log.unlink(missing_ok=True)
    return (program, "-f", "-y", "-qq", "-s", "40", "-e", f"trace={CALLS}", "-o", str(log))


def _settings(place: Site) -> Iterator[str]:
    """Read back, on new connections as the product makes them, what the disk is waited for by."""
    on_postgresql = connection.vendor == "postgresql"
    for line in run_python(place, SETTINGS if on_postgresql else PRAGMAS).splitlines():
        synchronous, *rest = line.split()
        if on_postgresql and (synchronous, *rest) != ("on", "on", "on"):
            yield f"a new connection has fsync, full_page_writes, synchronous_commit: {line}"
        if not on_postgresql and (synchronous != "2" or rest[0] not in ("wal", "truncate")):
            yield f"a new connection has synchronous, journal_mode: {line}"


def _sent(place: Site, tally: Tally) -> list[bool]:
    """Send forms one after another, and return of each whether it had a file."""
    place.await_answer()
    sent: list[bool] = []
    while len(sent) < tally.many and not tally.is_over and not tally.is_time_up():
        form = a_form(place, tally.draw, has_file=len(sent) % 2 == 0)
        browser = Browser(place.port, form.family["session"])
        answer = form.send(browser)
        browser.close()
        if answer.case is None:
            tally.count(f"a form was answered {answer.status}")
            break
        sent.append(form.has_file)
    return sent


def _end(place: Site) -> None:
    """End the server itself, and let strace end with it."""
    assert place.server
    traced = Path(f"/proc/{place.server.pid}/task/{place.server.pid}/children").read_text().split()
    for pid in traced[:1]:
        os.kill(int(pid), signal.SIGTERM)
    place.server.wait(60)


def _judge(tally: Tally, found: "Calls", sent: list[bool]) -> None:
    if len(found.answers) != len(sent):
        problem = f"{len(sent)} forms were answered, and {len(found.answers)} answers were seen"
        tally.count(problem)
    on_sqlite = connection.vendor == "sqlite"
    for had_file, answer in zip(sent, found.answers, strict=False):
        lacking = sorted(answer.unflushed)
        if on_sqlite and not answer.database_flushed:
            lacking.append("the database")
        if had_file and not answer.file_flushed:
            lacking.append("the file's folder")
        tally.count(f"answered before the disk had {', '.join(lacking)}" if lacking else "")


@dataclass(frozen=True)
class Answered:
    """What the disk hadn't got when a form was answered, and what it got for it."""

    unflushed: frozenset[str]
    database_flushed: bool
    file_flushed: bool


@dataclass
class Calls:
    """The calls of a server to the kernel, in the order in which they were made."""

    folder: Path
    unflushed: set[str] = field(default_factory=set)
    flushed: set[str] = field(default_factory=set)  # since the last answer
    answers: list[Answered] = field(default_factory=list)
    _begun: dict[str, str] = field(default_factory=dict)  # a call that isn't over yet, by process

    def read(self, log: Path) -> None:
        """Read what strace wrote, and remove it."""
        with log.open(errors="replace") as lines:
            for line in lines:
                if found := _LINE.match(line):
                    self._line(found["pid"], found["rest"])
        log.unlink()

    def _line(self, pid: str, rest: str) -> None:
        if rest.startswith("<... "):  # the end of a call; what it was is known from its beginning
            begun = self._begun.pop(pid, "")
            self._call(begun, is_over=True, is_done=" = -1 " not in rest)
        elif "<unfinished ...>" in rest:
            self._begun[pid] = rest
            self._call(rest, is_over=False, is_done=True)
        else:
            self._call(rest, is_over=True, is_done=" = -1 " not in rest)

    def _call(self, text: str, *, is_over: bool, is_done: bool) -> None:
        """A write counts from its beginning; a flush from its end."""
        call = _CALL.match(text)
        if call is None or not is_done:
            return
        name, arguments = call["name"], call["arguments"]
        if name in ("fsync", "fdatasync"):
            if is_over:
                self._flushes(arguments)
        elif name in ("rename", "renameat", "mkdir"):
            path = Path(_QUOTED.findall(arguments)[-1])
            self._writes(str(path.parent))
        elif name in ("sendto", "sendmsg", "write") and '"HTTP/1.1 302 ' in arguments:
            if not is_over or "<unfinished" not in text:
                self._answers()
        elif found := _OPEN_FILE.match(arguments):
            self._writes(found["path"])

    def _writes(self, path: str) -> None:
        ours = path.startswith(str(self.folder)) and not path.endswith("server.log")
        # How many requests there were is of nobody's case; a process may take its last counts with it.
        if path == f"{self.folder}/numbers" or path.startswith(f"{self.folder}/numbers/"):
            return
        if ours and path != str(self.folder):
            self.unflushed.add(path)

    def _flushes(self, arguments: str) -> None:
        found = _OPEN_FILE.match(arguments)
        if found:
            self.unflushed.discard(found["path"])
            self.flushed.add(found["path"])

    def _answers(self) -> None:
        database = str(self.folder / "vardag.sqlite3")
        store = str(self.folder / "files")
        answer = Answered(
            unflushed=frozenset(Path(each).name for each in self.unflushed),
            database_flushed=any(each.startswith(database) for each in self.flushed),
            file_flushed=any(each.startswith(f"{store}/") for each in self.flushed),
        )
        self.answers.append(answer)
        self.unflushed.clear()
        self.flushed.clear()


POWER_CUT = Trial(
    name="power cut",
    counts="a form that was answered, of which everything written has to be flushed before",
    many=200,
    short=12,
    minutes=2,
    run=power_cut,
    commits=True,
)
