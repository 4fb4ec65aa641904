"""Run the tests on both databases, with all the servers and programs that they need.

Arguments go to pytest. Without any, everything runs, two at a time, and it is measured which branches
of the law and its writers their own tests take. On PostgreSQL runs what may come out otherwise there.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.harness import browser, postgres, tracing

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / ".dev"
RESULTS = OWN / "test"
# Without compiled files of its own, each program that a test starts would first compile Django.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(OWN / "compiled")}
NO_TESTS = 5  # pytest's own code for a run that selected none


@dataclass(frozen=True)
class Outcome:
    """What a run of pytest came to."""

    code: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def tests(self) -> int:
        return self.passed + self.failed + self.skipped

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.code or other.code,
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./dev test", description=__doc__, allow_abbrev=False)
    parser.add_argument("--fast", action="store_true", help="on SQLite only, without coverage")
    options, arguments = parser.parse_known_args(argv)
    # Started in the background of a script, we would have been told to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    RESULTS.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="vardag-test-") as scratch:
            Path(scratch).chmod(0o711)  # PostgreSQL may run as somebody else, and pass through
            environment = {"TMPDIR": scratch, **COMPILED}
            return everything(arguments, environment, fast=options.fast)
    except (browser.NoBrowser, postgres.NoPostgres) as missing:
        say(str(missing))
    except KeyboardInterrupt:
        say("interrupted; everything that was started is stopped")
        return 130
    return 1


class ToldToStop(KeyboardInterrupt):
    """A signal to us alone; Ctrl-C, in contrast, reaches what we have started as well."""


def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End as on Ctrl-C, so that whatever was started is stopped on the way out."""
    raise ToldToStop


def everything(arguments: Sequence[str], environment: dict[str, str], *, fast: bool) -> int:
    found = browser.find_or_fetch(say)
    say(f"browser: {found.path} ({found.origin})")
    environment["VARDAG_BROWSER"] = found.path
    tracing.find_or_fetch(say)
    whole = not arguments
    say("on SQLite")
    outcome = run(
        "sqlite", [*(in_parallel(whole)), *(measured(whole and not fast)), *arguments], environment
    )
    if not fast and outcome.code not in (2, 3, 4):  # interrupted, broken or misused: no second try
        outcome += on_postgresql(arguments, environment)
    if whole and not fast:
        outcome += coverage()
    code = outcome.code or (0 if outcome.tests else NO_TESTS)
    print(f"\n{outcome}", flush=True)
    return code


def on_postgresql(arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    with postgres.cluster(folder=OWN / "postgres") as server:
        say(f"on {server.name}: what may come out otherwise there, again")
        there = {**environment, "VARDAG_DATABASE_URL": server.url}
        options = [*in_parallel(not arguments), "--only-database", *arguments]
        outcome = run("postgresql", options, there)
    # Tests chosen by hand may well need no database.
    return Outcome(0) if outcome.code == NO_TESTS and arguments else outcome


def in_parallel(whole: bool) -> list[str]:  # noqa: FBT001
    return ["--numprocesses=2", "--durations=5"] if whole else []


def measured(whole: bool) -> list[str]:  # noqa: FBT001
    return ["--cov", "--cov-report="] if whole else []


def run(name: str, options: Sequence[str], environment: dict[str, str]) -> Outcome:
    results = RESULTS / f"{name}.xml"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junit-xml={results}", *options]
    own = {"VARDAG_DATABASE_URL": "", **environment}
    code = wait(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}))
    return counted(code, results)


def wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for a run to end; when we are told to stop, wait for it to clean up, though not forever."""
    try:
        return process.wait()
    except KeyboardInterrupt as told:
        if isinstance(told, ToldToStop):
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()
        raise


def counted(code: int, results: Path) -> Outcome:
    """Read how many tests ended how; a run that left no account of itself counts as one failure."""
    if not results.exists():
        return Outcome(code, failed=1 if code else 0)
    suites = list(ET.parse(results).getroot().iter("testsuite"))
    total = {
        key: sum(int(suite.get(key, 0)) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    }
    failed = total["failures"] + total["errors"]
    passed = max(total["tests"] - failed - total["skipped"], 0)
    return Outcome(code, passed, failed, total["skipped"])


def coverage() -> Outcome:
    """Report the branches of the law that no test takes, and hold to the threshold."""
    say("branches of the domain and the actions (threshold: [tool.coverage.report] fail_under)")
    command = [sys.executable, "-m", "coverage", "report"]
    return Outcome(subprocess.run(command, cwd=ROOT, check=False).returncode)


def say(what: str) -> None:
    print(f"test: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
