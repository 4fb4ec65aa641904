"""The vardag command as a program of its own, with a folder and a port of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

VARDAG = [sys.executable, "-m", "vardag.doors.ops.cli"]
PATIENCE = 60.0  # seconds: for a busy machine, not for us
SOON = 5.0  # seconds: what is promised of an end


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment with nothing of the tests' own in it."""
    ours = ("VARDAG_", "DJANGO_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **own,
        "VARDAG_DATA": str(folder),
        "VARDAG_SECRET_KEY": "tests-0f3a9c71d25e48b6a1c7e9d04b83f56e",
        "VARDAG_CHECK_LINKS": "0",
        **more,
    }


def run(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    command = [*VARDAG, *arguments]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@dataclass
class Running:
    """A program that goes on until it is told to end, in a process group of its own."""

    process: subprocess.Popen[str]
    lines: list[str]

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def url(self) -> str:
        """The address that it has printed."""
        return next(word for word in self.said.split() if word.startswith("http://")).rstrip("/")

    def wait_for(self, words: str) -> None:
        """Read what it says up to the line with these words."""
        assert self.process.stdout
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, f"it ended without saying {words!r}: {self.said}"
            self.lines.append(line)

    def get(self, path: str) -> HTTPResponse:
        found: HTTPResponse = urllib.request.urlopen(self.url + path, timeout=PATIENCE)
        return found

    def end(self, number: signal.Signals, *, group: bool = False) -> float:
        """Tell it to end, as a service manager or, to the group, as a terminal does; return how long
        it took.
        """
        begun = time.monotonic()
        tell = os.killpg if group else os.kill
        tell(self.process.pid, number)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.lines.append(rest)
        return time.monotonic() - begun


@contextmanager
def started(*arguments: str, env: Mapping[str, str]) -> Iterator[Running]:
    """Start a program, and see to it that it and all it started is gone at the end."""
    process = subprocess.Popen(
        [*VARDAG, *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Running(process, [])
    finally:
        if of_group(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def of_group(group: int) -> bool:
    """Tell whether anybody of a process group is left, other than those that wait to be buried."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def gone_soon(group: int) -> bool:
    deadline = time.monotonic() + SOON
    while of_group(group):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def under_load(running: Running, path: str, *, visitors: int = 4) -> Iterator[None]:
    """Have visitors ask for a page again and again, for as long as somebody answers."""
    script = f"""
import itertools, sys, urllib.request
for n in itertools.count():
    try:
        urllib.request.urlopen({running.url + path!r}, timeout=10).read()
    except OSError:
        sys.exit()
    if not n:
        print("in", flush=True)
"""
    command = [sys.executable, "-c", script]
    crowd = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(visitors)
    ]
    try:
        for each in crowd:
            assert each.stdout
            assert each.stdout.readline(), "nobody answered"
        yield
    finally:
        for each in crowd:
            each.kill()
            each.communicate()
