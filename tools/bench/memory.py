"""How much memory the product takes, and how soon its first page comes: ``./dev bench --memory``.

Served as a clinic's is: ``vardag serve`` in two processes, with the worker as a third, on 10,000 cases.
Every operation is asked for some hundred times first. Each process counts with what is its own and its
share of what it has in common with others, as Linux says it (PSS); PostgreSQL isn't counted.
"""

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.harness.postgres import free_port
from tools.bench.client import ask
from tools.bench.servers import databases, environment, sessions_of
from tools.bench.sites import OPERATIONS, PEOPLE, cases_for, headers, product

CASES, REQUESTS = 10_000, 200
MOST, WITHIN = 200, 3.0  # MiB of all processes; seconds to the first page
_MIB = 1_024  # in what /proc says


def measured(url: str) -> bool:
    """Print what was measured on a server's new database, and tell whether it is as it should be."""
    with databases(url, CASES) as (_, address):
        return measured_on(address)


def measured_on(address: str) -> bool:
    """Print what was measured on a filled database, and tell whether it is as it should be."""
    keys = sessions_of("product", address)
    port, begun = free_port(), time.monotonic()
    with _running(
        address, "serve", "--port", str(port), "--processes", "2", "--worker"
    ) as all_of_it:
        seconds = _first_page(port) - begun
        for operation in OPERATIONS:
            _ask_often(port, operation, keys[PEOPLE[operation]])
        taken = _pss(all_of_it)
    print(f"first page after {seconds:.1f} s (target {WITHIN:.0f} s)")
    print(f"pages and worker {taken:.0f} MiB (target {MOST} MiB)", flush=True)
    return seconds <= WITHIN and taken <= MOST


@contextmanager
def _running(address: str, *arguments: str) -> Iterator[int]:
    """Run a command of the product's; yield its process."""
    command = [str(Path(sys.executable).with_name("vardag")), *arguments]
    with TemporaryDirectory() as data:
        told = environment("product", address) | {"VARDAG_DATA": data}
        running = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL)
        try:
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=20)


def _first_page(port: int) -> float:
    """Wait for the first page, and return the moment at which it was there."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == http.client.OK:
                return time.monotonic()
        except ConnectionError:
            time.sleep(0.02)
        finally:
            connection.close()


def _ask_often(port: int, operation: str, session: str) -> None:
    """Ask, each time over a new connection, which any of the processes may take."""
    plan = asdict(product()[operation]) | {"headers": headers(session)}
    ids = cases_for(operation, CASES, share=0, shares=1)
    for number in range(REQUESTS):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        ask(connection, plan, ids[number % len(ids)])
        connection.close()


def _pss(process: int) -> float:
    """Return what a process and its children take, in MiB."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own / _MIB + sum(_pss(int(each)) for each in children)
