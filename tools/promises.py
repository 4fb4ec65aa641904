"""``./dev promises``: what somebody may rely on, tried at length on both databases, with planted faults.

Each database has a process and a place of its own; both run at the same time. Ends with 1 if a trial
failed or a planted fault wasn't caught.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.harness import postgres
from tools.promises_document import Account, Run, document, table
from tools.test import COMPILED, OWN, ROOT, leave

DATABASES = ("sqlite", "postgresql")
DOCUMENT = ROOT / "docs/promises.md"
SEED = 1177
KEYS = (
    "P1",
    "P2",
    "P3",
    "P4",
    "P5",
    "P6",
    "P7",
    "P8",
    "P9",
    "P10",
    "P11",
    "P12",
)  # of tests/promises/every.py, which only a process with a database can read


@dataclass(frozen=True)
class Part:
    """One database's process, and where it tells what it found."""

    database: str
    process: "subprocess.Popen[bytes]"
    out: Path


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    signal.signal(signal.SIGTERM, leave)
    began = time.monotonic()
    try:
        accounts, is_whole, names = _tried(options)
    except postgres.NoPostgres as missing:
        print(f"promises: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("promises: interrupted; everything that was started is stopped", file=sys.stderr)
        return 130
    print(f"\n{table(accounts)}", flush=True)
    for line in _what_is_wrong(accounts):
        print(line)
    if options.write and is_whole:
        minutes = (time.monotonic() - began) / 60
        run = Run(datetime.now(UTC).date(), tuple(names), minutes, os.cpu_count() or 1)
        DOCUMENT.write_text(document(accounts, run), encoding="utf-8")
        print(f"written: {DOCUMENT.relative_to(ROOT)}")
    return 0 if is_whole and not any(_what_is_wrong(accounts)) else 1


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev promises", description=__doc__, allow_abbrev=False)
    parser.add_argument("--minutes", type=float, help="try for about so long, not to the end")
    parser.add_argument("--only", nargs="+", default=[], choices=KEYS, help="these promises")
    parser.add_argument("--database", choices=DATABASES, help="on this one only")
    parser.add_argument("--seed", type=int, default=SEED, help="of what is drawn by chance")
    parser.add_argument("--write", action="store_true", help="write docs/promises.md")
    options = parser.parse_args(argv)
    if options.write and (options.only or options.database):
        parser.error("--write tells of every promise on both databases: leave out what limits it")
    return options


def _tried(options: argparse.Namespace) -> tuple[list[Account], bool, list[str]]:
    """Run every database's part, and return what they told, and whether each came to its end."""
    with tempfile.TemporaryDirectory(prefix="vardag-promises-") as scratch, ExitStack() as stack:
        Path(scratch).chmod(0o711)  # PostgreSQL may run as somebody else, and pass through
        parts, names = [], []
        for database in [options.database] if options.database else DATABASES:
            url, name = stack.enter_context(_server(database))
            parts.append(stack.enter_context(_part(database, url, Path(scratch), options)))
            names.append(name)
        codes = [part.process.wait() for part in parts]
        lines = [line for part in parts for line in part.out.read_text().splitlines()]
    return [Account(json.loads(line)) for line in lines], not any(codes), names


@contextmanager
def _server(database: str) -> Iterator[tuple[str, str]]:
    """Give the address of a database, and what it is; SQLite needs none."""
    if database == "sqlite":
        import sqlite3

        yield "", f"SQLite {sqlite3.sqlite_version}"
        return
    with postgres.cluster(folder=OWN / "postgres") as server:
        yield server.url, server.name


@contextmanager
def _part(database: str, url: str, scratch: Path, options: argparse.Namespace) -> Iterator[Part]:
    out = scratch / f"{database}.jsonl"
    command = [sys.executable, "-m", "tests.promises.run", "--out", str(out)]
    command += ["--seed", str(options.seed), "--only", *options.only]
    if options.minutes:
        command += ["--minutes", str(options.minutes)]
    own: dict[str, Any] = {"TMPDIR": str(scratch), "VARDAG_DATABASE_URL": url, **COMPILED}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own})
    try:
        yield Part(database, process, out)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _what_is_wrong(accounts: Sequence[Account]) -> Iterator[str]:
    for account in accounts:
        where = f"{account.key} on {account.database}"
        for trial in account.told["trials"]:
            yield from (f"{where}, {trial['name']}: {each}" for each in trial["failures"])
        for fault in account.told["faults"]:
            if not fault["seen"]:
                yield f"{where}: the planted fault wasn't caught: {fault['sentence']}"


if __name__ == "__main__":
    sys.exit(main())
