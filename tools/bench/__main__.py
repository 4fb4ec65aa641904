"""``./dev bench``: how fast the pages are, as ratios to a bare Django view on the same rows.

Starts a durable PostgreSQL of its own, loads N cases, serves the product and the floor in two processes
each, and measures every operation on both in turn, round by round. Ratios are taken within rounds;
the median is printed, with the number of queries that the product's page makes.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.postgres import cluster
from tools.bench import log, memory
from tools.bench.servers import Site, databases, serving
from tools.bench.sites import (
    FLOOR,
    OPERATIONS,
    READS,
    Request,
    case_to_count_on,
    cases_for,
    headers,
    product,
)

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".dev/bench"
TARGETS = {
    "inbox": 1.0,
    "case": 0.7,
    "rare": 0.8,
    "common": 1.0,
    "submit": 0.6,
    "reply": 0.6,
    "close": 0.6,
}


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    print("floor: a bare Django view with the least SQL for the same page, in the same run")
    reached = True
    with cluster(folder=FOLDER, durable=True) as server:
        print(f"PostgreSQL: {server.name}", flush=True)
        if options.log:
            reached = log.measured(server.url, options.log, folder=FOLDER)
            return 0 if reached or not options.strict else 1
        if options.memory:
            reached = memory.measured(server.url)
            return 0 if reached or not options.strict else 1
        for cases in options.cases:
            run = Run(cases, options.rounds, options.seconds, options.fewest, options.processes)
            reached &= _measured(server.url, run)
    return 0 if reached or not options.strict else 1


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 200_000], metavar="N")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--processes", type=int, default=2, help="in which each site is served")
    parser.add_argument(
        "--fewest",
        type=int,
        default=30,
        metavar="N",
        help="requests that say something about speed",
    )
    parser.add_argument(
        "--log", type=int, metavar="N", help="instead: verifying an access log of N entries"
    )
    parser.add_argument("--memory", action="store_true", help="instead: memory, and the first page")
    parser.add_argument("--strict", action="store_true", help="fail when a target isn't reached")
    return parser.parse_args(argv)


@dataclass(frozen=True)
class Run:
    """How much is measured."""

    cases: int
    rounds: int
    seconds: float
    fewest: int
    processes: int


def _measured(url: str, run: Run) -> bool:
    print(f"\n{run.cases:,} cases: loading ...", flush=True)
    with _sites(url, run) as (floor, ours):
        queries = ours.queries(_to_count_on(run.cases))
        print(f"{'':10}{'floor /s':>10}{'product /s':>12}{'ratio':>8}{'target':>8}{'queries':>9}")
        reached = [
            _row(each, _rounds(floor, ours, each, run), queries[each]) for each in OPERATIONS
        ]
    return all(reached)


def _row(operation: str, pairs: list[tuple[float, float]], queries: int) -> bool:
    """Print one operation's figures, and tell whether it reached its target."""
    ratio = statistics.median(ours / floor for floor, ours in pairs)
    floor_speed, our_speed = (statistics.median(each) for each in zip(*pairs, strict=True))
    target = TARGETS[operation]
    figures = f"{floor_speed:>10.0f}{our_speed:>12.0f}{ratio:>8.2f}{target:>8.1f}{queries:>9}"
    print(f"{operation:10}{figures}", flush=True)
    return ratio >= target


@contextmanager
def _sites(url: str, run: Run) -> Iterator[tuple[Site, Site]]:
    with ExitStack() as stack:
        floor_url, product_url = stack.enter_context(databases(url, run.cases))
        yield (
            stack.enter_context(serving("floor", floor_url, run.processes)),
            stack.enter_context(serving("product", product_url, run.processes)),
        )


def _to_count_on(cases: int) -> dict[str, int]:
    return {each: case_to_count_on(each, cases) for each in OPERATIONS}


def _rounds(floor: Site, ours: Site, operation: str, run: Run) -> list[tuple[float, float]]:
    """Measure both in turn, after a round that warms them up and isn't counted."""
    pairs = []
    for number in range(run.rounds + 1):
        ids = cases_for(operation, run.cases, share=number, shares=run.rounds + 1)
        floor_speed = _speed(floor, FLOOR[operation], ids, operation, run)
        our_speed = _speed(ours, product()[operation], ids, operation, run)
        pairs.append((floor_speed, our_speed))
    return pairs[1:]


def _speed(site: Site, request: Request, ids: Sequence[int], operation: str, run: Run) -> float:
    plan = _plan(site, request, ids, operation) | {"seconds": run.seconds, "fewest": run.fewest}
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench.client"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{site.name} {operation}: {done.stdout or done.stderr}")
    return float(json.loads(done.stdout)["per_second"])


def _plan(site: Site, request: Request, ids: Sequence[int], operation: str) -> dict[str, Any]:
    return {
        "bases": site.bases,
        "method": request.method,
        "path": request.path,
        "body": request.body,
        "status": request.status,
        "contains": request.contains,
        "headers": headers(site.session_for(operation)),
        "ids": list(ids),
        "again": operation in (*READS, "submit"),
    }


if __name__ == "__main__":
    sys.exit(main())
