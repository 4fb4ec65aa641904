"""Two clients that ask one after another for a while; every answer is checked.

Runs as a process of its own, so that it shares no interpreter with what it measures. Reads a plan as
JSON on standard input and prints requests a second as JSON.
"""

import http.client
import itertools
import json
import sys
import threading
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 2
LONGEST = 10  # times the seconds, for what is so slow that its seconds hold too few requests


class Wrong(Exception):
    """An answer that isn't what the plan says: what was measured would mean nothing."""


def main() -> int:
    plan = json.load(sys.stdin)
    crowd = Crowd(plan)
    began = time.perf_counter()
    threads = [threading.Thread(target=crowd.ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if sum(crowd.done) < plan["fewest"]:
        crowd.wrong.append(
            f"Wrong: only {sum(crowd.done)} requests, which is too few to say anything"
        )
    print(json.dumps({"per_second": sum(crowd.done) / seconds, "wrong": crowd.wrong[:1]}))
    return 1 if crowd.wrong else 0


class Crowd:
    """The clients, who share the cases of a plan; writes take each case once."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.ids = itertools.cycle(plan["ids"]) if plan["again"] else iter(plan["ids"])
        self.lock = threading.Lock()
        self.done = [0] * CLIENTS
        self.wrong: list[str] = []
        now = time.perf_counter()
        self.end, self.at_the_latest = now + plan["seconds"], now + LONGEST * plan["seconds"]

    def ask(self, client: int) -> None:
        """Ask until the time is up, or something is wrong."""
        bases = self.plan["bases"]
        connection = _connection(bases[client % len(bases)])
        try:
            while self.goes_on() and (pk := self.next_id()) is not None:
                ask(connection, self.plan, pk)
                self.done[client] += 1
        except (Wrong, OSError, http.client.HTTPException) as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def goes_on(self) -> bool:
        """Tell whether to ask once more: until the time is up, longer if that was too few to count."""
        now = time.perf_counter()
        few = sum(self.done) < self.plan["fewest"]
        return now < self.end or (few and now < self.at_the_latest)

    def next_id(self) -> int | None:
        """Return the next case; None when they are used up, which ends the measurement early."""
        with self.lock:
            pk = next(self.ids, None)
        return None if pk is None else int(pk)


def _connection(base: str) -> http.client.HTTPConnection:
    address = urlsplit(base)
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)


def ask(connection: http.client.HTTPConnection, plan: dict[str, Any], pk: int) -> None:
    """Ask once.

    :raises Wrong: if the answer isn't what the plan says
    """
    body = plan["body"].replace("{id}", str(pk)).replace("{uuid}", str(uuid.uuid4()))
    path = plan["path"].replace("{id}", str(pk))
    connection.request(plan["method"], path, body=body or None, headers=plan["headers"])
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != plan["status"]:
        raise Wrong(f"{plan['method']} {path} gave {answer.status}, not {plan['status']}")
    if plan["contains"] and plan["contains"].encode() not in content:
        raise Wrong(f"{path} does not contain {plan['contains']!r}")


if __name__ == "__main__":
    sys.exit(main())
